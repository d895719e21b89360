import type { Edit } from '../harness.js';
import { refuses } from '../harness.js';
import { permits } from '../lawful.js';
import { strayWrites } from '../strays.js';

const debt: Edit = [
  '"A firm that finds tenants."',
  `"Money owed for a lease."
type Debt @record(table: "debt", subject: "tenant_id") { id: ID! tenant: Tenant lease: Lease }

"A firm that finds tenants."`,
];
const owed = (argument: string, write: string): Edit => [
  '  "Corrects what is wrong."',
  `  oweRent(${argument}): StartLeasesPayload!
    @write(${write}, type: "Debt", to: [AGENCY], for: [LETTING], through: ["lodger"])
  "Corrects what is wrong."`,
];
const owner: Edit = [
  '"A firm that finds tenants."',
  `"Who owns a house." type Owner @subject(table: "owner") { id: ID! }
type Deed @record(table: "deed", subject: "owner_id") { id: ID! owner: Owner }

"A firm that finds tenants."`,
];

refuses(strayWrites);

permits([['a record may say whose it is by another record of the person', debt, owed('lease: ID!', 'kind: CREATE')]]);

refuses([
  {
    title: 'a record of another kind of person does not say whose it is',
    edits: [
      owner,
      ['  agency: Agency\n  building', '  agency: Agency\n  deed: Deed\n  building'],
      ['input OfferLease {\n  tenant: ID!', 'input OfferLease {\n  deed: ID!'],
    ],
    code: 'CREATE_WITHOUT_SUBJECT',
    at: '‸@write(kind: CREATE, type: "Lease"',
    message: 'Mutation.offerLease creates a Lease of nobody.',
    also: ['WRITE_WITHOUT_REACH'],
  },
  {
    title: 'a further step has no id yet either',
    edits: [['input RegisterTenant {', 'input RegisterTenant {\n  mandate: ID! @sets(field: "Mandate.id")']],
    code: 'WRITE_ROW',
    at: '‸@write(kind: CREATE, type: "Mandate"',
    message: 'Mutation.registerTenant creates a Mandate and names its id.',
  },
  {
    title: 'each row of many is named',
    edits: [['input StartLease {\n  id: ID!', 'input StartLease {\n  id: ID']],
    code: 'WRITE_ROW',
    at: '‸@write(kind: UPDATE, type: "Lease"',
    message: 'Mutation.startLeases changes a Lease and does not name it.',
  },
  {
    title: 'nor does a mutation itself give a record to another person',
    edits: [['value: "OVER", from: ["OFFERED", "RUNNING"]', 'value: "OVER") @sets(field: "tenant", claim: SUBJECT']],
    code: 'SUBJECT_IMMUTABLE',
    at: '‸@write(kind: END',
    message: 'Mutation.endLease gives a Lease to another person.',
    also: ['WRITES_OWN_REACH'],
  },
  {
    title: 'what gives no access has no access to end',
    edits: [debt, owed('id: ID!', 'kind: END')],
    code: 'END_ENDS_NOTHING',
    at: '‸@write(kind: END, type: "Debt"',
    message: 'Mutation.oweRent ends a Debt and sets no end.',
    remedy: 'No reach goes through its table: write @write(kind: UPDATE).',
    also: ['WRITE_WITHOUT_REACH', 'REACH_UNKNOWN'],
  },
]);

refuses([
  {
    title: 'who changes a row names it',
    edits: [['correctTenant(id: ID!, input', 'correctTenant(input']],
    code: 'WRITE_ROW',
    at: '‸@write(kind: UPDATE, type: "Tenant"',
    message: 'Mutation.correctTenant changes a Tenant and does not name it.',
  },
  {
    title: 'the row that is changed is compulsory',
    edits: [['correctTenant(id: ID!, input', 'correctTenant(id: ID, input']],
    code: 'WRITE_ROW',
    at: '‸@write(kind: UPDATE, type: "Tenant"',
    message: 'Mutation.correctTenant changes a Tenant and does not name it.',
  },
  {
    title: 'a row that is created has no id yet',
    edits: [
      [
        'input OfferLease {',
        `input OfferLease {
  id: ID!`,
      ],
    ],
    code: 'WRITE_ROW',
    at: '‸@write(kind: CREATE, type: "Lease"',
    message: 'Mutation.offerLease creates a Lease and names its id.',
  },
  {
    title: "a record that is created is somebody's",
    edits: [
      [
        `input OfferLease {
  tenant: ID!`,
        'input OfferLease {',
      ],
    ],
    code: 'CREATE_WITHOUT_SUBJECT',
    at: '‸@write(kind: CREATE, type: "Lease"',
    message: 'Mutation.offerLease creates a Lease of nobody.',
  },
  {
    title: 'a record is never given to another person',
    edits: [
      ['value: "OVER", from: ["OFFERED", "RUNNING"]', 'value: "OVER"'],
      ['endLease(id: ID!, endedOn: Date!)', 'endLease(id: ID!, endedOn: Date!, tenant: ID!)'],
      [
        '@write(kind: END, type: "Lease", to: [AGENCY], for: [LETTING], through: ["lodger"])',
        '@write(kind: END, type: "Lease", to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"])',
      ],
    ],
    code: 'SUBJECT_IMMUTABLE',
    at: '‸@write(kind: END',
    message: 'Mutation.endLease gives a Lease to another person.',
  },
  {
    title: 'an END sets an end',
    edits: [['endLease(id: ID!, endedOn: Date!)', 'endLease(id: ID!)']],
    code: 'END_ENDS_NOTHING',
    at: '‸@write(kind: END',
    message: 'Mutation.endLease ends a Lease and sets no end.',
    remedy: 'Set one of the columns ended_on, objected_on.',
  },
  {
    title: 'a record is not moved to a record that nobody judges',
    edits: [
      ['  agency: Agency\n  building', '  agency: Agency\n  former: Lease\n  building'],
      ['endLease(id: ID!, endedOn: Date!)', 'endLease(id: ID!, endedOn: Date!, former: ID!)'],
    ],
    code: 'NOT_SUPPORTED_YET',
    at: '‸@write(kind: END',
    message: 'Mutation.endLease moves a Lease to another former.',
  },
]);
