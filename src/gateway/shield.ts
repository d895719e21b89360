/**
 * The outer wall: graphql-shield's rules, generated from the compiled policy, deny for whatever is not named. A root is
 * judged by a rule that walks what is asked below it; what the contract grants for every purpose is literally `allow`,
 * and such a wrapper is taken off, because it would cost three executions and decide nothing.
 */
import type {
  FieldNode,
  FragmentDefinitionNode,
  FragmentSpreadNode,
  GraphQLNamedType,
  GraphQLObjectType,
  GraphQLResolveInfo,
  GraphQLSchema,
  InlineFragmentNode,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';
import {
  getDirectiveValues,
  getNamedType,
  GraphQLError,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isAbstractType,
  isObjectType,
  Kind,
} from 'graphql';
import { administratorsOnly } from './administratorRule.js';
import { answerersOnly, ownSideOnly } from './personRule.js';
import { allow, applyMiddleware, deny, rule, shield } from './shieldLibrary.js';
import { invariant } from '../kernel/invariant.js';
import { isAdministration } from '../plan/administration.js';
import { idMappingRoot } from '../plan/idMapping.js';
import { isForRole } from '../plan/engineRoots.js';
import { answersRequests, isOfPersons } from '../plan/personRoots.js';
import type { CompiledPolicy, RolePolicy, TypeGrant } from '../policy/compiled.js';
import type { GatewayContext } from './gatewayContext.js';

type Rule = typeof allow | ReturnType<ReturnType<typeof rule>>;
type RuleMap = Record<string, Record<string, Rule>>;

export function shielded(schema: GraphQLSchema, policy: CompiledPolicy, role: RolePolicy): GraphQLSchema {
  const rules = shieldRules(schema, policy, role);
  const generator = shield(rules, {
    fallbackRule: deny,
    fallbackError: forbidden(),
    allowExternalErrors: true,
    debug: false,
  });
  const generated = generator.generate(schema) as Record<string, Record<string, unknown>>;
  return applyMiddleware(schema, withoutAllow(generated, rules) as never);
}

/** Every field of the contract with its rule; what is missing here is denied. */
function shieldRules(schema: GraphQLSchema, policy: CompiledPolicy, role: RolePolicy): RuleMap {
  const administrators = role.authentication.isRegistered ? administratorsOnly(role) : deny;
  const ruled: Ruled = {
    schema,
    policy,
    role,
    granted: grantedForPurpose(policy, role),
    administrators,
    ownSide: ownSideOnly(role),
    answerers: answerersOnly(role),
  };
  const rules: RuleMap = {};
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    const names = Object.keys(type.getFields());
    rules[type.name] = Object.fromEntries(names.map((name) => [name, ruleOf(ruled, type, name)]));
  }
  return rules;
}

interface Ruled {
  readonly schema: GraphQLSchema;
  readonly policy: CompiledPolicy;
  readonly role: RolePolicy;
  readonly granted: Rule;
  /** Before the accounts of the caller's organisation. */
  readonly administrators: Rule;
  /** Before what was disclosed of persons. */
  readonly ownSide: Rule;
  /** Before requests that somebody answers. */
  readonly answerers: Rule;
}

function ruleOf(
  { schema, policy, role, granted, administrators, ownSide, answerers }: Ruled,
  type: GraphQLObjectType,
  name: string,
): Rule {
  if (isAdministration(type.name, name)) return administrators;
  if (isOfPersons(type.name, name)) {
    if (!isForRole(type.name, name, role)) return deny;
    return answersRequests(type.name, name) ? answerers : ownSide;
  }
  if (type === schema.getQueryType()) {
    if (name === 'me') return allow;
    if (name === idMappingRoot) return role.authentication.isRegistered ? granted : deny;
    return role.roots.includes(name) || role.matches.includes(name) ? granted : deny;
  }
  if (type === schema.getMutationType())
    return role.writes.includes(name) || role.requests.includes(name) ? granted : deny;
  const grant = role.types.get(type.name);
  if (grant === undefined) return policy.types.has(type.name) ? deny : allow;
  return name === 'id' || isVersion(grant, name) || hasField(grant.fields, name) ? allow : deny;
}

function isVersion({ isVersioned }: TypeGrant, name: string): boolean {
  return isVersioned && name === 'version';
}

function hasField(fields: ReadonlyMap<string, unknown>, name: string): boolean {
  if (fields.has(name)) return true;
  for (const path of fields.keys()) if (path.startsWith(`${name}.`)) return true;
  return false;
}

/** Removes the wrappers that decide nothing, field by field, and the maps that are left empty. */
function withoutAllow(
  generated: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
  rules: RuleMap,
): Record<string, Record<string, unknown>> {
  const kept: Record<string, Record<string, unknown>> = {};
  for (const [type, fields] of Object.entries(generated)) {
    const deciding = Object.entries(fields).filter(([name]) => rules[type]?.[name] !== allow);
    if (deciding.length > 0) kept[type] = Object.fromEntries(deciding);
  }
  return kept;
}

/** Judges a root by every coordinate asked below it, from the policy table and not from the plan. */
function grantedForPurpose(policy: CompiledPolicy, role: RolePolicy): Rule {
  const judged = new WeakMap<FieldNode, Map<string, boolean>>();
  return rule(`granted to ${role.role}`, { cache: 'no_cache' })(
    (_parent: unknown, _args: unknown, context: GatewayContext, info: GraphQLResolveInfo) => {
      const { caller } = context;
      if (caller.role !== role.role) return forbidden();
      const granted = info.fieldNodes.every((node) => {
        const byPurpose = judged.get(node) ?? new Map<string, boolean>();
        judged.set(node, byPurpose);
        const known = byPurpose.get(caller.purpose);
        if (known !== undefined) return known;
        const walk = new GrantWalk(policy, role, caller.purpose, info);
        const verdict = isGranted(walk, info, node);
        if (!walk.dependsOnVariables) byPurpose.set(caller.purpose, verdict);
        return verdict;
      });
      return granted ? true : forbidden();
    },
  );
}

function isGranted(walk: GrantWalk, info: GraphQLResolveInfo, node: FieldNode): boolean {
  if (!walk.mayAsk(info.parentType.name, info.fieldName)) return false;
  return walk.grantsBelow(getNamedType(info.returnType), node.selectionSet);
}

class GrantWalk {
  /** Whether @skip or @include had a say: the verdict is then of this request only. */
  dependsOnVariables = false;
  readonly #policy: CompiledPolicy;
  readonly #role: RolePolicy;
  readonly #purpose: string;
  readonly #fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  readonly #variables: GraphQLResolveInfo['variableValues'];
  readonly #schema: GraphQLSchema;

  constructor(policy: CompiledPolicy, role: RolePolicy, purpose: string, info: GraphQLResolveInfo) {
    this.#policy = policy;
    this.#role = role;
    this.#purpose = purpose;
    this.#fragments = info.fragments;
    this.#variables = info.variableValues;
    this.#schema = info.schema;
  }

  /**
   * What is asked of a field's value: of an interface or a union, of each of its types that are in the contract. Rules stand on
   * object types alone, because graphql-shield passes over those of any other.
   */
  grantsBelow(type: GraphQLNamedType, set: SelectionSetNode | undefined): boolean {
    if (set === undefined) return true;
    if (isObjectType(type)) return this.grants(type, '', type, set);
    if (!isAbstractType(type)) return true;
    return this.#schema
      .getPossibleTypes(type)
      .every((member) => this.grants(member, '', member, set) || this.#asksNothingOf(member, set));
  }

  /** A type that the purpose does not open has no rows; its key, which every row has, may be asked among others. */
  #asksNothingOf(type: GraphQLObjectType, set: SelectionSetNode): boolean {
    if (this.#role.types.get(type.name)?.visible.has(this.#purpose) === true) return false;
    return set.selections.every((selection) => {
      if (!this.#isIncluded(selection)) return true;
      if (selection.kind === Kind.FIELD) return selection.name.value === 'id' || selection.name.value.startsWith('__');
      const fragment = this.#fragmentOf(selection);
      return (
        fragment !== undefined && (!this.#applies(fragment, type) || this.#asksNothingOf(type, fragment.selectionSet))
      );
    });
  }

  #fragmentOf(
    selection: InlineFragmentNode | FragmentSpreadNode,
  ): InlineFragmentNode | FragmentDefinitionNode | undefined {
    return selection.kind === Kind.INLINE_FRAGMENT ? selection : this.#fragments[selection.name.value];
  }

  /** Whether a fragment is meant for rows of `type`. */
  #applies({ typeCondition }: InlineFragmentNode | FragmentDefinitionNode, type: GraphQLObjectType): boolean {
    const condition = typeCondition?.name.value;
    if (condition === undefined || condition === type.name) return true;
    const meant = this.#schema.getType(condition);
    return isAbstractType(meant) && this.#schema.isSubType(meant, type);
  }

  /** A match or a request shows no field below it: whether it is for the purpose is said of itself. */
  mayAsk(rootType: string, name: string): boolean {
    const asked = rootType === 'Query' ? this.#policy.matches.get(name) : this.#policy.requests.get(name);
    if (asked === undefined) return true;
    return asked.to.includes(this.#role.role) && asked.purposes.includes(this.#purpose);
  }

  /** `owner` is the granted type and `prefix` the path of the embedded object that `type` is read in. */
  grants(owner: GraphQLObjectType, prefix: string, type: GraphQLObjectType, set: SelectionSetNode): boolean {
    return set.selections.every((selection) => {
      if (!this.#isIncluded(selection)) return true;
      if (selection.kind === Kind.FIELD) return this.#grantsField(owner, prefix, type, selection);
      const fragment = this.#fragmentOf(selection);
      if (fragment === undefined) return false;
      return !this.#applies(fragment, type) || this.grants(owner, prefix, type, fragment.selectionSet);
    });
  }

  /** What is left out is not resolved, so nothing of it is asked. */
  #isIncluded(node: SelectionNode): boolean {
    if (node.directives === undefined || node.directives.length === 0) return true;
    this.dependsOnVariables = true;
    if (getDirectiveValues(GraphQLSkipDirective, node, this.#variables)?.['if'] === true) return false;
    return getDirectiveValues(GraphQLIncludeDirective, node, this.#variables)?.['if'] !== false;
  }

  #grantsField(owner: GraphQLObjectType, prefix: string, type: GraphQLObjectType, node: FieldNode): boolean {
    const name = node.name.value;
    if (name.startsWith('__')) return true;
    const field = type.getFields()[name];
    if (field === undefined) return false;
    const target = getNamedType(field.type);
    const isEmbedded = this.#isEmbedded(owner, prefix === '' ? name : `${prefix}.${name}`);
    if (isEmbedded) {
      invariant(isObjectType(target), 'an embedded field is of an object type');
      return (
        node.selectionSet !== undefined &&
        this.grants(owner, `${prefix === '' ? '' : `${prefix}.`}${name}`, target, node.selectionSet)
      );
    }
    if (!this.#mayRead(owner.name, prefix === '' ? name : `${prefix}.${name}`)) return false;
    return this.grantsBelow(target, node.selectionSet);
  }

  #isEmbedded(owner: GraphQLObjectType, path: string): boolean {
    return this.#policy.types.get(owner.name)?.fields.get(path)?.kind === 'embedded';
  }

  /** A type that the store does not know (a connection, a payload) is shape only: what it holds is judged. */
  #mayRead(typeName: string, path: string): boolean {
    const grant = this.#role.types.get(typeName);
    if (grant === undefined) return !this.#policy.types.has(typeName);
    if (path === 'id' || isVersion(grant, path)) return grant.visible.has(this.#purpose);
    return grant.fields.get(path)?.gates.has(this.#purpose) ?? false;
  }
}

function forbidden(): GraphQLError {
  return new GraphQLError('This is not granted.', { extensions: { code: 'FORBIDDEN', http: { status: 403 } } });
}
