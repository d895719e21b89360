/** What a process remembers of whom it has seen counted: never more than is true. */
import { expect, test } from 'vitest';
import { CountedPersons } from '../../src/budget/countedPersons.js';

const begin = 1_800_000_000;

test('persons are known since the earliest of them was counted', () => {
  const counted = new CountedPersons();
  counted.add(1, ['anna'], begin);
  counted.add(1, ['bela', 'cleo'], begin + 60);
  expect(counted.since(1, ['anna', 'cleo'])).toBe(begin);
  expect(counted.since(1, ['bela', 'cleo'])).toBe(begin + 60);
});

test('one of whom nothing is known makes them all unknown', () => {
  const counted = new CountedPersons();
  counted.add(1, ['anna'], begin);
  expect(counted.since(1, ['anna', 'bela'])).toBeUndefined();
});

test('who was counted in one scope is unknown in another', () => {
  const counted = new CountedPersons();
  counted.add(1, ['anna'], begin);
  expect(counted.since(2, ['anna'])).toBeUndefined();
});

test('nobody at all was counted at no time', () => {
  const counted = new CountedPersons();
  counted.add(1, ['anna'], begin);
  expect(counted.since(1, [])).toBeUndefined();
});

test('a count that arrives late makes nobody older', () => {
  const counted = new CountedPersons();
  counted.add(1, ['anna'], begin + 60);
  counted.add(1, ['anna'], begin);
  expect(counted.since(1, ['anna'])).toBe(begin + 60);
});

test('the first second of the epoch is a time too', () => {
  const counted = new CountedPersons();
  counted.add(1, ['anna'], 0);
  expect(counted.since(1, ['anna'])).toBe(0);
});

test('what is forgotten is looked up again', () => {
  const counted = new CountedPersons();
  counted.add(1, ['anna'], begin);
  counted.forget();
  expect(counted.since(1, ['anna'])).toBeUndefined();
});

test('two hundred thousand persons are remembered, and one more forgets them all', () => {
  const many = Array.from({ length: 199_999 }, (_, index) => `person-${String(index)}`);
  const counted = new CountedPersons();
  counted.add(1, many, begin);
  // Who is known already takes no place.
  for (let round = 0; round < 3; round++) counted.add(1, ['person-0'], begin);
  counted.add(2, ['anna'], begin);
  expect(counted.since(1, many)).toBe(begin);
  counted.add(2, ['bela'], begin);
  expect(counted.since(1, ['person-0'])).toBeUndefined();
  expect(counted.since(2, ['bela'])).toBe(begin);
});

test('what was forgotten takes no place any more', () => {
  const many = Array.from({ length: 200_000 }, (_, index) => `person-${String(index)}`);
  const counted = new CountedPersons();
  counted.add(1, many, begin);
  counted.forget();
  counted.add(2, ['anna'], begin);
  counted.add(2, ['bela'], begin);
  expect(counted.since(2, ['anna', 'bela'])).toBe(begin);
});
