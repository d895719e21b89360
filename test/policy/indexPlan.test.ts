import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bitsOfOneValue, bitsToShare, planBits } from '../../src/policy/indexPlan.js';

const populations = fc.integer({ min: 4, max: 100_000_000 });
const fieldCounts = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 12 });

test('a million persons hide in eighteen bits', () => {
  expect(bitsToShare(1_000_000)).toBe(18);
  expect(planBits(1_000_000, [2])).toEqual([18]);
  expect(planBits(1_000_000, [2, 3, 2])).toEqual([6, 6, 6]);
  expect(planBits(1_000_000, [2, 2, 3, 2])).toEqual([5, 5, 4, 4]);
});

test('a name alone never has more bits than frequencies forgive, and leaves the rest to sets', () => {
  expect(bitsOfOneValue(1_000_000)).toBe(8);
  expect(planBits(1_000_000, [1])).toEqual([8]);
  expect(planBits(1_000_000, [1, 2])).toEqual([8, 10]);
});

test('more indexes than bits have no plan', () => {
  expect(planBits(16, [2, 2, 2])).toEqual([1, 1, 1]);
  expect(planBits(16, [2, 2, 2, 2])).toBeUndefined();
  expect(planBits(4, [2])).toEqual([1]);
  expect(planBits(3, [2])).toBeUndefined();
  expect(planBits(0, [])).toEqual([]);
});

test('all indexes together leave two persons to every combination, each has a bit at least', () => {
  fc.assert(
    fc.property(populations, fieldCounts, (population, counts) => {
      const bits = planBits(population, counts);
      if (bits === undefined) return counts.length > bitsToShare(population);
      const sum = bits.reduce((total, each) => total + each, 0);
      return bits.length === counts.length && bits.every((each) => each >= 1) && population / 2 ** sum >= 2;
    }),
  );
});

test('sets share so many bits that no more than the square root of all persons coincide', () => {
  fc.assert(
    fc.property(populations, fieldCounts, (population, counts) => {
      const sets = counts.map((fields) => Math.max(2, fields));
      const bits = planBits(population, sets);
      if (bits === undefined) return true;
      const sum = bits.reduce((total, each) => total + each, 0);
      return population / 2 ** sum <= Math.max(4, Math.sqrt(population));
    }),
  );
});
