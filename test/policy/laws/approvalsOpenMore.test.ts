import { expect, test } from 'vitest';
import { compiled, grantOf, refuses } from '../harness.js';
import type { Edit } from '../harness.js';
import { permits } from '../lawful.js';

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

const keys: Edit = [
  '  @restrict(',
  '  @reach(name: "keys", role: AGENCY, through: "key", subject: "tenant_id", column: "agency_id", claim: ORGANISATION, starts: "starts_on", longest: "P1Y")\n  @restrict(',
];
const asked = (links: string, more = ''): Edit =>
  beside(`@disclose(to: [AGENCY], for: [LETTING], through: [${links}], within: "P1M", approval: true${more})`);
const without =
  "AGENCY reads Tenant.email for LETTING without the person's approval, through the same link and for no shorter a time.";

refuses([
  {
    title: 'one link of two is read without',
    edits: [
      keys,
      [
        email,
        `${email.replace('["lodger"]', '["lodger", "keys"]')}
    @disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], within: "P1M", approval: true)`,
      ],
    ],
    code: 'APPROVAL_WITHOUT_EFFECT',
    at: 'approval: ‸true',
    message: without,
  },
  {
    title: 'what is no duration is refused for that',
    edits: [beside('@disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], within: "soon", approval: true)')],
    code: 'DURATION_MALFORMED',
    at: 'within: ‸"soon"',
    message: '"soon" is no duration.',
  },
  {
    title: 'a grant of no end is refused for that',
    edits: [beside('@disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], approval: true)')],
    code: 'GRANT_WITHOUT_WINDOW',
    at: '‸@disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], approval: true)',
    message: 'A grant of Tenant.email has no end.',
  },
  {
    title: 'of two purposes one is enough',
    edits: [
      beside('@disclose(to: [AGENCY], for: [MANAGEMENT, LETTING], through: ["lodger"], within: "P1M", approval: true)'),
    ],
    code: 'APPROVAL_WITHOUT_EFFECT',
    at: 'approval: ‸true',
    message: without,
  },
  {
    title: 'a rung that the role reads anyway is named as the contract names it',
    edits: [
      [
        'as: AGE_BAND, within: "P3M")',
        'as: AGE_BAND, within: "P3M")\n    @disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], as: AGE_BAND, within: "P3M", approval: true)',
      ],
    ],
    code: 'APPROVAL_WITHOUT_EFFECT',
    at: 'approval: ‸true',
    message: without.replace('email', 'birthDateAgeBand'),
  },
]);

permits([
  ['an approval may open another rung', asked('"lodger"', ', as: MASKED')],
  [
    'an approval may open it for another purpose',
    beside('@disclose(to: [AGENCY], for: [MANAGEMENT], through: ["lodger"], within: "P1M", approval: true)'),
  ],
  [
    'an approval may open it to another role',
    [
      'as: AGE_BAND, within: "P3M")',
      'as: AGE_BAND, within: "P3M")\n    @disclose(to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"], as: AGE_BAND, within: "P3M", approval: true)',
    ],
  ],
  ['an approval may open one more link', keys, asked('"lodger", "keys"')],
  ...(['P1M1D', 'P1MT1S', 'P2M'] as const).map(
    (within) =>
      [
        `an approval may open it for longer: ${within}`,
        beside(`@disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], within: "${within}", approval: true)`),
      ] as const,
  ),
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
