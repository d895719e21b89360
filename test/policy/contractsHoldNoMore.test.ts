/**
 * Deny by default down to the last word: every type, field, argument, input field, enum and directive of every contract is led to
 * from something that its role is granted. The reading here is its own and shares nothing with the printer of contracts.
 */
import {
  buildSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedDirective,
  isSpecifiedScalarType,
  isUnionType,
} from 'graphql';
import type { GraphQLInputObjectType, GraphQLNamedType, GraphQLSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { Precision } from '../../src/kernel/precision.js';
import type { CompiledPolicy, RolePolicy, TypeGrant } from '../../src/policy/compiled.js';
import { isInAudience } from '../../src/policy/audience.js';
import { engineMutations, engineQueries } from '../../src/policy/engine.js';
import { libraryFolder } from '../disclosure/writeDesk.js';
import { compiled, rentalFolder, storeFolder } from '../support/policies.js';

const contracts = [storeFolder, rentalFolder, libraryFolder].flatMap((folder) => {
  const policy = compiled(folder);
  return [...policy.roles.values()].map((role) => ({ policy, role, schema: buildSchema(role.contract) }));
});

describe.each(contracts)('the contract of $role.role', ({ policy, role, schema }) => {
  it('holds no type, enum or input that nothing leads to, and no directive of the vocabulary', () => {
    expect(strays(schema)).toEqual([]);
    expect(schema.getDirectives().filter((directive) => !isSpecifiedDirective(directive))).toEqual([]);
  });

  it('holds of the store’s types what is granted, and nothing else', () => {
    for (const type of Object.values(schema.getTypeMap())) {
      if (!isObjectType(type) || !policy.types.has(type.name)) continue;
      const grant = role.types.get(type.name);
      const extra = Object.keys(type.getFields()).filter((name) => !isGranted(grant, name));
      expect([type.name, extra]).toEqual([type.name, []]);
    }
  });

  it('holds each rung as a field of its own, of the type that the rung gives', () => {
    for (const [name, { fields }] of role.types) {
      const shown = schema.getType(name);
      const model = policy.types.get(name);
      for (const grant of fields.values()) {
        const field = model?.fields.get(grant.path);
        if (field?.kind !== 'value') continue;
        const exact = grant.path.split('.').at(-1) ?? '';
        const [owner = '', member] = grant.name.split('.');
        const holder =
          member === undefined ? shown : getNamedType(isObjectType(shown) ? shown.getFields()[owner]?.type : undefined);
        const definition = isObjectType(holder) ? holder.getFields()[member ?? owner] : undefined;
        expect(definition?.name).toBe(exact + rungs[grant.precision].suffix);
        expect(getNamedType(definition?.type)?.name).toBe(rungs[grant.precision].type ?? field.typeName);
      }
    }
  });

  it('holds of interfaces what all their types show alike, and of unions only such types', () => {
    for (const type of Object.values(schema.getTypeMap())) {
      if (isUnionType(type)) expect(type.getTypes().filter(({ name }) => !role.types.has(name))).toEqual([]);
      if (!isInterfaceType(type)) continue;
      for (const { name } of schema.getPossibleTypes(type)) {
        const fields = Object.keys(type.getFields()).filter((field) => !isGranted(role.types.get(name), field));
        expect([type.name, name, fields]).toEqual([type.name, name, []]);
      }
    }
  });

  it('asks by no root, argument or input field that the role may not', () => {
    const { own, allowed } = queriesOf(policy, role);
    for (const field of Object.values(schema.getQueryType()?.getFields() ?? {})) {
      expect(allowed).toContain(field.name);
      const root = own.get(field.name);
      if (root === undefined) continue;
      const taken = {
        NODE: ['id'],
        LIST: ['first', 'after', 'changedSince', root.filter?.argument ?? ''],
        FIND: [root.find?.argument ?? ''],
      };
      for (const argument of field.args) {
        expect(taken[root.kind]).toContain(argument.name);
        const input = getNamedType(argument.type);
        if (!isInputObjectType(input)) continue;
        const compares = root.filter?.compares ?? root.find?.sets ?? new Map<string, string>();
        const paths = Object.keys(input.getFields()).map((name) => compares.get(name) ?? '');
        expect(paths.filter((path) => !readsExactly(role.types.get(root.type), path))).toEqual([]);
        if (root.find !== undefined) expect(isCovered(role.types.get(root.type), root.by, paths)).toBe(true);
      }
    }
  });

  it('sets by no mutation, argument or input field what no step of the role sets', () => {
    for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
      const request = policy.requests.get(field.name);
      if (request !== undefined) {
        const brought = new Set([...request.named, ...request.brought].map(({ argument }) => argument));
        expect([field.name, request.to]).toEqual([field.name, expect.arrayContaining([role.role])]);
        expect(field.args.map(({ name }) => name).filter((name) => !brought.has(name))).toEqual([]);
        continue;
      }
      const write = policy.writes.get(field.name);
      if (write === undefined) {
        expect(isOpenTo(engineMutations, role, field.name)).toBe(true);
        continue;
      }
      if (write.opens !== undefined) {
        expect([field.name, write.opens.to.includes(role.role)]).toEqual([field.name, true]);
        const brought = new Set([...write.opens.brings.values(), 'reason']);
        expect(field.args.map(({ name }) => name).filter((name) => !brought.has(name))).toEqual([]);
        continue;
      }
      const steps = write.steps.filter(({ to }) => to.includes(role.role));
      expect([field.name, steps.length > 0]).toEqual([field.name, true]);
      const types = new Set(steps.map(({ type }) => type));
      for (const { args, name } of [field]) {
        const inputs = args.flatMap(({ name: argument, type }) => {
          const named = getNamedType(type);
          return isInputObjectType(named) ? leavesOf(named).map((path) => [argument, path]) : [[argument, argument]];
        });
        const strangers = inputs.filter(([argument, path]) => {
          const given = write.arguments.find((each) => each.name === argument);
          if (given?.role === 'key') return false;
          return given?.fields.some((each) => each.name === path && types.has(each.writes)) !== true;
        });
        expect([name, strangers]).toEqual([name, []]);
      }
    }
  });
});

describe('this reading', () => {
  it('meets every rung of the ladder in one of the stores', () => {
    const met = contracts.flatMap(({ role }) =>
      [...role.types.values()].flatMap(({ fields }) => [...fields.values()].map(({ precision }) => precision)),
    );
    expect([...new Set(met)].toSorted()).toEqual(Object.keys(rungs).toSorted());
  });

  it('finds a type, an enum and an input that nothing leads to', () => {
    const [first] = contracts;
    const more =
      'enum Stray { A }\ninput StrayInput { a: Stray }\ntype StrayType { a: Int }\nunion StrayUnion = StrayType';
    expect(strays(buildSchema(`${first?.role.contract ?? ''}\n${more}`))).toEqual([
      'Stray',
      'StrayInput',
      'StrayType',
      'StrayUnion',
    ]);
  });

  it('sees enums at all: each store has some that not every role has', () => {
    for (const folder of [storeFolder, rentalFolder, libraryFolder]) {
      const { types, roles } = compiled(folder);
      const fields = [...types.values()].flatMap(({ fields: own }) => [...own.values()]);
      const enums = new Set(
        fields.flatMap((field) => (field.kind === 'value' && field.scalar === 'Enum' ? [field.typeName] : [])),
      );
      const shown = [...roles.values()].map(({ contract }) =>
        enumsIn(buildSchema(contract)).filter((name) => enums.has(name)),
      );
      expect(enums.size).toBeGreaterThan(0);
      expect(shown.some((names) => names.length < enums.size)).toBe(true);
      expect(new Set(shown.flat())).toEqual(enums);
    }
  });
});

/** The ladder as users know it: what each rung adds to the name, and its type in GraphQL; an exact value has its own. */
const rungs: Readonly<Record<Precision, { readonly suffix: string; readonly type?: string }>> = {
  EXACT: { suffix: '' },
  INITIAL: { suffix: 'Initial', type: 'String' },
  YEAR: { suffix: 'Year', type: 'Int' },
  AGE_BAND: { suffix: 'AgeBand', type: 'String' },
  POSTCODE_AREA: { suffix: 'PostcodeArea', type: 'String' },
  MASKED: { suffix: 'Masked', type: 'String' },
  LAST2: { suffix: 'Last2', type: 'String' },
  PSEUDONYM: { suffix: 'Pseudonym', type: 'String' },
  PRESENCE: { suffix: 'Presence', type: 'Boolean' },
};

function enumsIn(schema: GraphQLSchema): readonly string[] {
  return Object.values(schema.getTypeMap())
    .filter(isEnumType)
    .map(({ name }) => name);
}

/** Names of what the schema holds and nothing leads to from its roots. */
function strays(schema: GraphQLSchema): readonly string[] {
  const reached = new Set<GraphQLNamedType>();
  const waiting: GraphQLNamedType[] = [schema.getQueryType(), schema.getMutationType()].filter(
    (type) => type !== undefined && type !== null,
  );
  for (let type = waiting.pop(); type !== undefined; type = waiting.pop()) {
    if (reached.has(type)) continue;
    reached.add(type);
    waiting.push(...namedBelow(schema, type));
  }
  return Object.values(schema.getTypeMap())
    .filter((type) => !reached.has(type) && !isIntrospectionType(type) && !isSpecifiedScalarType(type))
    .map(({ name }) => name)
    .toSorted();
}

function namedBelow(schema: GraphQLSchema, type: GraphQLNamedType): readonly GraphQLNamedType[] {
  if (isUnionType(type)) return type.getTypes();
  if (isInputObjectType(type)) return Object.values(type.getFields()).map((field) => getNamedType(field.type));
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  const fields = Object.values(type.getFields());
  return [
    ...fields.flatMap((field) => [
      getNamedType(field.type),
      ...field.args.map((argument) => getNamedType(argument.type)),
    ]),
    ...type.getInterfaces(),
    ...(isInterfaceType(type) ? schema.getPossibleTypes(type) : []),
  ];
}

function isGranted(grant: TypeGrant | undefined, name: string): boolean {
  if (grant === undefined) return false;
  return name === 'id' || (name === 'version' && grant.isVersioned) || grant.fields.has(name);
}

function readsExactly(grant: TypeGrant | undefined, path: string): boolean {
  return grant?.fields.get(path)?.precision === 'EXACT';
}

/** Each field is of a set that the role reads whole. */
function isCovered(
  grant: TypeGrant | undefined,
  by: readonly (readonly string[])[],
  paths: readonly string[],
): boolean {
  const whole = by.filter((set) => set.every((path) => readsExactly(grant, path)));
  return paths.every((path) => whole.some((set) => set.includes(path)));
}

function queriesOf(
  policy: CompiledPolicy,
  role: RolePolicy,
): { readonly own: CompiledPolicy['roots']; readonly allowed: readonly string[] } {
  const own = new Map([...policy.roots].filter(([, { members }]) => members.some((member) => role.types.has(member))));
  return {
    own,
    allowed: [
      ...own.keys(),
      ...[...policy.matches.values()].filter(({ to }) => to.includes(role.role)).map(({ name }) => name),
      ...[...engineQueries.keys()].filter((name) => isOpenTo(engineQueries, role, name)),
    ],
  };
}

function isOpenTo(roots: typeof engineQueries, role: RolePolicy, name: string): boolean {
  const root = roots.get(name);
  return root !== undefined && isInAudience(root.audience, role);
}

function leavesOf(input: GraphQLInputObjectType, prefix = ''): readonly string[] {
  return Object.values(input.getFields()).flatMap(({ name, type }) => {
    const inner = getNamedType(type);
    return isInputObjectType(inner) ? leavesOf(inner, `${prefix}${name}.`) : [prefix + name];
  });
}
