import { describe, expect, test } from 'vitest';
import { compiled, definitionIn, roleOf } from './harness.js';

function contractOf(role: string): string {
  return roleOf(compiled(), role).contract;
}

describe('the accounts of an organisation', () => {
  test('are in the contract of each role whose accounts stand in the register', () => {
    for (const role of ['AGENCY', 'MANAGER']) {
      expect(definitionIn(contractOf(role), 'Query')).toContain(
        'accounts( after: String first: Int! ): RegisteredAccountConnection!',
      );
      for (const change of [
        'createAccount(account: NewAccount!): RegisteredAccount',
        'approveAccount(account: String!): RegisteredAccount',
        'closeAccount(account: String!): RegisteredAccount',
        'stopAccount(account: String!, reason: String!): RegisteredAccount',
        'reinstateAccount(account: String!): RegisteredAccount',
      ])
        expect(definitionIn(contractOf(role), 'Mutation')).toContain(change);
    }
  });

  test("are in no contract of a person's own", () => {
    expect(contractOf('TENANT')).not.toMatch(/RegisteredAccount|NewAccount|accounts\(/);
  });

  test('are told by ids and dates alone', () => {
    expect(definitionIn(contractOf('AGENCY'), 'RegisteredAccount')).toBe(
      'type RegisteredAccount { application: String approvedBy: String createdAt: DateTime! createdBy: String! id: String! isAdministrator: Boolean! kind: CallerKind! lastSeenOn: Date state: RegisteredAccountState! unit: String }',
    );
  });
});
