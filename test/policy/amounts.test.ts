import { describe, expect, test } from 'vitest';
import { isOutOfMeasure, isSenseless } from '../../src/policy/amounts.js';
import type { AllowanceArguments } from '../../src/policy/read/directives.js';

const nothing: AllowanceArguments = {
  of: undefined,
  share: undefined,
  floor: undefined,
  cap: undefined,
  per: 'P1D',
  by: 'ACCOUNT',
  shadow: false,
};
const share = { share: 0.5, floor: 10, cap: 100 };

describe('the window of an amount', () => {
  test.each([
    ['PT1M', false],
    ['PT59S', true],
    ['PT0S', true],
    ['P1D', false],
    ['P400D', false],
    ['P400DT1S', true],
    ['P401D', true],
    // A month counts as the longest one.
    ['P12M', false],
    ['P12M28D', false],
    ['P12M29D', true],
    ['P13M', true],
    ['P1D but not quite', false],
  ])('of %s is out of measure: %s', (per, isOut) => {
    expect(isOutOfMeasure({ ...nothing, per })).toBe(isOut);
  });
});

describe('an amount makes sense', () => {
  test.each([
    ['a number', { of: 20 }],
    ['nobody at all', { of: 0 }],
    ['a share between a floor and a cap', share],
    ['a share of more than the caseload', { ...share, share: 1.2 }],
    ['a floor of nobody', { ...share, floor: 0 }],
    ['a floor as high as the cap', { ...share, floor: 100 }],
  ])('as %s', (_what, amount) => {
    expect(isSenseless({ ...nothing, ...amount })).toBe(false);
  });
});

describe('an amount makes no sense', () => {
  test.each([
    ['that says nothing', {}],
    ['below nothing', { of: -1 }],
    ['that is a number and a share', { of: 20, share: 0.5 }],
    ['that is a number with a floor', { of: 20, floor: 1 }],
    ['that is a number with a cap', { of: 20, cap: 30 }],
    ['of a floor and a cap without a share', { floor: 10, cap: 100 }],
    ['of a share without a floor', { share: 0.5, cap: 100 }],
    ['of a share without a cap', { share: 0.5, floor: 10 }],
    ['of a share of nothing', { ...share, share: 0 }],
    ['of a share below nothing', { ...share, share: -0.5 }],
    ['of a floor below nothing', { ...share, floor: -1 }],
    ['of a floor above the cap', { ...share, floor: 101 }],
  ])('%s', (_what, amount) => {
    expect(isSenseless({ ...nothing, ...amount })).toBe(true);
  });
});
