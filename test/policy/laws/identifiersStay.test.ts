import { refuses } from '../harness.js';

refuses([
  {
    title: 'what identifies a person is not changed: a refusal would tell that somebody else has it',
    edits: [
      [
        `input CorrectTenant {
  birthName: String`,
        `input CorrectTenant {
  number: NationalNumber
  birthName: String`,
      ],
    ],
    code: 'IDENTIFIER_CHANGED',
    at: `input CorrectTenant {
  ‸number: NationalNumber`,
    message: 'Mutation.correctTenant changes Tenant.number, which no two persons share.',
  },
]);
