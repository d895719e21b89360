import { expect, test } from 'vitest';
import { largeStore } from '../../bench/policy/largeStore.js';
import { policyOf } from './harness.js';

test('twelve roles over a hundred and fifty types compile', () => {
  const policy = policyOf([{ name: 'large.graphql', text: largeStore({ roles: 12, types: 150 }) }]);
  expect(policy.roles.size).toBe(12);
  expect(policy.types.size).toBe(150);
  for (const role of policy.roles.values()) expect(role.types.size).toBe(150);
});
