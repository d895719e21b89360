import { describe, expect, it } from 'vitest';
import type { Edit } from '../harness.js';
import { compiled, definitionIn, edited, problemsOf, refuses, roleOf } from '../harness.js';
import { permits } from '../lawful.js';

const before = (text: string): Edit => ['enum LeaseStatus', `${text}\n\nenum LeaseStatus`];
const sited = before('interface Sited { id: ID! building: Building status: LeaseStatus startedOn: Date }');
const lease: Edit = ['type Lease\n', 'type Lease implements Sited\n'];
const root = (field: string): Edit => ['  buildings: [Building!]', `  ${field}\n  buildings: [Building!]`];

const onType = 'Write a list of it on a type with a table, or a field for each of its types.';
const onQuery = 'Write one nullable row with @root(kind: NODE) and `id: ID!`, or a root for each of its types.';

permits([
  [
    'a list may be of several types',
    before('union Any = Lease | Mandate'),
    [
      '  address: Address @embedded(prefix: "address_")',
      '  papers: [Any!]\n  address: Address @embedded(prefix: "address_")',
    ],
  ],
  [
    'one row of several types may be asked by its id',
    before('union Any = Lease | Tenant'),
    root('any(id: ID!): Any @root(kind: NODE)'),
  ],
  [
    'an interface may hold relations and lists',
    before('interface Let { id: ID! name: String! leases: [Lease!] }'),
    ['type Building @entity', 'type Building implements Let @entity'],
  ],
]);

refuses([
  {
    title: 'the key of an interface is never null',
    edits: [before('interface Named { id: ID }'), ['type Agency', 'type Agency implements Named']],
    code: 'NOT_SUPPORTED_YET',
    at: 'interface ‸Named',
    message: 'Named, which has no id, is not supported yet.',
  },
  {
    title: 'a field of an interface takes no arguments',
    edits: [
      before('interface Let { id: ID! name(of: Int): String }'),
      ['type Agency', 'type Agency implements Let'],
      ['  name: String! @disclose', '  name(of: Int): String! @disclose'],
    ],
    code: 'NOT_SUPPORTED_YET',
    at: '‸name(of: Int): String }',
    message: 'Let.name of String is not supported yet.',
    also: ['FIELD_SHAPE'],
  },
  {
    title: 'an embedded object holds no rows of several types',
    edits: [before('union Any = Lease | Agency'), ['type Address {', 'type Address {\n  things: [Any!]']],
    code: 'NOT_SUPPORTED_YET',
    at: '‸things: [Any!]',
    message: '[Any!] at Address.things is not supported yet.',
    remedy: onType,
    also: ['FIELD_SHAPE'],
  },
  {
    title: 'one row at the root is a NODE',
    edits: [before('union Any = Lease | Agency'), root('any(id: ID!): Any @root(kind: LIST)')],
    code: 'NOT_SUPPORTED_YET',
    at: '‸any(id: ID!)',
    message: 'Any at Query.any is not supported yet.',
    remedy: onQuery,
    also: ['ROOT_SHAPE'],
  },
  {
    title: 'one row at the root is one',
    edits: [before('union Any = Lease | Agency'), root('any(id: ID!): [Any!] @root(kind: NODE)')],
    code: 'NOT_SUPPORTED_YET',
    at: '‸any(id: ID!)',
    message: '[Any!] at Query.any is not supported yet.',
    remedy: onQuery,
  },
  {
    title: 'one row at the root says what it is',
    edits: [before('union Any = Lease | Agency'), root('any(id: ID!): Any')],
    code: 'NOT_SUPPORTED_YET',
    at: '‸any(id: ID!)',
    message: 'Any at Query.any is not supported yet.',
    remedy: onQuery,
    also: ['ROOT_UNDECLARED'],
  },
  {
    title: 'one row at the root is asked by its id, not by a key of another name',
    edits: [before('union Any = Lease | Agency'), root('any(key: ID!): Any @root(kind: NODE)')],
    code: 'NOT_SUPPORTED_YET',
    at: '‸any(key: ID!)',
    message: 'Any at Query.any is not supported yet.',
    remedy: onQuery,
    also: ['ROOT_SHAPE'],
  },
  {
    title: 'an interface has types',
    edits: [before('interface Named { id: ID! }')],
    code: 'NOT_SUPPORTED_YET',
    at: 'interface ‸Named',
    message: 'Named, which has no type, is not supported yet.',
  },
  {
    title: 'an interface has the key of its rows',
    edits: [before('interface Named { name: String }'), ['type Agency', 'type Agency implements Named']],
    code: 'NOT_SUPPORTED_YET',
    at: 'interface ‸Named',
    message: 'Named, which has no id, is not supported yet.',
  },
  {
    title: 'an interface is of types with a table',
    edits: [before('interface Placed { id: ID! }'), ['type Address {', 'type Address implements Placed {\n  id: ID!']],
    code: 'NOT_SUPPORTED_YET',
    at: 'interface ‸Placed',
    message: 'Placed of Address, which has no table, is not supported yet.',
    also: ['FIELD_SHAPE'],
  },
  {
    title: 'a union is of types with a table',
    edits: [before('union Some = Tenant | Address')],
    code: 'NOT_SUPPORTED_YET',
    at: 'union ‸Some',
    message: 'Some of Address, which has no table, is not supported yet.',
  },
  {
    title: 'an interface holds no embedded object',
    edits: [
      before('interface Placed { id: ID! address: Address }'),
      ['type Building @entity', 'type Building implements Placed @entity'],
    ],
    code: 'NOT_SUPPORTED_YET',
    at: '‸address: Address }',
    message: 'Placed.address of Address is not supported yet.',
  },
  {
    title: 'a field of an interface has one type',
    edits: [before('union Any = Building | Agency\n\ninterface Sited { id: ID! building: Any }'), lease],
    code: 'NOT_SUPPORTED_YET',
    at: '‸building: Any',
    message: 'Sited.building of Any is not supported yet.',
  },
  {
    title: 'a right stands on the types of an interface, never on itself',
    edits: [before('interface Sited { id: ID! building: Building @disclose(to: [TENANT], for: [OWN_FILE]) }'), lease],
    code: 'DIRECTIVE_MISPLACED',
    at: '‸@disclose(to: [TENANT], for: [OWN_FILE]) }',
    message: '@disclose says nothing here.',
  },
  {
    title: 'a relation leads to one type',
    edits: [before('union Any = Building | Agency'), ['  agency: Agency\n', '  agency: Agency\n  about: Any\n']],
    code: 'NOT_SUPPORTED_YET',
    at: '‸about: Any',
    message: 'Any at Lease.about is not supported yet.',
    remedy: onType,
  },
  {
    title: 'a list at the root is of one type',
    edits: [before('union Any = Building | Agency'), root('all: [Any!] @root(kind: LIST)')],
    code: 'NOT_SUPPORTED_YET',
    at: '‸all: [Any!]',
    message: '[Any!] at Query.all is not supported yet.',
  },
  {
    title: 'one row without an id is of one type',
    edits: [before('union Any = Building | Tenant'), root('own: Any @root(kind: NODE)')],
    code: 'NOT_SUPPORTED_YET',
    at: '‸own: Any',
    message: 'Any at Query.own is not supported yet.',
    remedy: onQuery,
  },
  {
    title: 'a row of several types may be absent too',
    edits: [before('union Any = Building | Tenant'), root('any(id: ID!): Any! @root(kind: NODE)')],
    code: 'ROOT_SHAPE',
    at: '‸any(id: ID!)',
    message: 'Query.any is never null.',
  },
  {
    title: 'a payload is of the written type',
    edits: [
      before('union Any = Lease | Tenant'),
      [
        'type EndLeasePayload {\n  errors: [RowError!]!\n  lease: Lease',
        'type EndLeasePayload {\n  errors: [RowError!]!\n  lease: Any',
      ],
    ],
    code: 'NOT_SUPPORTED_YET',
    at: '‸lease: Any',
    message: 'Any at EndLeasePayload.lease is not supported yet.',
    also: ['PAYLOAD_SHAPE'],
  },
  {
    title: 'every type of a list points back',
    edits: [
      before('union Any = Lease | Agency'),
      [
        '  leases: [Lease!]\n    @disclose(to: [MANAGER]',
        '  anything: [Any!]\n  leases: [Lease!]\n    @disclose(to: [MANAGER]',
      ],
    ],
    code: 'LIST_WITHOUT_COLUMN',
    at: '‸anything: [Any!]',
    message: 'Tenant.anything lists Agency, which has no relation to Tenant.',
  },
]);

describe('a contract', () => {
  const agency = before('interface Sited { id: ID! building: Building startedOn: Date offeredOn: Date }');

  it('holds of an interface what its role reads on every type that it has', () => {
    const policy = compiled(agency, lease);
    expect(definitionIn(roleOf(policy, 'AGENCY').contract, 'Sited')).toBe('');
    expect(roleOf(policy, 'AGENCY').contract).toContain('type Lease implements Sited {');
    expect(interfaceIn(roleOf(policy, 'MANAGER').contract, 'Sited')).toEqual([
      'building: Building',
      'id: ID!',
      'startedOn: Date',
    ]);
    expect(interfaceIn(roleOf(policy, 'AGENCY').contract, 'Sited')).toEqual([
      'building: Building',
      'id: ID!',
      'offeredOn: Date',
      'startedOn: Date',
    ]);
    expect(roleOf(policy, 'TENANT').contract).not.toContain('Sited');
  });

  it('holds of a union the types that its role reads, and no root of one of which it reads none', () => {
    const policy = compiled(before('union Any = Lease | Mandate'), root('any(id: ID!): Any @root(kind: NODE)'));
    expect(roleOf(policy, 'AGENCY').contract).toContain('union Any = Lease\n');
    for (const role of ['MANAGER', 'AGENCY']) expect(roleOf(policy, role).contract).not.toContain('Mandate ');
    expect(roleOf(policy, 'TENANT').contract).not.toMatch(/Any|any\(/);
  });

  it('needs no interface to be asked for: without one the laws are silent', () => {
    expect(problemsOf(edited(sited, lease))).toEqual([]);
  });
});

function interfaceIn(contract: string, name: string): readonly string[] {
  const plain = contract.replaceAll(/"""[\s\S]*?"""\n?/g, '');
  const found = new RegExp(`^interface ${name} \\{([^}]*)\\}`, 'm').exec(plain);
  return (found?.[1] ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
