import type { Edit } from '../harness.js';
import { refuses } from '../harness.js';
import { permits } from '../lawful.js';

const email = '@disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], within: "P1M")';
const aide = (name: string, role: string): Edit => [
  '  @restrict(',
  `  @reach(name: "${name}", role: ${role}, through: "aide", subject: "tenant_id", column: "person_id", claim: SUBJECT, starts: "starts_on")\n  @restrict(`,
];
const approved: Edit = [email, email.replace(')', ', approval: true)')];

permits([
  ['a person approves that an organisation reads', approved],
  ['a role with an own claim elsewhere asks as others do', aide('aide', 'AGENCY'), approved],
  ['another role may come by the person’s own claim under the same name', aide('lodger', 'MANAGER'), approved],
]);

refuses([
  {
    title: 'whoever is the person asks itself, by whichever claim',
    edits: [
      ['claim: SUBJECT, starts: "registered_on")', 'claim: ACCOUNT, starts: "registered_on", longest: "P1Y")'],
      [
        'through: ["self"], within: "PT0S")\n  "The birth date',
        'through: ["self"], within: "PT0S", approval: true)\n  "The birth date',
      ],
    ],
    code: 'APPROVAL_OF_ONESELF',
    at: 'approval: ‸true',
    message: 'A grant of Tenant.birthName to TENANT asks the person for the approval to read what is its own.',
    also: ['APPROVAL_NEVER_GIVEN'],
  },
  {
    title: 'a role that is not explained is refused for that',
    edits: [approved, ['AGENCY @party(as: RECIPIENT)', 'AGENCY']],
    code: 'WORD_UNEXPLAINED',
    at: '‸AGENCY\n',
    message: 'Role.AGENCY says nothing of itself.',
  },
  {
    title: 'of several roles the one is named that would ask itself',
    edits: [
      aide('lodger', 'AGENCY'),
      [
        email,
        email
          .replace('[AGENCY]', '[MANAGER, AGENCY]')
          .replace('["lodger"]', '["portfolio", "lodger"]')
          .replace(')', ', approval: true)'),
      ],
    ],
    code: 'APPROVAL_OF_ONESELF',
    at: 'approval: ‸true',
    message: 'A grant of Tenant.email to AGENCY asks the person for the approval to read what is its own.',
    also: ['REACH_UNKNOWN'],
  },
]);

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
