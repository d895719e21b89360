/**
 * Who holds an old backup knows no value, but how long each is. Lengths alone must not tell which row is whose: names,
 * emails and addresses of the same persons have leaked elsewhere, and a row says in clear who accompanies or trains its person.
 */
import { expect, it } from 'vitest';
import type { DemoRow } from '../../src/demo/world/rows.js';
import { valueCodec } from '../../src/vault/valueCodec.js';
import { compiled, storeFolder } from '../support/policies.js';
import { demoPeople } from '../support/demoService.js';

const people = demoPeople('2026-03-01');
const sealed = [...(compiled(storeFolder).types.get('JobSeeker')?.fields.values() ?? [])].flatMap((field) =>
  field.kind === 'value' && field.storage === 'sealed' ? [field] : [],
);

function valueAt(person: DemoRow, path: string): unknown {
  return path.split('.').reduce<unknown>((at, name) => (at as DemoRow | null | undefined)?.[name], person);
}

/** Of a hundred persons, how many no other shares all lengths with. */
function singledOut(lengthOf: (value: string | number | boolean, at: (typeof sealed)[number]) => number): number {
  const counts = new Map<string, number>();
  for (const person of people) {
    const lengths = sealed.map((field) => {
      const value = valueAt(person, field.path) ?? null;
      return value === null ? '' : lengthOf(value as string | number | boolean, field);
    });
    counts.set(lengths.join(), (counts.get(lengths.join()) ?? 0) + 1);
  }
  return (100 * [...counts.values()].filter((count) => count === 1).length) / people.length;
}

it('the lengths of what is sealed single out less than one person of a hundred', () => {
  expect([people.length > 5_000, sealed.length]).toEqual([true, 12]);
  expect(singledOut((value, { scalar }) => valueCodec(scalar).encode(value).length)).toBeLessThan(1);
});

it('as exact lengths would single out most', () => {
  expect(singledOut((value) => Buffer.byteLength(String(value)))).toBeGreaterThan(50);
});
