import { refuses } from '../harness.js';
import { strayWrites } from '../strays.js';

refuses(strayWrites);

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
  {
    title: 'what one role brings with a new person, another does not change by the same mutation',
    edits: [
      [
        '@write(kind: CREATE, type: "Tenant", to: [MANAGER], for: [MANAGEMENT], through: [])',
        '@write(kind: CREATE, type: "Tenant", to: [MANAGER], for: [MANAGEMENT], through: [])\n    @write(kind: UPDATE, type: "Tenant", to: [AGENCY], for: [LETTING], through: ["lodger"])',
      ],
    ],
    code: 'IDENTIFIER_CHANGED',
    at: 'input RegisterTenant {\n  ‸number',
    message: 'Mutation.registerTenant changes Tenant.number, which no two persons share.',
    also: ['WRITE_ROW', 'WRITE_STEPS_DIFFER'],
  },
]);
