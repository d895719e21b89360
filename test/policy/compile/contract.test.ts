import { buildSchema, GraphQLObjectType, isObjectType, printType, validateSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { ContractParts } from '../../../src/policy/compile/contract.js';
import { printContract } from '../../../src/policy/compile/contract.js';
import { compileRoles } from '../../../src/policy/compile/role.js';
import { counter } from '../counter.js';
import { definitionIn } from '../harness.js';
import { match, matchInput, request } from './asked.js';
import { draftOf, pastDraftOf, storeOf, there } from './drafts.js';
import { rich } from './rich.js';

/** What the contract of each role is made of. */
function partsOf(draft = plain): ReadonlyMap<string, ContractParts> {
  const store = storeOf(draft);
  const pick = <Model>(models: ReadonlyMap<string, Model>, names: readonly string[]): readonly Model[] =>
    names.map((name) => there(models.get(name), name));
  return new Map(
    [...compileRoles(store)].map(([role, policy]) => [
      role,
      {
        ...policy,
        draft,
        grants: policy.types,
        roots: pick(store.roots, policy.roots),
        writes: pick(store.writes, policy.writes),
        matches: pick(store.matches, policy.matches),
        requests: pick(store.requests, policy.requests),
      },
    ]),
  );
}

const plain = draftOf();
const parts = partsOf();

function contractOf(role: string, of: ReadonlyMap<string, ContractParts> = parts): string {
  return printContract(there(of.get(role), role));
}

/** A definition of a contract with what is said of it. */
function described(contract: string, name: string): string {
  return printType(there(buildSchema(contract).getType(name), name));
}

/** A field of Query or Mutation with what is said of it. */
function rootIn(contract: string, owner: 'Query' | 'Mutation', name: string): string {
  const type = buildSchema(contract).getType(owner);
  if (!isObjectType(type)) throw new Error(`no ${owner}`);
  const field = there(type.toConfig().fields[name], name);
  return printType(new GraphQLObjectType({ name: owner, fields: { [name]: field } }));
}

const end = '@write(kind: END, type: "Lease", to: [AGENCY], for: [LETTING], through: ["lodger"])';
const moved = partsOf(
  draftOf([
    '"A firm that finds tenants."',
    '"Stands first."\ntype Shed @entity(table: "shed") { id: ID! }\n\n"A firm that finds tenants."',
  ]),
);
const sited = partsOf(
  pastDraftOf(
    ['enum LeaseStatus', 'interface Sited { id: ID! building: Building }\n\nenum LeaseStatus'],
    ['type Lease\n', 'type Lease implements Sited\n'],
    ['  leases(filter: LeaseFilter): [Lease!] @root(kind: LIST)', '  sited(id: ID!): Sited @root(kind: NODE)'],
    ['input LeaseFilter {\n  status: LeaseStatus\n  building: ID\n}\n', ''],
    [
      '  leases: [Lease!]\n    @disclose(to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"], within: "PT0S")\n    @disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], within: "P3M")\n',
      '',
    ],
    ['  leases: [Lease!]\n}\n\n"A firm', '}\n\n"A firm'],
    [
      'type EndLeasePayload {\n  errors: [RowError!]!\n  lease: Lease\n}',
      'type EndLeasePayload {\n  errors: [RowError!]!\n}',
    ],
  ),
);
const told = partsOf(
  draftOf(
    [
      'buildings: [Building!] @root(kind: LIST)',
      'buildings: [Building!] @root(kind: LIST) @deprecated(reason: "Ask for leases.")',
    ],
    [
      '  leases(filter: LeaseFilter): [Lease!]',
      '  "All leases."\n  leases("Only these." filter: LeaseFilter @deprecated(reason: "Ask for all.")): [Lease!]',
    ],
    ['findTenant(by: FindTenant!)', 'findTenant("By these." by: FindTenant!)'],
    ['input FindTenant {', '"What names a tenant."\ninput FindTenant {'],
    ['  tenant(id: ID!): Tenant', '  tenant("Of the row." id: ID!): Tenant'],
    [
      'offerLease(input: OfferLease!)',
      'offerLease("What is offered." input: OfferLease!, startedOn: Date = "2026-11-30" @deprecated(reason: "It is today."))',
    ],
    [
      'type EndLeasePayload {\n  errors: [RowError!]!\n  lease: Lease',
      '"What became of it."\ntype EndLeasePayload {\n  errors: [RowError!]!\n  "As it is now."\n  lease: Lease',
    ],
  ),
);
const narrowed = partsOf(
  draftOf([
    '@disclose(to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"], within: "PT0S")\n    @disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], as: AGE_BAND',
    '@disclose(to: [MANAGER], for: [LETTING], through: ["portfolio"], within: "PT0S")\n    @disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], as: AGE_BAND',
  ]),
);
const asking = partsOf(draftOf(...counter, match, matchInput, request));
const listed = partsOf(
  draftOf([
    'type EndLeasePayload {\n  errors: [RowError!]!\n  lease: Lease',
    'type EndLeasePayload {\n  errors: [RowError!]!\n  leases: [Lease!]',
  ]),
);
const ended = partsOf(
  draftOf(
    ['value: "OVER", from: ["OFFERED", "RUNNING"]', 'value: "OVER"'],
    [end, '@write(kind: END, type: "Lease", to: [TENANT], for: [OWN_FILE], through: ["own"])'],
    [
      '  @reach(name: "lodger", role: AGENCY, through: "lease", subject: "tenant_id", column: "agency_id", row',
      '  @reach(name: "own", role: TENANT, through: "household", subject: "tenant_id", column: "person_id", claim: SUBJECT, starts: "starts_on")\n  @reach(name: "lodger", role: AGENCY, through: "lease", subject: "tenant_id", column: "agency_id", row',
    ],
  ),
);
const richParts = partsOf(rich);

describe('a contract', () => {
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
    for (const role of parts.keys()) expect(validateSchema(buildSchema(contractOf(role)))).toEqual([]);
  });

  test('is the same text for the same policy, in whatever order its types are written', () => {
    expect(contractOf('AGENCY', moved)).toBe(contractOf('AGENCY'));
    expect(contractOf('AGENCY')).toMatch(/\}\n$/);
  });

  test('is sorted', () => {
    const names = [...contractOf('AGENCY').matchAll(/^(?:type|input|enum|scalar) (\w+)/gm)].map(([, name]) => name);
    expect(names).toEqual(names.toSorted());
  });

  test('carries no directive: it says what there is, not why', () => {
    expect(contractOf('MANAGER')).not.toMatch(/@(?!deprecated)\w/);
  });

  test('holds the types of an interface to which nothing else leads', () => {
    const contract = contractOf('AGENCY', sited);
    expect(rootIn(contract, 'Query', 'sited')).toBe('type Query {\n  sited(id: ID!): Sited\n}');
    expect(contract).toContain('type Lease implements Sited {');
  });
});

describe('a root', () => {
  test('of a node takes its id, and says what the store says', () => {
    expect(rootIn(contractOf('AGENCY', told), 'Query', 'tenant')).toBe(`type Query {
  """One tenant."""
  tenant(
    """Of the row."""
    id: ID!
  ): Tenant
}`);
  });

  test('of a list takes a page, whose size is compulsory, and its filter', () => {
    expect(rootIn(contractOf('AGENCY', told), 'Query', 'leases')).toBe(`type Query {
  """All leases."""
  leases(
    """The cursor after which the page starts."""
    after: String

    """Only these."""
    filter: LeaseFilter @deprecated(reason: "Ask for all.")

    """How many rows at most."""
    first: Int!
  ): LeaseConnection!
}`);
    expect(definitionIn(contractOf('AGENCY'), 'LeaseConnection')).toBe(
      'type LeaseConnection { edges: [LeaseEdge!]! nodes: [Lease!]! pageInfo: PageInfo! }',
    );
  });

  test('carries a deprecation', () => {
    expect(rootIn(contractOf('AGENCY', told), 'Query', 'buildings')).toContain(
      '  ): BuildingConnection! @deprecated(reason: "Ask for leases.")',
    );
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
    expect(described(contractOf('MANAGER', told), 'FindTenant')).toBe(
      '"""What names a tenant."""\ninput FindTenant {\n  birthDate: PartialDate\n  birthName: String\n  number: NationalNumber\n}',
    );
    expect(rootIn(contractOf('MANAGER', told), 'Query', 'findTenant')).toBe(`type Query {
  """One tenant by what identifies."""
  findTenant(
    """By these."""
    by: FindTenant!
  ): Tenant
}`);
    expect(definitionIn(contractOf('AGENCY'), 'Query')).not.toContain('findTenant');
    expect(definitionIn(contractOf('MANAGER', narrowed), 'FindTenant')).toBe(
      'input FindTenant { birthName: String number: NationalNumber }',
    );
  });

  test('tells every role who it is', () => {
    for (const role of parts.keys()) {
      expect(definitionIn(contractOf(role), 'Query')).toContain('me: Caller!');
      expect(definitionIn(contractOf(role), 'Caller')).toContain('role: String!');
    }
  });
});

describe('what names a person whom nobody reaches yet', () => {
  test('is whole: a match with its input, of its roles alone', () => {
    expect(rootIn(contractOf('AGENCY', asking), 'Query', 'isTenant')).toBe(
      `type Query {\n  """Whether these are one tenant's."""\n  isTenant(who: WhoIsTenant!): Boolean!\n}`,
    );
    expect(definitionIn(contractOf('AGENCY', asking), 'WhoIsTenant')).toBe(
      'input WhoIsTenant { name: String! number: NationalNumber! }',
    );
    expect(contractOf('MANAGER', asking)).not.toContain('isTenant');
  });

  test('is whole: a request, of its roles alone, with its answers in the contracts of others', () => {
    expect(rootIn(contractOf('AGENCY', asking), 'Mutation', 'requestLink')).toBe(`type Mutation {
  """Asks a tenant for a lease."""
  requestLink(birthName: String!, building: ID!, number: NationalNumber!): LinkRequestState!
}`);
    expect(contractOf('TENANT', asking)).not.toContain('requestLink');
    expect(definitionIn(contractOf('TENANT', asking), 'Query')).toContain('myLinkRequests(');
    expect(definitionIn(contractOf('MANAGER', asking), 'Query')).toContain(' linkRequests(');
    expect(definitionIn(contractOf('AGENCY', asking), 'Query')).not.toContain('inkRequests(');
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

  test('are paged as rows of the store are, and say what they are', () => {
    expect(rootIn(contractOf('AGENCY'), 'Query', 'accounts')).toBe(`type Query {
  """The accounts of the organisation, by id: for its administrators."""
  accounts(
    """The cursor after which the page starts."""
    after: String

    """How many rows at most."""
    first: Int!
  ): RegisteredAccountConnection!
}`);
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
    expect(mutation).toContain('startLeases(building: ID!, key: String!, rows: [StartLease!]!): StartLeasesPayload!');
    expect(mutation).not.toContain('registerTenant');
    expect(contractOf('TENANT')).not.toContain('Mutation');
  });

  test('says what the store says of it and of its arguments', () => {
    expect(rootIn(contractOf('MANAGER', told), 'Mutation', 'offerLease')).toBe(`type Mutation {
  """Offers a home through an agency."""
  offerLease(
    """What is offered."""
    input: OfferLease!
    startedOn: Date = "2026-11-30" @deprecated(reason: "It is today.")
  ): OfferLeasePayload!
}`);
  });

  test('gives the row back to who reads its type, alone or in a list', () => {
    expect(described(contractOf('AGENCY', told), 'EndLeasePayload')).toBe(`"""What became of it."""
type EndLeasePayload {
  errors: [RowError!]!

  """As it is now."""
  lease: Lease
}`);
    expect(definitionIn(contractOf('AGENCY', listed), 'EndLeasePayload')).toBe(
      'type EndLeasePayload { errors: [RowError!]! leases: [Lease!] }',
    );
  });

  test('gives back what is no row as it is', () => {
    expect(definitionIn(contractOf('MANAGER'), 'RegisterTenantPayload')).toBe(
      'type RegisterTenantPayload { errors: [RowError!]! receipt: ID }',
    );
  });

  test('shares its payload with another', () => {
    const mutation = definitionIn(contractOf('MANAGER', asking), 'Mutation');
    expect(mutation).toContain('input: CorrectTenant!): CorrectTenantPayload!');
    expect(mutation).toContain('reason: CounterReason!): CorrectTenantPayload!');
  });

  test('gives no row back to who does not read it', () => {
    const contract = contractOf('TENANT', ended);
    expect(definitionIn(contract, 'EndLeasePayload')).toBe('type EndLeasePayload { errors: [RowError!]! }');
    expect(definitionIn(contract, 'Lease')).toBe('');
  });
});

test('a page of an interface, and an interface, are in the contract with what they lead to', () => {
  const contract = contractOf('AGENCY', richParts);
  expect(definitionIn(contract, 'SitedConnection')).toBe(
    'type SitedConnection { edges: [SitedEdge!]! nodes: [Sited!]! pageInfo: PageInfo! }',
  );
  expect(contract).toContain('interface Sited implements Placed {');
});
