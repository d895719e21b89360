import { describe, expect, test } from 'vitest';
import type { EngineAudience } from '../../src/policy/audience.js';
import { isInAudience } from '../../src/policy/audience.js';
import type { Party, RolePolicy } from '../../src/policy/compiled.js';
import { isRecipient } from '../../src/policy/isRecipient.js';
import type { Edit } from './harness.js';
import { compiled, roleOf } from './harness.js';

const audiences: readonly EngineAudience[] = [
  'EVERYBODY',
  'REGISTERED',
  'RECIPIENT',
  'DATA_SUBJECT',
  'APPROVER',
  'ASKED',
  'CONFIRMING',
  'ANSWERING',
];

/** A first contact of agencies, which the person answers, or a manager. */
const asking: Edit = [
  '  "Corrects what is wrong."',
  `  requestLink(number: NationalNumber!, birthName: String!, building: ID!): LinkRequestState!
    @request(
      type: "Lease", by: ["number", "birthName"], to: [AGENCY], for: [LETTING], confirm: ["portfolio"]
      expires: "P14D", misses: { of: 9, per: "P1D", by: ACCOUNT }
    )
    @sets(field: "agency", claim: ORGANISATION)
  "Corrects what is wrong."`,
];
const approved: Edit = ['through: ["lodger"], within: "P1M")', 'through: ["lodger"], within: "P1M", approval: true)'];

function audiencesOf(role: RolePolicy): readonly EngineAudience[] {
  return audiences.filter((audience) => isInAudience(audience, role));
}

describe('an audience of the engine', () => {
  test('of a store where nobody asks or approves is the register, partners or persons', () => {
    expect(['MANAGER', 'AGENCY', 'TENANT'].map((role) => audiencesOf(roleOf(compiled(), role)))).toEqual([
      ['EVERYBODY', 'REGISTERED'],
      ['EVERYBODY', 'REGISTERED', 'RECIPIENT'],
      ['EVERYBODY', 'DATA_SUBJECT'],
    ]);
  });

  test('of first contacts is the person who is asked and who answers for it, never who asks', () => {
    const policy = compiled(asking);
    expect(['MANAGER', 'AGENCY', 'TENANT'].map((role) => audiencesOf(roleOf(policy, role)))).toEqual([
      ['EVERYBODY', 'REGISTERED', 'CONFIRMING', 'ANSWERING'],
      ['EVERYBODY', 'REGISTERED', 'RECIPIENT'],
      ['EVERYBODY', 'DATA_SUBJECT', 'ASKED', 'ANSWERING'],
    ]);
  });

  test('of approvals is the person of whom something waits for one', () => {
    const policy = compiled(approved);
    expect(audiencesOf(roleOf(policy, 'TENANT'))).toEqual(['EVERYBODY', 'DATA_SUBJECT', 'APPROVER']);
    expect(audiencesOf(roleOf(policy, 'AGENCY'))).not.toContain('APPROVER');
  });
});

test.each<[Party, boolean]>([
  ['JOINT_CONTROLLER', true],
  ['PROCESSOR', true],
  ['RECIPIENT', true],
  ['CONTROLLER', false],
  ['DATA_SUBJECT', false],
  ['SUPERVISION', false],
])('data of a person are disclosed to a %s: %s', (party, isOne) => {
  expect(isRecipient(party)).toBe(isOne);
});
