import { refuses } from '../harness.js';
import { permits } from '../lawful.js';

const email = '@disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], within: "P1M")';

permits([['a person with a role of its own gives it', [email, email.replace(')', ', approval: true)')]]]);

refuses([
  {
    title: 'where no person is asked, none is missing',
    edits: [
      [
        'name: String! @disclose(to: [MANAGER], for: [MANAGEMENT])',
        'name: String! @disclose(to: [MANAGER], for: [MANAGEMENT], approval: true)',
      ],
    ],
    code: 'APPROVAL_ON_ENTITY',
    at: 'approval: ‸true',
    message: 'A grant of Agency.name asks for an approval, and there is no person to give it.',
  },
  {
    title: 'who is asked for an approval has a role with which to give it',
    edits: [
      ['TENANT @party(as: DATA_SUBJECT)', 'TENANT @party(as: RECIPIENT)'],
      [email, email.replace(')', ', approval: true)')],
    ],
    code: 'APPROVAL_NEVER_GIVEN',
    at: 'approval: ‸true',
    message: 'A grant asks for the approval of Tenant, who has no role to give it with.',
  },
]);
