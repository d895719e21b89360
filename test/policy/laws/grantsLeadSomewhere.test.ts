import type { Edit } from '../harness.js';
import { refuses } from '../harness.js';
import { permits } from '../lawful.js';

const papers = (grant: string): readonly Edit[] => [
  ['enum LeaseStatus', 'union Any = Lease | Mandate\n\nenum LeaseStatus'],
  [
    '  leases: [Lease!]\n    @disclose(to: [MANAGER]',
    `  papers: [Any!] ${grant}\n  leases: [Lease!]\n    @disclose(to: [MANAGER]`,
  ],
];

permits([
  [
    'a list of several types leads to what its role reads of one of them',
    ...papers('@disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], within: "PT0S")'),
  ],
  [
    'a relation leads to what its role reads by a relation further on',
    [
      'type Lease\n',
      'type Lease\n  @reach(name: "own", role: TENANT, through: "tenant", subject: "id", column: "id", claim: SUBJECT, starts: "registered_on")\n',
    ],
    [
      '  building: Building\n',
      '  building: Building\n    @disclose(to: [TENANT], for: [OWN_FILE], through: ["own"], within: "PT0S")\n',
    ],
    ['  name: String!\n  floors', '  name: String! @disclose(to: [TENANT], for: [OWN_FILE])\n  floors'],
    [
      '  leases: [Lease!]\n    @disclose(to: [MANAGER]',
      '  leases: [Lease!]\n    @disclose(to: [TENANT], for: [OWN_FILE], through: ["self"], within: "PT0S")\n    @disclose(to: [MANAGER]',
    ],
  ],
  [
    'of several types one is enough',
    ...papers('@disclose(to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"], within: "PT0S")'),
  ],
]);

refuses([
  {
    title: 'of several types the role reads one at least',
    edits: papers('@disclose(to: [TENANT], for: [OWN_FILE], through: ["self"], within: "PT0S")'),
    code: 'GRANT_TO_NOTHING',
    at: 'papers: [Any!] @disclose(to: ‸[TENANT]',
    message: 'Tenant.papers is granted to TENANT, who reads nothing of Any.',
    remedy: 'Grant TENANT a field of Any, or take TENANT out of `to`.',
  },
]);

refuses([
  {
    title: 'a relation to what the role reads nothing of is refused',
    edits: [
      [
        `  agency: Agency
  building`,
        `  agency: Agency @disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], within: "P3M")
  building`,
      ],
    ],
    code: 'GRANT_TO_NOTHING',
    at: 'agency: Agency @disclose(to: ‸[AGENCY]',
    message: 'Lease.agency is granted to AGENCY, who reads nothing of Agency.',
  },
  {
    title: 'a list of what the role reads nothing of is refused',
    edits: [
      [
        `  leases: [Lease!]
    @disclose`,
        `  mandates: [Mandate!] @disclose(to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"], within: "PT0S")
  leases: [Lease!]
    @disclose`,
      ],
    ],
    code: 'GRANT_TO_NOTHING',
    at: 'mandates: [Mandate!] @disclose(to: ‸[MANAGER]',
    message: 'Tenant.mandates is granted to MANAGER, who reads nothing of Mandate.',
  },
]);
