import type { Edit } from '../harness.js';
import { refuses } from '../harness.js';
import { permits } from '../lawful.js';

const shared: Edit = [
  '  account: String @imp',
  '  address: Address @embedded(prefix: "address_")\n  account: String @imp',
];

permits([['an object that two types hold is granted through a reach of one of them', shared]]);

refuses([
  {
    title: 'who has several reaches is told them all, each once',
    edits: [
      [
        '  @restrict(',
        '  @reach(name: "desk", role: MANAGER, through: "desk", subject: "tenant_id", column: "unit", claim: UNIT, starts: "starts_on", longest: "P1Y")\n  @reach(name: "desk", role: MANAGER, through: "other_desk", subject: "tenant_id", column: "unit", claim: UNIT, starts: "starts_on", longest: "P1Y")\n  @restrict(',
      ],
      ['through: ["portfolio"], within: "P1Y")', 'through: ["lodger"], within: "P1Y")'],
    ],
    code: 'REACH_UNKNOWN',
    at: 'through: ‸["lodger"], within: "P1Y"',
    message: 'MANAGER has no reach "lodger" on Tenant.',
    remedy: 'Write one of "portfolio", "desk"; a grant to several roles names reaches that each of them has.',
  },
]);

refuses([
  {
    title: 'a grant to a role that reaches nobody of the type is refused',
    edits: [
      [
        '@disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], within: "P1M")',
        '@disclose(to: [AGENCY, TENANT], for: [LETTING], through: ["lodger"], within: "P1M")',
      ],
    ],
    code: 'REACH_UNKNOWN',
    at: 'through: ‸["lodger"], within: "P1M"',
    message: 'TENANT has no reach "lodger" on Tenant.',
  },
  {
    title: 'a grant of a record to a role without reach on it is refused',
    edits: [
      [
        `    @disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], within: "P3M")
  agency`,
        `    @disclose(to: [AGENCY, TENANT], for: [LETTING], through: ["lodger"], within: "P3M")
  agency`,
      ],
    ],
    code: 'ROLE_WITHOUT_REACH',
    at: 'to: ‸[AGENCY, TENANT]',
    message: 'TENANT has no reach on Lease.',
  },
  {
    title: 'a grant through a reach of another role is refused',
    edits: [
      [
        '@disclose(to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"], within: "P1Y")',
        '@disclose(to: [MANAGER], for: [MANAGEMENT], through: ["lodger"], within: "P1Y")',
      ],
    ],
    code: 'REACH_UNKNOWN',
    at: 'through: ‸["lodger"], within: "P1Y"',
    message: 'MANAGER has no reach "lodger" on Tenant.',
  },
  {
    title: 'a grant of a member goes through a reach of the owner',
    edits: [
      [
        'as: POSTCODE_AREA, within: "P3M")',
        `as: POSTCODE_AREA, within: "P3M")
    @disclose(to: [AGENCY], for: [LETTING], through: ["neighbour"], as: PRESENCE, within: "P3M")`,
      ],
    ],
    code: 'REACH_UNKNOWN',
    at: 'through: ‸["neighbour"]',
    message: 'AGENCY has no reach "neighbour" on Tenant.',
  },
]);
