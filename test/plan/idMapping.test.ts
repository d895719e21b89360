/** `currentIds`: ids that an absorbed organisation knew; the plan bounds them and knows no organisation. */
import { describe, expect, it } from 'vitest';
import { compiled, rentalFolder } from '../support/policies.js';
import { goodStanding, planned, refusalOfPlan } from './planning.js';
import type { Asked } from './planning.js';

const policy = compiled(rentalFolder);
const mapping: Asked = {
  role: 'LANDLORD',
  purpose: 'LETTING',
  query: 'query ($ids: [ID!]!) { was: currentIds(type: "Tenant", ids: $ids, from: "old-keys") }',
  variables: { ids: ['a', 'b'] },
};
const ids = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `id-${String(index)}`);

describe('ids that another organisation knew', () => {
  it('are mapped under the name that the answer gives them, in their order', () => {
    const { mappings, roots, coordinates } = planned(policy, mapping);
    expect(mappings).toEqual([{ responseKey: 'was', type: 'Tenant', ids: ['a', 'b'], from: 'old-keys' }]);
    expect([roots, coordinates]).toEqual([[], expect.arrayContaining(['Tenant.id'])]);
    expect(Object.isFrozen(mappings[0]) && Object.isFrozen(mappings[0]?.ids)).toBe(true);
  });

  it('are of a type of the contract', () => {
    const query = 'query ($ids: [ID!]!) { currentIds(type: "Landlady", ids: $ids, from: "old-keys") }';
    expect(refusalOfPlan(policy, { ...mapping, query })).toMatchObject({
      code: 'ARGUMENT_INVALID',
      message: 'currentIds(type:) is no type of the contract with ids.',
    });
  });

  it('are five hundred at most, over all aliases', () => {
    expect(planned(policy, { ...mapping, variables: { ids: ids(500) } }).mappings[0]?.ids).toHaveLength(500);
    expect(refusalOfPlan(policy, { ...mapping, variables: { ids: ids(501) } })).toMatchObject({
      code: 'ARGUMENT_INVALID',
      message: 'currentIds(ids:) takes 500 in an operation, not 501.',
      extensions: { cap: 500 },
    });
    const query = `query ($ids: [ID!]!) {
      a: currentIds(type: "Tenant", ids: $ids, from: "old-keys") b: currentIds(type: "Lease", ids: $ids, from: "old-keys")
    }`;
    expect(planned(policy, { ...mapping, query, variables: { ids: ids(250) } }).mappings).toHaveLength(2);
    expect(refusalOfPlan(policy, { ...mapping, query, variables: { ids: ids(251) } }).message).toContain('not 502');
  });

  it('wait while the account waits for its approval', () => {
    const standing = { ...goodStanding, isInQuarantine: true };
    expect(refusalOfPlan(policy, { ...mapping, asking: { standing } })).toMatchObject({
      code: 'IN_QUARANTINE',
      message: 'The account waits for its approval: currentIds is not for it until then.',
    });
  });

  it('are for roles whose accounts stand in the register', () => {
    const registered = policy.roles.get('LANDLORD');
    if (registered === undefined) throw new Error('there are landlords');
    const authentication = { ...registered.authentication, isRegistered: false };
    const bent = { ...policy, roles: new Map([['LANDLORD', { ...registered, authentication }]]) };
    expect(refusalOfPlan(bent, mapping)).toMatchObject({
      code: 'FORBIDDEN',
      message: 'The field Query.currentIds is not granted.',
    });
  });
});
