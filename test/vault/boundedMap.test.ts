import { expect, test } from 'vitest';
import { BoundedMap } from '../../src/vault/boundedMap.js';

test('it keeps what was used last and makes the rest again', () => {
  const map = new BoundedMap<string>(2);
  const made: string[] = [];
  const use = (name: string): string =>
    map.of([name], () => {
      made.push(name);
      return `value of ${name}`;
    });
  expect(use('a')).toBe('value of a');
  use('b');
  use('a');
  use('c');
  expect(made).toEqual(['a', 'b', 'c']);
  use('a');
  expect(made).toEqual(['a', 'b', 'c']);
  use('b');
  expect(made).toEqual(['a', 'b', 'c', 'b']);
});

test('a name of two parts is no other name', () => {
  const map = new BoundedMap<number>(10);
  expect(map.of(['a', 'b'], () => 1)).toBe(1);
  expect(map.of(['a,b'], () => 2)).toBe(2);
  expect(map.of(['', 'ab'], () => 3)).toBe(3);
  expect(map.of(['a', 'b'], () => 4)).toBe(1);
});
