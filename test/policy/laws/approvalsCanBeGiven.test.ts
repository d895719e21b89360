import { refuses } from '../harness.js';

const email = '@disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], within: "P1M")';

refuses([
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
