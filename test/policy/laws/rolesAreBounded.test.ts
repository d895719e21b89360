import { counter, opens } from '../counter.js';
import type { Edit } from '../harness.js';
import { refuses } from '../harness.js';
import { permits } from '../lawful.js';

const clerk: Edit = ['  TENANT @party', '  CLERK @party(as: PROCESSOR)\n  TENANT @party'];
const tenant = 'page: 10, cost: 500, persons: [{ of: 1, per: "P1D", by: ACCOUNT }]';
const bounded = (args: string): Edit => [tenant, args];
const match: Edit = [
  '  leases(filter: LeaseFilter)',
  `  isTenant(number: NationalNumber!, birthName: String!): Boolean!
    @match(type: "Tenant", on: ["number", "birthName"], to: [CLERK], for: [LETTING], through: ["lodger"], misses: { of: 5, per: "P1D", by: ACCOUNT })
  leases(filter: LeaseFilter)`,
];
const request: Edit = [
  '  "Corrects what is wrong."',
  `  requestLink(number: NationalNumber!, birthName: String!): LinkRequestState!
    @request(type: "Lease", by: ["number", "birthName"], to: [CLERK], for: [LETTING], confirm: ["portfolio"], expires: "P14D", misses: { of: 9, per: "P1D", by: ACCOUNT })
    @sets(field: "agency", claim: ORGANISATION)
  "Corrects what is wrong."`,
];

permits([
  ['a page may hold one row, and an operation cost one', bounded(tenant.replace('10', '1').replace('500', '1'))],
  ['a page may hold a thousand rows', bounded(tenant.replace('10', '1000'))],
  [
    'one amount may be in shadow beside one that stands',
    bounded(tenant.replace('}]', '}, { of: 1, per: "PT1M", by: ACCOUNT, shadow: true }]')),
  ],
  ['misses may have an amount', bounded(`${tenant}, misses: [{ of: 0, per: "P400D", by: ACCOUNT }]`)],
]);

refuses([
  {
    title: 'a role that only opens needs a bound',
    edits: [clerk, ...counter, [opens, opens.replace('[MANAGER]', '[MANAGER, CLERK]')]],
    code: 'ROLE_WITHOUT_BOUND',
    at: 'to: ‸[MANAGER, CLERK]',
    message: 'CLERK has no bound.',
    also: ['REACH_UNKNOWN'],
  },
  {
    title: 'a role that only matches needs a bound',
    edits: [clerk, match],
    code: 'ROLE_WITHOUT_BOUND',
    at: 'to: ‸[CLERK], for: [LETTING], through',
    message: 'CLERK has no bound.',
    also: ['REACH_UNKNOWN'],
  },
  {
    title: 'a role that only asks to be linked needs a bound',
    edits: [clerk, request],
    code: 'ROLE_WITHOUT_BOUND',
    at: 'to: ‸[CLERK], for: [LETTING], confirm',
    message: 'CLERK has no bound.',
    also: ['REQUEST_LINKS_NOBODY'],
  },
]);

refuses([
  {
    title: 'a role that reads without a bound is refused',
    edits: [
      [
        `  @bound(role: TENANT, page: 10, cost: 500, persons: [{ of: 1, per: "P1D", by: ACCOUNT }])
`,
        '',
      ],
    ],
    code: 'ROLE_WITHOUT_BOUND',
    at: `to: ‸[TENANT], for: [OWN_FILE], through: ["self"], within: "PT0S")
  "The birth date`,
    message: 'TENANT has no bound.',
  },
  {
    title: 'a role that only writes needs a bound too',
    edits: [
      ['  TENANT @party', '  CLERK @party(as: PROCESSOR)\n  TENANT @party'],
      [
        'type: "Lease", to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"])',
        'type: "Lease", to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"])\n    @write(kind: CREATE, type: "Lease", to: [CLERK], for: [MANAGEMENT], through: ["desk"])',
      ],
      [
        '  @restrict(',
        '  @reach(name: "desk", role: CLERK, through: "desk", subject: "tenant_id", column: "account", claim: ACCOUNT, starts: "starts_on", ends: "ends_on")\n  @restrict(',
      ],
    ],
    code: 'ROLE_WITHOUT_BOUND',
    at: 'to: ‸[CLERK]',
    message: 'CLERK has no bound.',
  },
  {
    title: 'a role has one bound',
    edits: [
      [
        '  @bound(role: TENANT, page: 10',
        `  @bound(role: AGENCY, page: 500, cost: 2000, persons: [{ of: 1, per: "P1D", by: ACCOUNT }])
  @bound(role: TENANT, page: 10`,
      ],
    ],
    code: 'BOUND_TWICE',
    at: '‸@bound(role: AGENCY, page: 500,',
    message: 'AGENCY has two bounds.',
  },
  {
    title: 'a role that reaches persons needs a bound, even before it is granted anything',
    edits: [
      ['  TENANT @party', '  CLERK @party(as: PROCESSOR)\n  TENANT @party'],
      [
        '  @restrict(',
        '  @reach(name: "desk", role: CLERK, through: "desk", subject: "tenant_id", column: "account", claim: ACCOUNT, starts: "starts_on", ends: "ends_on")\n  @restrict(',
      ],
    ],
    code: 'ROLE_WITHOUT_BOUND',
    at: 'role: ‸CLERK',
    message: 'CLERK has no bound.',
  },
  {
    title: 'a page so long that it caps no list is refused',
    edits: [['role: TENANT, page: 10', 'role: TENANT, page: 1001']],
    code: 'BOUND_INVALID',
    at: 'page: ‸1001',
    message: 'A bound has a page of 1001 rows.',
  },
  {
    title: 'a page holds a row at least',
    edits: [['role: TENANT, page: 10', 'role: TENANT, page: 0']],
    code: 'BOUND_INVALID',
    at: 'page: ‸0',
    message: 'A bound has a page of 0 rows.',
  },
  {
    title: 'an operation costs something',
    edits: [['page: 10, cost: 500', 'page: 10, cost: 0']],
    code: 'BOUND_INVALID',
    at: 'cost: ‸0',
    message: 'A bound has a cost of 0.',
  },
  {
    title: 'a bound says how many persons',
    edits: [['persons: [{ of: 1, per: "P1D", by: ACCOUNT }]', 'persons: []']],
    code: 'BOUND_INVALID',
    at: 'persons: ‸[]',
    message: 'A bound has no amount of persons.',
  },
  {
    title: 'a bound that refuses nothing bounds nothing',
    edits: [['{ of: 1, per: "P1D", by: ACCOUNT }', '{ of: 1, per: "P1D", by: ACCOUNT, shadow: true }']],
    code: 'BOUND_INVALID',
    at: 'persons: ‸[{ of: 1',
    message: 'A bound has amounts in shadow only.',
  },
  {
    title: 'a window is no longer than persons are counted',
    edits: [['{ of: 1, per: "P1D", by: ACCOUNT }', '{ of: 1, per: "P2Y", by: ACCOUNT }']],
    code: 'BOUND_INVALID',
    at: '‸@bound(role: TENANT',
    message: 'A bound has a window out of measure.',
  },
  {
    title: 'a window has sixty buckets of a second at least',
    edits: [['{ of: 1, per: "P1D", by: ACCOUNT }', '{ of: 1, per: "PT59S", by: ACCOUNT }']],
    code: 'BOUND_INVALID',
    at: '‸@bound(role: TENANT',
    message: 'A bound has a window out of measure.',
  },
  {
    title: 'a share of the caseload has a floor and a cap',
    edits: [['share: 1.2, floor: 20, cap: 500', 'share: 1.2']],
    code: 'BOUND_INVALID',
    at: 'persons: ‸[{ share',
    message: 'A bound has an amount that is no amount.',
  },
  {
    title: 'a floor is no higher than its cap',
    edits: [['share: 1.2, floor: 20, cap: 500', 'share: 1.2, floor: 600, cap: 500']],
    code: 'BOUND_INVALID',
    at: 'persons: ‸[{ share',
    message: 'A bound has an amount that is no amount.',
  },
  {
    title: 'a number is no share too',
    edits: [['share: 1.2, floor: 20, cap: 500', 'of: 3, share: 1.2, floor: 20, cap: 500']],
    code: 'BOUND_INVALID',
    at: 'persons: ‸[{ of: 3',
    message: 'A bound has an amount that is no amount.',
  },
  {
    title: 'misses have amounts too',
    edits: [
      [
        'persons: [{ of: 1, per: "P1D", by: ACCOUNT }]',
        'persons: [{ of: 1, per: "P1D", by: ACCOUNT }], misses: [{ of: -1, per: "P1D", by: ACCOUNT }]',
      ],
    ],
    code: 'BOUND_INVALID',
    at: 'misses: ‸[{',
    message: 'A bound has an amount that is no amount.',
  },
]);
