import { expect, test } from 'vitest';
import { compiled, grantOf, refuses } from '../harness.js';
import type { Edit } from '../harness.js';

const email = '@disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], within: "P1M")';

function beside(grant: string): Edit {
  return [email, `${email}\n    ${grant}`];
}

refuses([
  {
    title: 'an approval of what the role reads anyway is asked for nothing',
    edits: [
      beside('@disclose(to: [MANAGER, AGENCY], for: [LETTING], through: ["lodger"], within: "P1M", approval: true)'),
    ],
    code: 'APPROVAL_WITHOUT_EFFECT',
    at: 'approval: ‸true',
    message:
      "AGENCY reads Tenant.email for LETTING without the person's approval, through the same link and for no shorter a time.",
    also: ['REACH_UNKNOWN'],
  },
  {
    title: 'nor is one of what ends sooner',
    edits: [beside('@disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], within: "P20D", approval: true)')].map(
      ([from, to]): Edit => [from, to.replace('"P1M"', '"P1M20D"')],
    ),
    code: 'APPROVAL_WITHOUT_EFFECT',
    at: 'approval: ‸true',
    message:
      "AGENCY reads Tenant.email for LETTING without the person's approval, through the same link and for no shorter a time.",
  },
]);

test('each grant grants by itself: a longer window may wait for the approval', () => {
  const policy = compiled(
    beside('@disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], within: "P1Y", approval: true)'),
  );
  const gate = grantOf(policy, 'AGENCY', 'Tenant').fields.get('email')?.gates.get('LETTING');
  expect(gate?.kind === 'linked' && gate.terms.map(({ within, approval }) => [within.text, approval])).toEqual([
    ['P1M', false],
    ['P1Y', true],
  ]);
});
