import { describe, expect, test } from 'vitest';
import type { Edit } from './harness.js';
import { compiled, definitionIn, grantOf, roleOf } from './harness.js';

const agency = '@party(as: RECIPIENT)';
const strong: Edit = [
  agency,
  '@party(as: RECIPIENT, acr: "gold silver", maxAge: "P1DT1H", stepUpAge: "PT5M", machine: true)',
];
const email = 'through: ["lodger"], within: "P1M"';

describe('a field that asks for a fresh authentication', () => {
  const policy = compiled(strong, [email, `${email}, stepUp: true`]);

  test('says for which purposes, and no other field does', () => {
    const stepUps = [...grantOf(policy, 'AGENCY', 'Tenant').fields.values()].flatMap(({ name, stepUpFor }) =>
      stepUpFor.size > 0 ? [[name, ...stepUpFor]] : [],
    );
    expect(stepUps).toEqual([['email', 'LETTING']]);
  });

  test('is marked in the contract, for the role that is asked', () => {
    const sentence = 'Asks for a fresh authentication: no older than the `stepUpAge` of `me`.';
    const before = 'Where the tenant is written to: managers and agencies write about the home.';
    expect(roleOf(policy, 'AGENCY').contract).toContain(`${before}\n  \n  ${sentence}`);
    expect(roleOf(policy, 'AGENCY').contract.split(sentence)).toHaveLength(2);
    expect(roleOf(policy, 'MANAGER').contract).not.toContain('fresh authentication:');
  });

  test('names the purposes in the contract when another purpose reads it as it is', () => {
    const other = `@disclose(to: [AGENCY], for: [LETTING], ${email}`;
    const two = compiled(strong, [
      `${other})`,
      `${other}, stepUp: true)\n    @disclose(to: [AGENCY], for: [MANAGEMENT], ${email})`,
    ]);
    expect(roleOf(two, 'AGENCY').contract).toContain('Asks for a fresh authentication for LETTING: no older than');
  });

  test('asks as a member of an object too, and the object asks for nothing', () => {
    const line = `  line: String
    @personal(category: CONTACT)
    @disclose(to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"], within: "PT0S"`;
    const member = compiled(
      ['@party(as: CONTROLLER)', '@party(as: CONTROLLER, acr: "gold", stepUpAge: "PT5M")'],
      [line, `${line}, stepUp: true`],
    );
    const { fields } = grantOf(member, 'MANAGER', 'Tenant');
    expect([fields.get('address.line')?.stepUpFor, fields.get('address')?.stepUpFor]).toEqual([
      new Set(['MANAGEMENT']),
      new Set(),
    ]);
    // A building's address has no such mark, and one type would describe both.
    expect(definitionIn(roleOf(compiled(), 'MANAGER').contract, 'TenantAddress')).toBe('');
    expect(definitionIn(roleOf(member, 'MANAGER').contract, 'TenantAddress')).not.toBe('');
  });
});

test('a caller may ask what is asked of it', () => {
  expect(definitionIn(roleOf(compiled(), 'TENANT').contract, 'Caller')).toBe(
    'type Caller { account: String! acrValues: [String!]! authenticatedAt: DateTime budgets: [CallerBudget!]! client: String! cost: Int! expiresAt: DateTime! isAdministrator: Boolean! isInQuarantine: Boolean! kind: CallerKind! maxAge: Int organisation: String page: Int! purpose: String! role: String! sender: CallerSender! stepUpAge: Int unit: String }',
  );
});
