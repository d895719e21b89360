import { refuses } from '../harness.js';

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
