import type { Edit } from '../harness.js';
import { refuses } from '../harness.js';
import { permits } from '../lawful.js';

const before = (text: string): Edit => ['enum LeaseStatus', `${text}\n\nenum LeaseStatus`];
const misplaced = { code: 'DIRECTIVE_MISPLACED' } as const;

permits([
  [
    'a type, an interface and an enum may be extended',
    before(
      'extend type Building { cellars: Int }\ninterface Let { id: ID! }\nextend interface Let { name: String! }\nextend enum LeaseStatus { LATE }',
    ),
    ['type Building @entity', 'type Building implements Let @entity'],
  ],
  [
    'an extension may say what a directive says',
    before('extend type Building { cellars: Int @disclose(to: [MANAGER], for: [MANAGEMENT]) }'),
  ],
]);

refuses([
  {
    ...misplaced,
    title: 'a directive on a field of an extended interface is refused',
    edits: [
      before(
        'interface Let { id: ID! }\nextend interface Let { name: String! @disclose(to: [TENANT], for: [OWN_FILE]) }',
      ),
      ['type Building @entity', 'type Building implements Let @entity'],
    ],
    at: '‸@disclose(to: [TENANT], for: [OWN_FILE]) }',
    message: '@disclose says nothing here.',
    remedy: 'It belongs on: subject, record, entity, embedded.',
  },
  {
    ...misplaced,
    title: 'a directive on a value of an extended enum is refused',
    edits: [before('extend enum LeaseStatus { LATE @category(sensitivity: ORDINARY) }')],
    at: '‸@category(sensitivity: ORDINARY) }',
    message: '@category says nothing here.',
    remedy: 'It belongs on a value of Category.',
  },
  {
    ...misplaced,
    title: 'a directive on an extended type stands where it stands on the type',
    edits: [before('extend type Building @retain(from: "built_on", keep: "P1Y")')],
    at: '‸@retain(from: "built_on"',
    message: '@retain says nothing here.',
    remedy: 'It belongs on: subject.',
  },
  {
    ...misplaced,
    title: 'a list of a type with a table is not embedded either',
    edits: [['  leases: [Lease!]\n}', '  leases: [Lease!] @embedded(prefix: "lease_")\n}']],
    at: '‸@embedded(prefix: "lease_")',
    message: '@embedded says nothing here.',
    remedy: 'Lease has a table of its own: take @embedded off.',
  },
  {
    ...misplaced,
    title: 'a root is no mutation',
    edits: [
      [
        '  "Corrects what is wrong."',
        '  "Corrects what is wrong."\n  tenant(id: ID!): CorrectTenantPayload! @root(kind: NODE)',
      ],
    ],
    at: '‸@root(kind: NODE)\n  correctTenant',
    message: '@root says nothing here.',
    remedy: 'It belongs on: query.',
    also: ['WRITE_UNDECLARED', 'FIELD_UNKNOWN', 'PAYLOAD_SHAPE'],
  },
]);

refuses([
  {
    title: 'a reach on what is about no person is refused',
    edits: [
      [
        'type Agency @entity(table: "agency") {',
        `type Agency @entity(table: "agency")
  @reach(name: "own", role: AGENCY, through: "staff", subject: "person_id", column: "agency_id", claim: ORGANISATION, starts: "on_day", ends: "off_day")
{`,
      ],
    ],
    code: 'DIRECTIVE_MISPLACED',
    at: '‸@reach(name: "own"',
    message: '@reach says nothing here.',
  },
  {
    title: 'retention stands on persons only',
    edits: [
      [
        'type Building @entity(table: "building")',
        'type Building @entity(table: "building") @retain(from: "built_on", keep: "P1Y")',
      ],
    ],
    code: 'DIRECTIVE_MISPLACED',
    at: '‸@retain(from: "built_on"',
    message: '@retain says nothing here.',
  },
  {
    title: 'a restriction stands on persons only',
    edits: [
      [
        'type Building @entity(table: "building")',
        'type Building @entity(table: "building") @restrict(column: "listed", fields: ["name"])',
      ],
    ],
    code: 'DIRECTIVE_MISPLACED',
    at: '‸@restrict(column: "listed"',
    message: '@restrict says nothing here.',
  },
  {
    title: 'a grant on a payload is refused',
    edits: [
      [
        `type EndLeasePayload {
  errors`,
        `type EndLeasePayload @disclose(to: [AGENCY], for: [LETTING]) {
  errors`,
      ],
    ],
    code: 'DIRECTIVE_MISPLACED',
    at: 'EndLeasePayload ‸@disclose',
    message: '@disclose says nothing here.',
  },
  {
    title: 'a field of Query is neither personal nor granted',
    edits: [
      [
        'buildings: [Building!] @root(kind: LIST)',
        'buildings: [Building!] @root(kind: LIST) @disclose(to: [AGENCY], for: [LETTING])',
      ],
    ],
    code: 'DIRECTIVE_MISPLACED',
    at: '(kind: LIST) ‸@disclose',
    message: '@disclose says nothing here.',
  },
  {
    title: 'a root stands on Query only',
    edits: [
      [
        `  name: String!
  floors`,
        `  name: String! @root(kind: NODE)
  floors`,
      ],
    ],
    code: 'DIRECTIVE_MISPLACED',
    at: `‸@root(kind: NODE)
  floors`,
    message: '@root says nothing here.',
  },
  {
    title: 'a write stands on Mutation only',
    edits: [
      [
        'buildings: [Building!] @root(kind: LIST)',
        'buildings: [Building!] @root(kind: LIST) @write(kind: CREATE, type: "Lease", to: [MANAGER], for: [MANAGEMENT], through: [])',
      ],
    ],
    code: 'DIRECTIVE_MISPLACED',
    at: '‸@write(kind: CREATE, type: "Lease", to: [MANAGER], for: [MANAGEMENT], through: [])',
    message: '@write says nothing here.',
  },
  {
    title: 'a type with a table of its own is not embedded',
    edits: [
      [
        `  agency: Agency
  building`,
        `  agency: Agency @embedded(prefix: "agency_")
  building`,
      ],
    ],
    code: 'DIRECTIVE_MISPLACED',
    at: '‸@embedded(prefix: "agency_")',
    message: '@embedded says nothing here.',
  },
  {
    title: 'a party stands on a role only',
    edits: [
      [
        `  OFFERED
  RUNNING`,
        `  OFFERED @party(as: RECIPIENT)
  RUNNING`,
      ],
    ],
    code: 'DIRECTIVE_MISPLACED',
    at: 'OFFERED ‸@party',
    message: '@party says nothing here.',
  },
]);
