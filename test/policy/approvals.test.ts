import { describe, expect, test } from 'vitest';
import type { Gate } from '../../src/policy/compiled.js';
import { matrix, printMatrix } from '../../src/policy/matrix.js';
import { compiled, definitionIn, grantOf, problemsOf, edited, roleOf } from './harness.js';
import type { Edit } from './harness.js';

const stepless: Edit = [
  '  stepless: Boolean\n    @personal(category: HEALTH)',
  '  stepless: Boolean\n    @personal(category: CONTACT)\n    @disclose(to: [AGENCY], for: [LETTING, OWN_FILE], through: ["lodger"], within: "P1M", as: PRESENCE, approval: true)',
];

function termsOf(gate: Gate | undefined): readonly string[] {
  if (gate?.kind !== 'linked') return [];
  return gate.terms.map(({ reach, within, approval }) => `${reach.name} +${within.text}${approval ? ' approved' : ''}`);
}

describe('a grant that waits for the person’s approval', () => {
  test('marks the term that opens the field', () => {
    const { fields } = grantOf(compiled(stepless), 'AGENCY', 'Tenant');
    expect(termsOf(fields.get('steplessPresence')?.gates.get('LETTING'))).toEqual(['lodger +P1M approved']);
    expect(termsOf(fields.get('email')?.gates.get('LETTING'))).toEqual(['lodger +P1M']);
  });

  test('opens no row that opens without, and the row of a purpose that has nothing else', () => {
    const { visible } = grantOf(compiled(stepless), 'AGENCY', 'Tenant');
    expect(termsOf(visible.get('LETTING'))).toEqual(['lodger +P3M', 'lodger +PT0S', 'lodger +P1M']);
    expect(termsOf(visible.get('OWN_FILE'))).toEqual(['lodger +P1M approved']);
  });

  test('is not held by a grant whose window is shorter', () => {
    const longer: Edit = [stepless[0], stepless[1].replace('"P1M"', '"P1Y"')];
    const { visible } = grantOf(compiled(longer), 'AGENCY', 'Tenant');
    expect(termsOf(visible.get('LETTING'))).toContain('lodger +P1Y approved');
  });

  test('is what the person may approve, purpose by purpose', () => {
    const policy = compiled(stepless);
    const opens = { role: 'AGENCY', fields: [{ coordinate: 'Tenant.stepless', precision: 'PRESENCE' }] };
    expect(roleOf(policy, 'TENANT').approvables).toMatchObject([
      { type: 'Tenant', purpose: 'LETTING', roles: [opens] },
      { type: 'Tenant', purpose: 'OWN_FILE', roles: [opens] },
    ]);
    expect(roleOf(policy, 'AGENCY').approvables).toEqual([]);
  });

  test('puts the approvals into the contract of the person, and into no other', () => {
    const policy = compiled(stepless);
    const own = roleOf(policy, 'TENANT').contract;
    expect(definitionIn(own, 'OwnApproval')).toContain('withdrawnAt: DateTime');
    expect(own).toContain('giveApproval(organisation: String!, purpose: String!, until: DateTime!): OwnApproval');
    for (const role of ['AGENCY', 'MANAGER'])
      expect(roleOf(policy, role).contract).not.toMatch(/OwnApproval|giveApproval|[aA]pprovable/);
    expect(roleOf(compiled(), 'TENANT').contract).not.toMatch(/OwnApproval|giveApproval|[aA]pprovable/);
  });

  test('says so to who reads the contract or the matrix', () => {
    const policy = compiled(stepless);
    expect(roleOf(policy, 'AGENCY').contract).toContain(
      'Only while the person approves it for the organisation and the purpose.',
    );
    const rows = matrix(policy).filter(({ coordinate }) => coordinate === 'Tenant.steplessPresence');
    expect(rows.map(({ through }) => through)).toEqual([
      [{ reach: 'lodger', within: 'P1M', approval: true }],
      [{ reach: 'lodger', within: 'P1M', approval: true }],
    ]);
    expect(printMatrix(rows)).toContain('lodger +P1M if approved');
  });

  test('lets no mutation compare the field: the refusal would tell it', () => {
    const status = `@impersonal(reason: "a state of the file")
    @disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], within: "P3M"`;
    const problems = problemsOf(edited([`${status})`, `${status}, approval: true)`]));
    expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(['COMPARES_UNREAD']));
  });
});
