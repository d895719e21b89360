import { expect, test } from 'vitest';
import { targetsOf } from '../../src/policy/targets.js';
import type { Edit } from './harness.js';
import { compiled } from './harness.js';

/** Leases and mandates of one tenant, in one list. */
const files: readonly Edit[] = [
  ['type Mandate @record', 'union File = Lease | Mandate\n\ntype Mandate @record'],
  ['  leases: [Lease!]\n    @disclose', '  files: [File!]\n  leases: [Lease!]\n    @disclose'],
];

test.each([
  ['Lease', 'building', ['Building']],
  ['Tenant', 'leases', ['Lease']],
  ['Tenant', 'files', ['Lease', 'Mandate']],
  ['Tenant', 'email', undefined],
  ['Tenant', 'address', undefined],
  ['Tenant', 'phone', undefined],
])('%s.%s leads to %j', (type, path, targets) => {
  expect(
    targetsOf(
      compiled(...files)
        .types.get(type)
        ?.fields.get(path),
    ),
  ).toEqual(targets);
});
