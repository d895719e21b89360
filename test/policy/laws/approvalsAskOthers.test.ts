import { refuses } from '../harness.js';

refuses([
  {
    title: 'the person approves nothing to itself',
    edits: [
      [
        `through: ["self"], within: "PT0S")
  "The birth date`,
        `through: ["self"], within: "PT0S", approval: true)
  "The birth date`,
      ],
    ],
    code: 'APPROVAL_OF_ONESELF',
    at: 'approval: ‸true',
    message: 'A grant of Tenant.birthName to TENANT asks the person for the approval to read what is its own.',
  },
  {
    title: 'nor to a role that comes by the person’s own claim',
    edits: [
      ['to: [TENANT])\n  TENANCY', 'to: [TENANT, MANAGER])\n  TENANCY'],
      [
        '  @restrict(column: "protected_address"',
        `  @reach(name: "aide", role: MANAGER, through: "tenant", subject: "id", column: "id", claim: SUBJECT, starts: "registered_on")
  @restrict(column: "protected_address"`,
      ],
      [
        '  "Whether the home must be without steps."\n  stepless: Boolean\n    @personal(category: HEALTH)',
        '  "Whether the home must be without steps."\n  stepless: Boolean\n    @personal(category: CONTACT)\n    @disclose(to: [MANAGER], for: [MANAGEMENT], through: ["aide"], within: "PT0S", approval: true)',
      ],
    ],
    code: 'APPROVAL_OF_ONESELF',
    at: 'approval: ‸true',
    message: 'A grant of Tenant.stepless to MANAGER asks the person for the approval to read what is its own.',
    also: ['WRITES_OWN_REACH'],
  },
]);
