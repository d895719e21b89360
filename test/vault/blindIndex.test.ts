import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalBytes } from '../../src/kernel/canonical.js';
import { BlindIndex } from '../../src/vault/blindIndex.js';
import { SecretBytes } from '../../src/vault/secretBytes.js';
import { subkey } from '../../src/vault/subkey.js';
import { newVault } from './cells.js';

const vault = newVault();
const nameAndDate = {
  table: 'tenant',
  column: 'birth_name_birth_date_bidx',
  scalars: ['Text', 'Date'],
  bits: 17,
} as const;
const index = vault.blindIndex(nameAndDate);

test('an index is HMAC-SHA-256 under its own key over the canonical bytes of the normalised values', () => {
  const ringKey = (): SecretBytes => new SecretBytes(Buffer.alloc(32, 7));
  const whole = new BlindIndex(ringKey(), { ...nameAndDate, bits: 256 }).of(['Dupont-Été', '1984-03-02']);
  const key = subkey(ringKey(), ['index', 'tenant', 'birth_name_birth_date_bidx']).expose();
  const expected = createHmac('sha256', key)
    .update(canonicalBytes(['dupont ete', '1984-03-02']))
    .digest();
  expect(whole.equals(expected)).toBe(true);
});

test('spellings of one value share an index; other values do not', () => {
  const unique = vault.blindIndex({ ...nameAndDate, bits: 256 });
  const spellings = ['Le Goff-Été', 'LE GOFF ETE', ' le  goff  été ', 'Le Goff\u2010E\u0301te\u0301'];
  const indexes = spellings.map((name) => unique.of([name, '1984-03-02']).toString('hex'));
  expect(new Set(indexes).size).toBe(1);
  expect(unique.of(['Le Gof fete', '1984-03-02']).toString('hex')).not.toBe(indexes[0]);
  expect(unique.of(['Le Goff Ete', '1984-03-20']).toString('hex')).not.toBe(indexes[0]);
});

test('a letter that moves from one field to the next makes another index', () => {
  const names = vault.blindIndex({ table: 'tenant', column: 'names_bidx', scalars: ['Text', 'Text'], bits: 256 });
  expect(names.of(['ab', 'c']).equals(names.of(['a', 'bc']))).toBe(false);
  expect(names.of(['ab', '']).equals(names.of(['', 'ab']))).toBe(false);
});

test('tables, index columns and rings have keys of their own: equal values meet nowhere else', () => {
  const shape = { table: 'tenant', column: 'name_bidx', scalars: ['Text'], bits: 256 } as const;
  const all = [
    vault.blindIndex(shape),
    vault.blindIndex({ ...shape, table: 'landlord' }),
    vault.blindIndex({ ...shape, column: 'used_name_bidx' }),
    vault.blindIndex({ ...shape, table: 'tenantn', column: 'ame_bidx' }),
    newVault().blindIndex(shape),
  ].map((each) => each.of(['Dupont']).toString('hex'));
  expect(new Set(all).size).toBe(all.length);
});

describe('truncation', () => {
  const bitsOf = (bytes: Buffer): string => [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');

  test('keeps the first bits and sets the rest of the last byte to zero', () => {
    const whole = bitsOf(vault.blindIndex({ ...nameAndDate, bits: 256 }).of(['Dupont', '1984-03-02']));
    for (let bits = 1; bits <= 256; bits++) {
      const cut = vault.blindIndex({ ...nameAndDate, bits }).of(['Dupont', '1984-03-02']);
      expect(cut).toHaveLength(Math.ceil(bits / 8));
      expect(bitsOf(cut)).toBe(whole.slice(0, bits).padEnd(cut.length * 8, '0'));
    }
  });

  test('makes strangers share an index, about as many as the bits say', () => {
    const short = vault.blindIndex({ table: 'tenant', column: 'name_bidx', scalars: ['Text'], bits: 6 });
    const seen = new Map<string, number>();
    for (let each = 0; each < 6400; each++) {
      const value = short.of([`Name ${each}`]).toString('hex');
      seen.set(value, (seen.get(value) ?? 0) + 1);
    }
    expect(seen.size).toBe(64);
    // 100 expected in each; six standard deviations either way.
    expect(Math.min(...seen.values())).toBeGreaterThan(40);
    expect(Math.max(...seen.values())).toBeLessThan(160);
  });

  test.each([0, -1, 257])('to %i bits is refused', (bits) => {
    expect(() => vault.blindIndex({ ...nameAndDate, bits })).toThrow('1 to 256 bits');
  });
});

describe('what is found is compared in the vault', () => {
  test('a stranger with the same truncated index does not match', () => {
    const short = vault.blindIndex({ table: 'tenant', column: 'name_bidx', scalars: ['Text'], bits: 4 });
    const wanted = short.of(['Dupont']);
    const stranger = Array.from({ length: 1000 }, (_, each) => `Name ${each}`).find((name) =>
      short.of([name]).equals(wanted),
    );
    expect(stranger).toBeDefined();
    expect(short.matches(['Dupont'], [stranger ?? ''])).toBe(false);
    expect(short.matches(['DUPONT '], ['dupont'])).toBe(true);
  });

  test('values match exactly when their full indexes are equal', () => {
    const text = fc.string({ maxLength: 12, unit: 'grapheme' });
    const unique = vault.blindIndex({ ...nameAndDate, bits: 256 });
    fc.assert(
      fc.property(text, text, (one, other) => {
        const same = unique.of([one, '1984-03-02']).equals(unique.of([other, '1984-03-02']));
        expect(index.matches([one, '1984-03-02'], [other, '1984-03-02'])).toBe(same);
        expect(index.matches([one, '1984-03-02'], [one, '1984-03-02'])).toBe(true);
        expect(index.matches([one, '1984-03-02'], [one, '1984-03-03'])).toBe(false);
      }),
    );
  });
});

test('too few or too many values are a broken assumption', () => {
  expect(() => index.of(['Dupont'])).toThrow('a value for each of its fields');
  expect(() => index.matches(['Dupont', '1984-03-02'], ['Dupont'])).toThrow('a value for each of its fields');
  expect(() => vault.blindIndex({ ...nameAndDate, scalars: [] })).toThrow('over one value at least');
});
