import { expect, test } from 'vitest';
import { compiled, refuses } from '../harness.js';
import type { Edit } from '../harness.js';

const strong: Edit = ['@party(as: RECIPIENT)', '@party(as: RECIPIENT, acr: "gold", stepUpAge: "PT5M")'];
const email = '@disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], within: "P1M")';
const year = 'through: ["lodger"], as: YEAR, within: "PT0S"';

refuses([
  {
    title: 'two grants of one field to one role for one purpose agree',
    edits: [
      strong,
      [
        email,
        `${email}
    @disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], within: "P2M", stepUp: true)`,
      ],
    ],
    code: 'STEP_UP_DIFFERS',
    at: 'stepUp: ‸true',
    message: 'One grant of Tenant.email to AGENCY for LETTING asks for a fresh authentication, another does not.',
  },
  {
    title: 'a grant on a field agrees with the one on its type',
    edits: [strong, ['  floors: Int', '  floors: Int @disclose(to: [AGENCY], for: [LETTING], stepUp: true)']],
    code: 'STEP_UP_DIFFERS',
    at: 'stepUp: ‸true',
    message: 'One grant of Building.floors to AGENCY for LETTING asks for a fresh authentication, another does not.',
  },
]);

test('each rung and each purpose stands by itself', () => {
  const policy = compiled(strong, [year, `${year}, stepUp: true`]);
  const fields = policy.roles.get('AGENCY')?.types.get('Tenant')?.fields;
  expect([...(fields?.get('birthDateYear')?.stepUpFor ?? [])]).toEqual(['LETTING']);
  expect([...(fields?.get('birthDateAgeBand')?.stepUpFor ?? [])]).toEqual([]);
});
