import { describe, expect, it } from 'vitest';
import { admittedRoles } from '../../src/admittedRoles.js';
import { compiled, rentalFolder } from '../support/policies.js';

describe('the roles that identity admits', () => {
  const roles = admittedRoles(compiled(rentalFolder));

  it('are those of the policy, each with the purposes for which anything is granted to it', () => {
    expect([...roles.keys()].toSorted((one, other) => one.localeCompare(other))).toEqual([
      'AGENT',
      'GUARANTEE_FUND',
      'LANDLORD',
      'TENANT',
    ]);
    expect([...(roles.get('LANDLORD')?.purposes ?? [])]).toEqual(['LETTING']);
    expect([...(roles.get('TENANT')?.purposes ?? [])]).toContain('OWN_FILE');
  });

  it('need the claim by which persons are counted, and the one that all their links compare', () => {
    expect(roles.get('LANDLORD')?.claims).toEqual(['ORGANISATION']);
    expect(roles.get('AGENT')?.claims).toEqual(['ACCOUNT']);
    expect(new Set(roles.get('TENANT')?.claims)).toEqual(new Set(['ACCOUNT', 'SUBJECT']));
  });
});
