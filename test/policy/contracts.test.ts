import { expect, test } from 'vitest';
import { contractsOf } from '../../src/policy/contracts.js';
import { compiled, roleOf } from './harness.js';

test('contracts are files named for their roles, each saying what made it', () => {
  const policy = compiled(
    ['  TENANT @party', '  SITE_CLERK @party(as: PROCESSOR)\n  TENANT @party'],
    [
      '  @bound(role: TENANT',
      '  @bound(role: SITE_CLERK, page: 1, cost: 1, persons: [{ of: 0, per: "P1D", by: ACCOUNT }])\n  @bound(role: TENANT',
    ],
  );
  const contracts = contractsOf(policy);
  expect([...contracts.keys()]).toEqual(['agency.graphql', 'manager.graphql', 'site-clerk.graphql', 'tenant.graphql']);
  expect(contracts.get('agency.graphql')).toBe(
    `# The contract of AGENCY, made by \`cloison contract\`.\n\n${roleOf(policy, 'AGENCY').contract}`,
  );
});
