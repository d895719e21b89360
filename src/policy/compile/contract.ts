/**
 * A role's contract: the schema of what it can ever read or write, and of nothing else. Types are made of its grants, so
 * what no grant leads to is not pruned: it was never there.
 */
import {
  getNamedType,
  getNullableType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLObjectType,
  GraphQLSchema,
  isListType,
  isObjectType,
  lexicographicSortSchema,
  printSchema,
  validateSchema,
} from 'graphql';
import type { GraphQLArgument, GraphQLField, GraphQLFieldConfigArgumentMap, GraphQLFieldMap } from 'graphql';
import { invariant } from '../../kernel/invariant.js';
import type {
  Approvable,
  Authentication,
  MatchModel,
  Party,
  RequestModel,
  RolePolicy,
  RootModel,
  TypeGrant,
  WriteModel,
} from '../compiled.js';
import { engineMutations, engineQueries } from '../engine.js';
import { isInAudience } from '../audience.js';
import type { Draft } from '../read/draft.js';
import { filterInputs, findInputs, inputWith } from './contractInputs.js';
import type { FieldConfig } from './contractTypes.js';
import { ContractTypes } from './contractTypes.js';

/** What a role's contract is made of. */
export interface ContractParts {
  readonly draft: Draft;
  readonly role: string;
  readonly party: Party;
  readonly authentication: Authentication;
  readonly approvables: readonly Approvable[];
  /** Types that its roots and payloads reach. */
  readonly grants: ReadonlyMap<string, TypeGrant>;
  readonly roots: readonly RootModel[];
  readonly writes: readonly WriteModel[];
  readonly matches: readonly MatchModel[];
  readonly requests: readonly RequestModel[];
  readonly answers: RolePolicy['answers'];
}

/** The contract as SDL, sorted, so that one policy prints one text. */
export function printContract(parts: ContractParts): string {
  const builder = new ContractBuilder(parts);
  const schema = new GraphQLSchema({ query: builder.query(), mutation: builder.mutation(), types: builder.types() });
  const [error] = validateSchema(schema);
  invariant(error === undefined, `the contract of ${parts.role} is a valid schema: ${error?.message ?? ''}`);
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}

class ContractBuilder {
  readonly #parts: ContractParts;
  readonly #types: ContractTypes;
  readonly #payloads = new Map<string, GraphQLObjectType>();

  constructor(parts: ContractParts) {
    this.#parts = parts;
    this.#types = new ContractTypes(parts.draft, parts.grants);
  }

  query(): GraphQLObjectType {
    const declared = fieldsOf(this.#parts.draft.schema.getQueryType());
    const fields = this.#engineFields(engineQueries, declared);
    for (const root of this.#parts.roots) {
      const field = fieldNamed(declared, root.name);
      fields[root.name] = { ...described(field), ...this.#root(root, field) };
    }
    for (const { name } of this.#parts.matches) fields[name] = asDeclared(fieldNamed(declared, name));
    return new GraphQLObjectType({ name: 'Query', fields });
  }

  mutation(): GraphQLObjectType | undefined {
    const { draft, writes, requests } = this.#parts;
    const declared = fieldsOf(draft.schema.getMutationType());
    const fields = this.#engineFields(engineMutations, declared);
    for (const write of writes) {
      const field = fieldNamed(declared, write.name);
      fields[write.name] = {
        ...described(field),
        args: argumentsOf(field.args),
        type: new GraphQLNonNull(this.#payload(write)),
      };
    }
    for (const { name } of requests) fields[name] = asDeclared(fieldNamed(declared, name));
    return Object.keys(fields).length === 0 ? undefined : new GraphQLObjectType({ name: 'Mutation', fields });
  }

  /** GraphQL finds no types by an interface: they are named. */
  types(): readonly GraphQLObjectType[] {
    return [...this.#parts.grants.keys()].map((name) => this.#types.object(name));
  }

  #engineFields(roots: typeof engineQueries, declared: GraphQLFieldMap<unknown, unknown>): Record<string, FieldConfig> {
    const open = [...roots].filter(([, { audience }]) => isInAudience(audience, this.#parts));
    return Object.fromEntries(
      open.map(([name, { isPaged }]) => {
        const field = fieldNamed(declared, name);
        return [name, isPaged ? this.#page(field) : asDeclared(field)];
      }),
    );
  }

  #page(field: GraphQLField<unknown, unknown>): FieldConfig {
    const type = getNamedType(field.type);
    invariant(isObjectType(type), `${field.name} lists objects`);
    return {
      ...described(field),
      type: new GraphQLNonNull(this.#types.connection(type.name, type)),
      args: { ...this.#types.pageArguments(), ...argumentsOf(field.args) },
    };
  }

  #root(root: RootModel, field: GraphQLField<unknown, unknown>): FieldConfig {
    switch (root.kind) {
      case 'NODE':
        return { type: this.#types.output(root.type), args: argumentsOf(field.args) };
      case 'FIND':
        return { type: this.#types.object(root.type), args: this.#findArguments(root, field) };
      case 'LIST':
        return {
          type: new GraphQLNonNull(this.#types.connection(root.type)),
          args: { ...this.#types.pageArguments(), ...this.#listArguments(root, field) },
        };
    }
  }

  #findArguments(root: RootModel, field: GraphQLField<unknown, unknown>): GraphQLFieldConfigArgumentMap {
    const argument = argumentNamed(field, root.find?.argument);
    const type = new GraphQLNonNull(inputWith(argument, findInputs(root, this.#grantOf(root.type))));
    return { [argument.name]: { type, description: argument.description } };
  }

  #listArguments(root: RootModel, field: GraphQLField<unknown, unknown>): GraphQLFieldConfigArgumentMap {
    const own = argumentsOf(field.args.filter(({ name }) => name === 'changedSince'));
    const inputs = filterInputs(root, this.#grantOf(root.type));
    if (inputs.length === 0) return own;
    const argument = argumentNamed(field, root.filter?.argument);
    const { description, deprecationReason } = argument;
    return { ...own, [argument.name]: { type: inputWith(argument, inputs), description, deprecationReason } };
  }

  #payload(write: WriteModel): GraphQLObjectType {
    const made = this.#payloads.get(write.payload) ?? this.#newPayload(write);
    this.#payloads.set(write.payload, made);
    return made;
  }

  /** The row is in the payload only of a role that reads its type. */
  #newPayload(write: WriteModel): GraphQLObjectType {
    const type = this.#parts.draft.schema.getType(write.payload);
    invariant(isObjectType(type), `${write.payload} is an object`);
    const fields: Record<string, FieldConfig> = {};
    for (const field of Object.values(type.getFields())) {
      if (field.name !== write.payloadField?.name) fields[field.name] = { ...described(field), type: field.type };
      else if (this.#parts.grants.has(write.payloadField.type))
        fields[field.name] = { ...described(field), type: this.#row(field) };
    }
    return new GraphQLObjectType({ name: type.name, description: type.description, fields });
  }

  #row(field: GraphQLField<unknown, unknown>): FieldConfig['type'] {
    const row = this.#types.object(getNamedType(field.type).name);
    return isListType(getNullableType(field.type)) ? new GraphQLList(new GraphQLNonNull(row)) : row;
  }

  #grantOf(type: string): TypeGrant {
    const grant = this.#parts.grants.get(type);
    invariant(grant, `${type} is granted to ${this.#parts.role}`);
    return grant;
  }
}

/** What names a person is whole or not there: nothing of its arguments is pruned. */
function asDeclared(field: GraphQLField<unknown, unknown>): FieldConfig {
  return { ...described(field), type: field.type, args: argumentsOf(field.args) };
}

function fieldNamed(declared: GraphQLFieldMap<unknown, unknown>, name: string): GraphQLField<unknown, unknown> {
  const field = declared[name];
  invariant(field, `${name} is declared`);
  return field;
}

function argumentNamed(field: GraphQLField<unknown, unknown>, argument: string | undefined): GraphQLArgument {
  const found = field.args.find(({ name }) => name === argument);
  invariant(found, `${field.name} has an argument that compares`);
  return found;
}

function fieldsOf(root: GraphQLObjectType | null | undefined): GraphQLFieldMap<unknown, unknown> {
  invariant(root, 'the engine has roots of its own');
  return root.getFields();
}

function described(field: GraphQLField<unknown, unknown>): Pick<FieldConfig, 'description' | 'deprecationReason'> {
  return { description: field.description, deprecationReason: field.deprecationReason };
}

function argumentsOf(declared: readonly GraphQLArgument[]): GraphQLFieldConfigArgumentMap {
  return Object.fromEntries(
    declared.map(({ name, type, description, defaultValue, deprecationReason }) => [
      name,
      { type, description, defaultValue, deprecationReason },
    ]),
  );
}
