import { buildSchema, validateSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { contractsOf } from '../../src/policy/contracts.js';
import type { Edit } from './harness.js';
import { compiled, definitionIn, roleOf } from './harness.js';

function contractOf(role: string, ...edits: readonly Edit[]): string {
  return roleOf(compiled(...edits), role).contract;
}

describe('a contract', () => {
  test('holds just what the role is granted, nullable and described', () => {
    expect(definitionIn(contractOf('AGENCY'), 'Tenant')).toBe(
      'type Tenant { address: TenantAddress birthDateAgeBand: String birthDateYear: Int birthName: String email: Email id: ID! leases( after: String first: Int! ): LeaseConnection numberPseudonym: String }',
    );
    expect(contractOf('AGENCY')).toContain('"""The name at birth: agencies address the tenant by it."""');
    expect(contractOf('AGENCY')).toContain(
      'The age band only, by year of birth.\n  \n  The birth date: agencies need no more than the band.',
    );
  });

  test('names nothing that another role reads', () => {
    const contract = contractOf('AGENCY');
    for (const word of [
      'NationalNumber',
      'stepless',
      'FindTenant',
      'myself',
      'RegisterTenant',
      'Mandate',
      'PartialDate',
      'registeredOn',
      'Agency',
      'HEALTH',
    ]) {
      expect(contract).not.toMatch(new RegExp(`\\b${word}\\b`));
    }
  });

  test('is a schema that builds, for every role', () => {
    for (const { contract } of compiled().roles.values()) expect(validateSchema(buildSchema(contract))).toEqual([]);
  });

  test('is the same text for the same policy, in whatever order its types are written', () => {
    const moved = contractOf('AGENCY', [
      '"A firm that finds tenants."',
      '"Stands first."\ntype Shed @entity(table: "shed") { id: ID! }\n\n"A firm that finds tenants."',
    ]);
    expect(moved).toBe(contractOf('AGENCY'));
  });

  test('carries no directive: it says what there is, not why', () => {
    expect(contractOf('MANAGER')).not.toMatch(/@(?!deprecated)\w/);
  });

  test('carries a deprecation', () => {
    expect(
      contractOf('AGENCY', [
        'buildings: [Building!] @root(kind: LIST)',
        'buildings: [Building!] @root(kind: LIST) @deprecated(reason: "Ask for leases.")',
      ]),
    ).toContain('@deprecated(reason: "Ask for leases.")');
  });

  test.each([
    ['INITIAL', 'birthName', 'birthNameInitial: String'],
    ['MASKED', 'birthName', 'birthNameMasked: String'],
    ['LAST2', 'birthName', 'birthNameLast2: String'],
    ['PSEUDONYM', 'birthName', 'birthNamePseudonym: String'],
    ['PRESENCE', 'birthName', 'birthNamePresence: Boolean'],
  ])('gives %s as a sibling with a type of its own', (rung, _field, definition) => {
    const contract = contractOf('TENANT', [
      '@disclose(to: [TENANT], for: [OWN_FILE], through: ["self"], within: "PT0S")\n  "The birth',
      `@disclose(to: [TENANT], for: [OWN_FILE], through: ["self"], as: ${rung}, within: "PT0S")\n  "The birth`,
    ]);
    expect(definitionIn(contract, 'Tenant')).toContain(definition);
    expect(definitionIn(contract, 'Tenant')).not.toContain('birthName: ');
  });

  test("keeps what an entity promises and takes what a person's row does not", () => {
    expect(definitionIn(contractOf('AGENCY'), 'Building')).toContain('name: String!');
    expect(definitionIn(contractOf('AGENCY'), 'Lease')).toContain(
      'building: Building offeredOn'.replace(' offeredOn', ''),
    );
    expect(definitionIn(contractOf('AGENCY'), 'Lease')).not.toContain('building: Building!');
  });

  test('leaves the id out of a type that has none', () => {
    const contract = contractOf('AGENCY', [
      'type Building @entity(table: "building") @disclose(to: [MANAGER, AGENCY], for: [MANAGEMENT, LETTING]) {\n  id: ID!',
      'type Building @entity(table: "building") @disclose(to: [MANAGER, AGENCY], for: [MANAGEMENT, LETTING]) {',
    ]);
    expect(definitionIn(contract, 'Building')).not.toContain('id:');
  });
});

describe('an embedded object', () => {
  test('that its owners show alike has one name', () => {
    const contract = contractOf('MANAGER');
    expect(definitionIn(contract, 'Address')).toBe('type Address { line: String postcode: PostalCode }');
    expect(contract).not.toContain('TenantAddress');
  });

  test('that its owners show differently is told apart', () => {
    const contract = contractOf('AGENCY');
    expect(definitionIn(contract, 'TenantAddress')).toBe('type TenantAddress { postcodePostcodeArea: String }');
    expect(definitionIn(contract, 'BuildingAddress')).toBe(
      'type BuildingAddress { line: String postcode: PostalCode }',
    );
    expect(contract).not.toMatch(/\bAddress\b/);
  });
});

describe('a root', () => {
  test('of a list takes a page, whose size is compulsory', () => {
    const query = definitionIn(contractOf('AGENCY'), 'Query');
    expect(query).toContain('buildings( after: String first: Int! ): BuildingConnection!');
    const contract = contractOf('AGENCY');
    expect(definitionIn(contract, 'BuildingConnection')).toBe(
      'type BuildingConnection { edges: [BuildingEdge!]! nodes: [Building!]! pageInfo: PageInfo! }',
    );
    expect(definitionIn(contract, 'BuildingEdge')).toBe('type BuildingEdge { cursor: String! node: Building! }');
    expect(definitionIn(contract, 'PageInfo')).toBe('type PageInfo { endCursor: String hasNextPage: Boolean! }');
  });

  test('filters by what the role reads exactly', () => {
    expect(definitionIn(contractOf('AGENCY'), 'LeaseFilter')).toBe(
      'input LeaseFilter { building: ID status: LeaseStatus }',
    );
    expect(definitionIn(contractOf('MANAGER'), 'LeaseFilter')).toBe('input LeaseFilter { building: ID }');
  });

  test('loses a filter of which the role reads nothing', () => {
    expect(definitionIn(contractOf('AGENCY'), 'Query')).toContain(
      'tenants( after: String changedSince: DateTime first: Int! ): TenantConnection!',
    );
    expect(contractOf('AGENCY')).not.toContain('TenantFilter');
  });

  test("of the own row is only its person's", () => {
    expect(definitionIn(contractOf('TENANT'), 'Query')).toContain('myself: Tenant');
    expect(definitionIn(contractOf('MANAGER'), 'Query')).not.toContain('myself');
  });

  test('of a FIND takes the sets of which the role reads all exactly, for one purpose', () => {
    expect(definitionIn(contractOf('MANAGER'), 'FindTenant')).toBe(
      'input FindTenant { birthDate: PartialDate birthName: String number: NationalNumber }',
    );
    expect(definitionIn(contractOf('AGENCY'), 'Query')).not.toContain('findTenant');
    const narrowed = contractOf('MANAGER', [
      '@disclose(to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"], within: "PT0S")\n    @disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], as: AGE_BAND',
      '@disclose(to: [MANAGER], for: [LETTING], through: ["portfolio"], within: "PT0S")\n    @disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], as: AGE_BAND',
    ]);
    expect(definitionIn(narrowed, 'FindTenant')).toBe('input FindTenant { birthName: String number: NationalNumber }');
  });

  test('tells every role who it is', () => {
    for (const { contract } of compiled().roles.values()) {
      expect(definitionIn(contract, 'Query')).toContain('me: Caller!');
      expect(definitionIn(contract, 'Caller')).toContain('role: String!');
    }
  });
});

describe('the accounts of an organisation', () => {
  test('are in the contract of each role whose accounts stand in the register', () => {
    for (const role of ['AGENCY', 'MANAGER']) {
      expect(definitionIn(contractOf(role), 'Query')).toContain(
        'accounts( after: String first: Int! ): RegisteredAccountConnection!',
      );
      for (const change of [
        'createAccount(account: NewAccount!): RegisteredAccount',
        'approveAccount(account: String!): RegisteredAccount',
        'closeAccount(account: String!): RegisteredAccount',
        'stopAccount(account: String!, reason: String!): RegisteredAccount',
        'reinstateAccount(account: String!): RegisteredAccount',
      ])
        expect(definitionIn(contractOf(role), 'Mutation')).toContain(change);
    }
  });

  test("are in no contract of a person's own", () => {
    expect(contractOf('TENANT')).not.toMatch(/RegisteredAccount|NewAccount|accounts\(/);
  });

  test('are told by ids and dates alone', () => {
    expect(definitionIn(contractOf('AGENCY'), 'RegisteredAccount')).toBe(
      'type RegisteredAccount { application: String approvedBy: String createdAt: DateTime! createdBy: String! id: String! isAdministrator: Boolean! kind: CallerKind! lastSeenOn: Date state: RegisteredAccountState! unit: String }',
    );
  });
});

describe('a mutation', () => {
  test('is in the contracts of the roles that its @write names', () => {
    const mutation = definitionIn(contractOf('AGENCY'), 'Mutation');
    expect(mutation).toContain('endLease(endedOn: Date!, id: ID!): EndLeasePayload!');
    expect(mutation).toContain('startLeases(building: ID!, key: String!, rows: [StartLease!]!): StartLeasesPayload!');
    expect(mutation).not.toContain('registerTenant');
    expect(contractOf('TENANT')).not.toContain('Mutation');
  });

  test('gives the row back to who reads its type', () => {
    expect(definitionIn(contractOf('AGENCY'), 'EndLeasePayload')).toBe(
      'type EndLeasePayload { errors: [RowError!]! lease: Lease }',
    );
  });

  test('gives no row back to who does not', () => {
    const contract = contractOf(
      'TENANT',
      ['value: "OVER", from: ["OFFERED", "RUNNING"]', 'value: "OVER"'],
      [
        '@write(kind: END, type: "Lease", to: [AGENCY], for: [LETTING], through: ["lodger"])',
        '@write(kind: END, type: "Lease", to: [TENANT], for: [OWN_FILE], through: ["own"])',
      ],
      [
        '  @reach(name: "lodger", role: AGENCY, through: "lease", subject: "tenant_id", column: "agency_id", row',
        '  @reach(name: "own", role: TENANT, through: "household", subject: "tenant_id", column: "person_id", claim: SUBJECT, starts: "starts_on")\n  @reach(name: "lodger", role: AGENCY, through: "lease", subject: "tenant_id", column: "agency_id", row',
      ],
    );
    expect(definitionIn(contract, 'EndLeasePayload')).toBe('type EndLeasePayload { errors: [RowError!]! }');
    expect(definitionIn(contract, 'Lease')).toBe('');
  });

  test('leads to the types of what it gives back', () => {
    const contract = contractOf(
      'AGENCY',
      ['  leases(filter: LeaseFilter): [Lease!] @root(kind: LIST)\n', ''],
      ['input LeaseFilter {\n  status: LeaseStatus\n  building: ID\n}\n', ''],
      ['  buildings: [Building!] @root(kind: LIST)\n', ''],
    );
    expect(definitionIn(contract, 'Lease')).toContain('tenant: Tenant');
  });
});

test('contracts are files named for their roles, each saying what made it', () => {
  const policy = compiled(
    ['  TENANT @party', '  SITE_CLERK @party(as: PROCESSOR)\n  TENANT @party'],
    [
      '  @bound(role: TENANT',
      '  @bound(role: SITE_CLERK, page: 1, cost: 1, persons: [{ of: 0, per: "P1D", by: ACCOUNT }])\n  @bound(role: TENANT',
    ],
  );
  const contracts = contractsOf(policy);
  expect([...contracts.keys()]).toEqual(['agency.graphql', 'manager.graphql', 'site-clerk.graphql', 'tenant.graphql']);
  expect(contracts.get('agency.graphql')).toBe(
    `# The contract of AGENCY, made by \`cloison contract\`.\n\n${roleOf(policy, 'AGENCY').contract}`,
  );
});
