import { expect, test } from 'vitest';
import { covers } from '../../../src/policy/compile/terms.js';
import { reach, term } from './terms.js';

const lodger = reach('lodger');
const second = reach('lodger', 'Tenant.lodger.AGENCY.2');

test.each([
  ['as long', 'P1M', 'P1M', true],
  ['longer', 'P2M', 'P1M', true],
  ['shorter', 'P1M', 'P2M', false],
  ['days longer', 'P2D', 'P1D', true],
  ['days shorter', 'P1D', 'P2D', false],
  ['seconds longer', 'PT2H', 'PT1H', true],
  ['seconds shorter', 'PT1H', 'PT2H', false],
  ['months longer and days shorter, which no calendar compares', 'P2M', 'P1M1D', false],
  ['days longer and seconds shorter, which is not compared either', 'P2D', 'P1DT1H', false],
])('a way that opens %s without approval: %s spares that of %s, %s', (_what, without, approved, spared) => {
  expect(covers(term(lodger, without), term(lodger, approved, true))).toBe(spared);
});

test('only a way without approval spares one with', () => {
  expect(covers(term(lodger, 'P1Y', true), term(lodger, 'P1M', true))).toBe(false);
  expect(covers(term(lodger, 'P1Y'), term(lodger, 'P1M'))).toBe(false);
  expect(covers(term(lodger, 'P1Y', true), term(lodger, 'P1M'))).toBe(false);
});

test('a way spares no other of its name: another link may be over', () => {
  expect(covers(term(second, 'P1Y'), term(lodger, 'P1M', true))).toBe(false);
});
