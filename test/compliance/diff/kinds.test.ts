import { describe, expect, test } from 'vitest';
import type { Edit } from '../../policy/harness.js';
import { compiled } from '../../policy/harness.js';
import { comparePolicies } from '../../../src/compliance/diff/comparePolicies.js';
import { expectChanges, expectRenames, saidOf } from './harness.js';
import { renamedWord } from './renamedWord.js';

interface Case {
  readonly title: string;
  readonly edits: readonly Edit[];
  readonly says: readonly string[];
}

const email: Edit[0] = 'through: ["lodger"], within: "P1M")';
const birthYear: Edit[0] = 'through: ["lodger"], as: YEAR, within: "PT0S")';
const lodger: Edit[0] = `row: "id",
         claim: ORGANISATION, starts: "offered_on", ends: "ended_on", longest: "P18M", closes: ["objected_on"])`;
const agencyRole = 'AGENCY @party(as: RECIPIENT)';
const managerBound = 'persons: [{ of: 200, per: "P1D", by: ACCOUNT }]';

const cases: readonly Case[] = [
  {
    title: 'a longer window',
    edits: [[email, 'through: ["lodger"], within: "P3M")']],
    says: ['+ AGENCY reads Tenant.email for LETTING through lodger: within P1M → P3M'],
  },
  {
    title: 'a month for thirty days: more in February, less in January',
    edits: [[email, 'through: ["lodger"], within: "P30D")']],
    says: [
      '+ AGENCY reads Tenant.email for LETTING through lodger: within P1M → P30D',
      '- AGENCY reads Tenant.email for LETTING through lodger: within P1M → P30D',
    ],
  },
  {
    title: 'a value for a rung of it, and with it the lookup by that value',
    edits: [[birthYear, 'through: ["lodger"], within: "PT0S")']],
    says: [
      '+ AGENCY reads Tenant.birthDate for LETTING through lodger: precision YEAR → EXACT',
      '+ AGENCY asks Query.findTenant: new',
    ],
  },
  {
    title: 'a year for an age band of the same window',
    edits: [['as: AGE_BAND, within: "P3M"', 'as: YEAR, within: "P3M"']],
    says: ['+ AGENCY reads Tenant.birthDate for LETTING through lodger: precision AGE_BAND → YEAR'],
  },
  {
    title: 'a rung that neither holds nor is held',
    edits: [['as: PSEUDONYM, within: "P3M"', 'as: MASKED, within: "P3M"']],
    says: [
      '+ AGENCY reads Tenant.number for LETTING through lodger: precision PSEUDONYM → MASKED',
      '- AGENCY reads Tenant.number for LETTING through lodger: precision PSEUDONYM → MASKED',
    ],
  },
  {
    title: 'a reader less',
    edits: [[`\n    @disclose(to: [AGENCY], for: [LETTING], ${email}`, '']],
    says: ['- AGENCY reads Tenant.email for LETTING: gone EXACT through lodger within P1M'],
  },
  {
    title: 'a fresh authentication asked for',
    edits: [
      ['MANAGER @party(as: CONTROLLER)', 'MANAGER @party(as: CONTROLLER, acr: "high", stepUpAge: "PT5M")'],
      [
        `"The number by which the register knows the person: managers file with it."
  number: NationalNumber
    @personal(category: NATIONAL_NUMBER, search: [UNIQUE])
    @disclose(to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"], within: "PT0S")`,
        `"The number by which the register knows the person: managers file with it."
  number: NationalNumber
    @personal(category: NATIONAL_NUMBER, search: [UNIQUE])
    @disclose(to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"], within: "PT0S", stepUp: true)`,
      ],
    ],
    says: [
      '- role MANAGER: acr [] → [high]',
      '- MANAGER reads Tenant.number for MANAGEMENT through portfolio: stepUp false → true',
      '= role MANAGER: stepUpAge - → PT300S',
    ],
  },
  {
    title: 'a longer link',
    edits: [[lodger, lodger.replace('P18M', 'P2Y')]],
    says: ['+ AGENCY reaches Lease through lodger: longest P18M → P2Y'],
  },
  {
    title: 'a link that nothing ends before its time',
    edits: [[lodger, lodger.replace(' ends: "ended_on",', '')]],
    says: ['+ AGENCY reaches Lease through lodger: ends ended_on → -'],
  },
  {
    title: 'a mark less that closes a link',
    edits: [[lodger, lodger.replace(', closes: ["objected_on"]', '')]],
    says: ['+ AGENCY reaches Lease through lodger: closes [objected_on] → []'],
  },
  {
    title: 'every row of the person in place of the linked one',
    edits: [[lodger, lodger.replace('row: "id",', '')]],
    says: ['+ AGENCY reaches Lease through lodger: row id → -'],
  },
  {
    title: 'a link by another claim',
    edits: [[lodger, lodger.replace('claim: ORGANISATION', 'claim: UNIT')]],
    says: [
      '+ AGENCY reaches Lease through lodger: link lease.tenant_id where lease.agency_id = ORGANISATION from offered_on → lease.tenant_id where lease.agency_id = UNIT from offered_on',
      '- AGENCY reaches Lease through lodger: link lease.tenant_id where lease.agency_id = ORGANISATION from offered_on → lease.tenant_id where lease.agency_id = UNIT from offered_on',
    ],
  },
  {
    title: 'a second way under one name',
    edits: [
      [
        '  @reach(name: "self", role: TENANT,',
        `  @reach(name: "lodger", role: AGENCY, through: "visit", subject: "tenant_id", column: "agency_id", claim: ORGANISATION,
         starts: "visited_on", longest: "P1M")
  @reach(name: "self", role: TENANT,`,
      ],
    ],
    says: [
      '+ AGENCY reaches Tenant through lodger: link - → visit.tenant_id where visit.agency_id = ORGANISATION from visited_on, at most P1M',
    ],
  },
  {
    title: 'a restriction of one member in place of the whole object, and an exception more',
    edits: [['fields: ["address"], except: [TENANT]', 'fields: ["address.line"], except: [TENANT, MANAGER]']],
    says: [
      '+ Tenant.address.line withheld by protected_address: except [TENANT] → [MANAGER, TENANT]',
      '+ Tenant.address.postcode withheld by protected_address: gone [TENANT]',
    ],
  },
  {
    title: 'a longer retention',
    edits: [['keep: "P5Y"', 'keep: "P10Y"']],
    says: ['+ retention of Tenant: keep P5Y → P10Y'],
  },
  {
    title: 'no retention at all',
    edits: [['  @retain(from: "left_on", keep: "P5Y")\n', '']],
    says: ['+ retention of Tenant: gone P5Y'],
  },
  {
    title: 'retention from another date',
    edits: [['@retain(from: "left_on"', '@retain(from: "registered_on"']],
    says: [
      '+ retention of Tenant: from left_on → registered_on',
      '- retention of Tenant: from left_on → registered_on',
    ],
  },
  {
    title: 'larger pages, and a higher cost',
    edits: [['page: 10, cost: 500', 'page: 20, cost: 600']],
    says: ['+ bound of TENANT: page 10 → 20', '+ bound of TENANT: cost 500 → 600'],
  },
  {
    title: 'a bound in shadow',
    edits: [
      [
        managerBound,
        managerBound
          .replace('by: ACCOUNT', 'by: ACCOUNT, shadow: true')
          .replace(' }]', ' }, { of: 500, per: "P1D", by: ACCOUNT }]'),
      ],
    ],
    says: [
      '+ bound of MANAGER: persons { of: 200, per: P1D, by: ACCOUNT } → { of: 200, per: P1D, by: ACCOUNT, shadow: true }',
    ],
  },
  {
    title: 'the same number over a longer window',
    edits: [[managerBound, managerBound.replace('P1D', 'P7D')]],
    says: ['- bound of MANAGER: persons { of: 200, per: P1D, by: ACCOUNT } → { of: 200, per: P7D, by: ACCOUNT }'],
  },
  {
    title: 'a bound of misses',
    edits: [[managerBound, `${managerBound}, misses: [{ of: 9, per: "P1D", by: ACCOUNT }]`]],
    says: ['- bound of MANAGER: misses - → { of: 9, per: P1D, by: ACCOUNT }'],
  },
  {
    title: 'a larger share with a smaller cap',
    edits: [['share: 1.2, floor: 20, cap: 500', 'share: 1.5, floor: 20, cap: 400']],
    says: [
      '+ bound of AGENCY: persons { share: 1.2, floor: 20, cap: 500, per: P30D, by: ORGANISATION } → { share: 1.5, floor: 20, cap: 400, per: P30D, by: ORGANISATION }',
      '- bound of AGENCY: persons { share: 1.2, floor: 20, cap: 500, per: P30D, by: ORGANISATION } → { share: 1.5, floor: 20, cap: 400, per: P30D, by: ORGANISATION }',
    ],
  },
  {
    title: 'another zone',
    edits: [['of: ["Europe/Paris", "Indian/Reunion"]', 'of: ["Europe/Paris"]']],
    says: ['- the store: zones [Europe/Paris, Indian/Reunion] → [Europe/Paris]'],
  },
  {
    title: 'machines in a role, of whom an older and a weaker authentication does',
    edits: [[agencyRole, 'AGENCY @party(as: RECIPIENT, acr: "low high", maxAge: "PT8H", machine: true)']],
    says: [
      '+ role AGENCY: machine false → true',
      '- role AGENCY: acr [] → [low, high]',
      '- role AGENCY: maxAge - → PT28800S',
    ],
  },
  {
    title: 'a party that is something else before the law',
    edits: [[agencyRole, 'AGENCY @party(as: PROCESSOR)']],
    says: ['+ role AGENCY: party RECIPIENT → PROCESSOR', '- role AGENCY: party RECIPIENT → PROCESSOR'],
  },
  {
    title: 'another basis',
    edits: [['basis: "GDPR Art. 15"', 'basis: "GDPR Art. 6(1)(c)"']],
    says: [
      '+ purpose OWN_FILE: basis GDPR Art. 15 → GDPR Art. 6(1)(c)',
      '- purpose OWN_FILE: basis GDPR Art. 15 → GDPR Art. 6(1)(c)',
    ],
  },
  {
    title: 'another text for the person',
    edits: [['text: "To find you a home."', 'text: "To find you a home, and offers."']],
    says: [
      '+ purpose LETTING: text To find you a home. → To find you a home, and offers.',
      '- purpose LETTING: text To find you a home. → To find you a home, and offers.',
    ],
  },
  {
    title: 'a category that is called ordinary',
    edits: [['HEALTH @category(sensitivity: SPECIAL, to: [TENANT])', 'HEALTH @category(sensitivity: ORDINARY)']],
    says: ['+ category HEALTH: sensitivity SPECIAL → ORDINARY'],
  },
  {
    title: 'a field in clear',
    edits: [
      [
        '@personal(category: TENANCY)\n    @disclose(to: [MANAGER]',
        '@personal(category: TENANCY, clear: "sorted by")\n    @disclose(to: [MANAGER]',
      ],
    ],
    says: ['+ field Lease.startedOn: storage sealed → clear'],
  },
  {
    title: 'a field in a category of the same sensitivity',
    edits: [
      [
        '"When the person objected."\n  objectedOn: Date @personal(category: TENANCY',
        '"When the person objected."\n  objectedOn: Date @personal(category: CONTACT',
      ],
    ],
    says: ['= field Lease.objectedOn: category TENANCY → CONTACT'],
  },
  {
    title: 'a field that only the person reads',
    edits: [
      [
        '  stepless: Boolean\n',
        `  notes: String
    @personal(category: HEALTH)
    @disclose(to: [TENANT], for: [OWN_FILE], through: ["self"], within: "PT0S")
  "Whether the home must be without steps."
  stepless: Boolean
`,
      ],
    ],
    says: [
      '+ TENANT reads Tenant.notes for OWN_FILE: new EXACT through self within PT0S',
      '= field Tenant.notes: new String',
    ],
  },
  {
    title: 'a field in another type of value',
    edits: [['floors: Int', 'floors: Float']],
    says: ['+ field Building.floors: scalar Int → Float', '- field Building.floors: scalar Int → Float'],
  },
  {
    title: 'a blind index less, and its share of the bits for the other',
    edits: [['@personal(category: IDENTITY, search: [EXACT])', '@personal(category: IDENTITY)']],
    says: ['+ index of Tenant over birthDate + birthName: bits 8 → 15', '- index of Tenant over birthName: gone'],
  },
  {
    title: 'a filter less',
    edits: [['  status: LeaseStatus\n  building: ID', '  status: LeaseStatus']],
    says: ['- Query.leases: filter [building, status] → [status]'],
  },
  {
    title: 'a root less',
    edits: [['  buildings: [Building!] @root(kind: LIST)\n', '']],
    says: [
      '- MANAGER asks Query.buildings: gone',
      '- AGENCY asks Query.buildings: gone',
      '= Query.buildings: gone Building',
    ],
  },
  {
    title: 'no more asking for what has changed since',
    edits: [['tenants(changedSince: DateTime, filter: TenantFilter)', 'tenants(filter: TenantFilter)']],
    says: ['- Query.tenants: changedSince true → false'],
  },
  {
    title: 'a larger batch',
    edits: [['rows: 500)', 'rows: 900)']],
    says: ['+ AGENCY writes Lease by Mutation.startLeases for LETTING: rows 500 → 900'],
  },
  {
    title: 'a state more to come from',
    edits: [['value: "RUNNING", from: ["OFFERED"]', 'value: "RUNNING", from: ["OFFERED", "OVER"]']],
    says: ['+ Mutation.startLeases sets Lease.status itself: states [OFFERED] → [OFFERED, OVER]'],
  },
  {
    title: 'another value that the store sets',
    edits: [['@sets(field: "status", value: "OFFERED")', '@sets(field: "status", value: "RUNNING")']],
    says: [
      '+ Mutation.offerLease sets Lease.status itself: value OFFERED → RUNNING',
      '- Mutation.offerLease sets Lease.status itself: value OFFERED → RUNNING',
    ],
  },
  {
    title: 'a value more to write',
    edits: [['input CorrectTenant {\n', 'input CorrectTenant {\n  stepless: Boolean\n']],
    says: ['+ Mutation.correctTenant takes Tenant.stepless: new Boolean'],
  },
  {
    title: 'an answer that shows no row',
    edits: [
      [
        'type CorrectTenantPayload {\n  errors: [RowError!]!\n  tenant: Tenant\n}',
        'type CorrectTenantPayload {\n  errors: [RowError!]!\n}',
      ],
    ],
    says: ['- Mutation.correctTenant: payload Tenant → -'],
  },
];

describe('a change of', () => {
  test.each(cases.map((each) => [each.title, each] as const))('%s', (_title, { edits, says }) => {
    expectChanges(edits, says);
  });
});

const renames: readonly Case[] = [
  {
    title: 'a type is its table',
    edits: [
      ['type Agency @entity', 'type Firm @entity'],
      ['  agency: Agency\n', '  agency: Firm\n'],
    ],
    says: ['= type Firm: renamed Agency → Firm'],
  },
  {
    title: 'a field is its shape, its readers and its description, whatever its column',
    edits: [
      ['agencies write about the home."\n  email: Email', 'agencies write about the home."\n  mailbox: Email'],
      ['birthName: String\n  email: Email', 'birthName: String\n  mailbox: Email'],
    ],
    says: [
      '= field Tenant.mailbox: renamed email → mailbox',
      '= Mutation.correctTenant takes Tenant.mailbox: renamed input.email → input.mailbox',
    ],
  },
  {
    title: 'a field on which a link starts, a filter compares and retention counts',
    edits: [
      ['registeredOn: Date\n', 'joinedOn: Date\n'],
      ['starts: "registered_on"', 'starts: "joined_on"'],
      ['registered: Date @sets(field: "registeredOn")', 'registered: Date @sets(field: "joinedOn")'],
      ['from: Date! @sets(field: "registeredOn")', 'from: Date! @sets(field: "joinedOn")'],
    ],
    says: ['= field Tenant.joinedOn: renamed registeredOn → joinedOn'],
  },
  {
    title: 'a field that is searched by',
    edits: [
      ['  birthName: String\n    @personal', '  nameAtBirth: String\n    @personal'],
      [
        '[["birthName", "birthDate"], ["number", "birthName"]]',
        '[["nameAtBirth", "birthDate"], ["number", "nameAtBirth"]]',
      ],
      ['input FindTenant {\n  birthName: String', 'input FindTenant {\n  nameAtBirth: String'],
      ['  birthName: String!', '  nameAtBirth: String!'],
      ['  birthName: String\n  email', '  nameAtBirth: String\n  email'],
    ],
    says: [
      '= field Tenant.nameAtBirth: renamed birthName → nameAtBirth',
      '= Query.findTenant: renamed birthName → nameAtBirth',
      '= Mutation.registerTenant takes Tenant.nameAtBirth: renamed input.birthName → input.nameAtBirth',
      '= Mutation.correctTenant takes Tenant.nameAtBirth: renamed input.birthName → input.nameAtBirth',
    ],
  },
  {
    title: 'an embedded object takes its members with it',
    edits: [
      ['  address: Address @embedded(prefix: "address_")', '  home: Address @embedded(prefix: "home_")'],
      ['fields: ["address"]', 'fields: ["home"]'],
      ['  birthDate: PartialDate\n  address: AddressInput', '  birthDate: PartialDate\n  home: AddressInput'],
      ['  email: Email\n  address: AddressInput', '  email: Email\n  home: AddressInput'],
    ],
    says: [
      '= field Tenant.home: renamed address → home',
      '= Mutation.registerTenant takes Tenant.home.line: renamed input.address.line → input.home.line',
      '= Mutation.registerTenant takes Tenant.home.postcode: renamed input.address.postcode → input.home.postcode',
      '= Mutation.correctTenant takes Tenant.home.line: renamed input.address.line → input.home.line',
      '= Mutation.correctTenant takes Tenant.home.postcode: renamed input.address.postcode → input.home.postcode',
    ],
  },
  {
    title: 'a role is its links and its rights',
    edits: renamedWord('AGENCY', 'LETTER'),
    says: ['= role LETTER: renamed AGENCY → LETTER'],
  },
  {
    title: 'a purpose is its basis, its text and what is done for it',
    edits: renamedWord('LETTING', 'HOUSING'),
    says: ['= purpose HOUSING: renamed LETTING → HOUSING'],
  },
  {
    title: 'a category is its fields',
    edits: renamedWord('HEALTH', 'HEALTH_STATE'),
    says: ['= category HEALTH_STATE: renamed HEALTH → HEALTH_STATE'],
  },
  {
    title: 'a reach is its links',
    edits: renamedWord('"lodger"', '"guest"'),
    says: ['= AGENCY reaches Tenant through guest: renamed lodger → guest'],
  },
  {
    title: 'a root is what it asks for',
    edits: [['leases(filter: LeaseFilter)', 'allLeases(filter: LeaseFilter)']],
    says: ['= Query.allLeases: renamed leases → allLeases'],
  },
  {
    title: 'a mutation is its steps',
    edits: [['offerLease(input: OfferLease!)', 'proposeLease(input: OfferLease!)']],
    says: ['= Mutation.proposeLease: renamed offerLease → proposeLease'],
  },
  {
    title: 'an argument is what it sets',
    edits: [['endedOn: Date!)', 'lastDay: Date! @sets(field: "endedOn"))']],
    says: [
      '= Mutation.endLease takes Lease.endedOn: renamed endedOn → lastDay',
      '= Mutation.endLease: form [endedOn: Date! value true, id: ID! value true] → [id: ID! value true, lastDay: Date! value true]',
    ],
  },
];

describe('what is renamed is not lost:', () => {
  test.each(renames.map((each) => [each.title, each] as const))('%s', (_title, { edits, says }) => {
    expectRenames(edits, says);
  });
});

describe('what is not the same thing is no rename:', () => {
  const other = 'When the person was convicted.';
  const before =
    '"When the person objected."\n  objectedOn: Date @personal(category: TENANCY, clear: "it closes the reach of the agency")';

  test('a field of the same shape for something else', () => {
    const edits: readonly Edit[] = [
      [before, `"${other}"\n  verdict: Date @personal(category: TENANCY, clear: "it closes the reach of the agency")`],
      [lodger, lodger.replace('"objected_on"', '"verdict"')],
      [
        'longest: "P18M", closes: ["objected_on"])\n  @reach(name: "self"',
        'longest: "P18M", closes: ["verdict"])\n  @reach(name: "self"',
      ],
    ];
    const said = saidOf(comparePolicies(compiled(), compiled(...edits)));
    expect(said).toContain('= field Lease.verdict: new Date');
    expect(said).toContain('= field Lease.objectedOn: gone Date');
  });

  test('a field that others read', () => {
    const edits: readonly Edit[] = [
      ['  floors: Int\n', '  storeys: Int @disclose(to: [MANAGER], for: [MANAGEMENT])\n'],
    ];
    expect(saidOf(comparePolicies(compiled(), compiled(...edits))).filter((line) => line.includes('renamed'))).toEqual(
      [],
    );
  });
});

test('the order of what is written and descriptions change nothing for anybody', () => {
  const changes = comparePolicies(
    compiled(),
    compiled(['"The person."', '"The person who rents."'], ['  OFFERED\n  RUNNING\n', '  RUNNING\n  OFFERED\n']),
  );
  expect(changes.map(({ effect }) => effect)).toEqual(changes.map(() => 'neutral'));
});
