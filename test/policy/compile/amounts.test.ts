import { expect, test } from 'vitest';
import { compileAllowance } from '../../../src/policy/compile/amounts.js';

test('an amount is a number or a share, in a window, for a claim, and immutable', () => {
  const fixed = { of: 200, share: undefined, floor: undefined, cap: undefined, by: 'ACCOUNT', shadow: false } as const;
  const share = { of: undefined, share: 1.2, floor: 20, cap: 500, by: 'ORGANISATION', shadow: true } as const;
  const day = { text: 'P1D', months: 0, days: 1, seconds: 0 };
  expect(compileAllowance({ ...fixed, per: 'P1D' })).toEqual({ ...fixed, per: day });
  expect(compileAllowance({ ...share, per: 'P1D' })).toEqual({ ...share, per: day });
  expect(Object.isFrozen(compileAllowance({ ...fixed, per: 'P1D' }))).toBe(true);
});
