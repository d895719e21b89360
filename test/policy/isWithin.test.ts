import { expect, test } from 'vitest';
import { isWithin } from '../../src/policy/isWithin.js';

test.each([
  ['address', ['address'], true],
  ['address.line', ['address'], true],
  ['address.line', ['email', 'address.line'], true],
  ['address', ['address.line'], false],
  ['addressee', ['address'], false],
  ['email', [], false],
])('%s within %j: %s', (path, fields, within) => {
  expect(isWithin(path, fields)).toBe(within);
});
