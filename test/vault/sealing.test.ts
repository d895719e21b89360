import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ScalarKind, ScalarValue } from '../../src/kernel/scalar.js';
import { uuidBytes } from '../../src/kernel/uuid.js';
import { randomUuid } from '../../src/vault/random.js';
import type { SealedColumn } from '../../src/vault/sealedColumn.js';
import { newVault, openCell, sealCell } from './cells.js';

const vault = newVault();
const text = fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' });
const day = fc
  .date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString());

/** Canonical values of every scalar. */
const values: Readonly<Record<ScalarKind, fc.Arbitrary<ScalarValue>>> = {
  Text: text,
  ID: text,
  Email: fc.emailAddress(),
  Int: fc.integer(),
  Float: fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0)),
  Boolean: fc.boolean(),
  Enum: fc.stringMatching(/^[A-Z][A-Z0-9_]{0,70}$/),
  Date: day.map((instant) => instant.slice(0, 10)),
  PartialDate: fc.tuple(day, fc.constantFrom(4, 7, 10)).map(([instant, length]) => instant.slice(0, length)),
  DateTime: day,
  YearMonth: day.map((instant) => instant.slice(0, 7)),
  Phone: fc.stringMatching(/^\+[1-9][0-9]{6,14}$/),
  PostalCode: fc.stringMatching(/^[0-9]{5}$/),
  Duration: fc.constantFrom('P3M', 'PT2H', 'P1Y6M'),
};

describe.each([1, 2] as const)('suite %i', (suite) => {
  test.each(Object.entries(values))('a value of %s opens to itself in its own cell', (scalar, value) => {
    const column = vault.column('tenant', 'detail', scalar as ScalarKind);
    fc.assert(
      fc.property(value, fc.integer({ min: 1, max: 65_535 }), (each, version) => {
        const cell = sealCell(vault, { column, value: each, person: randomUuid(), row: randomUuid(), suite, version });
        expect(openCell(vault, cell)).toBe(each);
      }),
      { numRuns: 40 },
    );
  });

  test.each([0, 1, 255, 256, 257, 4000])('a text of %i characters opens to itself', (length) => {
    const column = vault.column('tenant', 'note', 'Text');
    const value = 'é'.repeat(length);
    expect(openCell(vault, sealCell(vault, { column, value, person: randomUuid(), row: randomUuid(), suite }))).toBe(
      value,
    );
  });

  test('an envelope is suite, version, nonce, ciphertext and tag, and not a byte more', () => {
    const column = vault.column('tenant', 'name', 'Text');
    const plan = { column, value: 'Maëlys', person: randomUuid(), row: randomUuid(), suite, version: 0x0102 };
    const { sealed, wrapped } = sealCell(vault, plan);
    const nonceLength = suite === 1 ? 24 : 12;
    expect(sealed.length).toBe(3 + nonceLength + 16 + 16);
    expect(sealed.subarray(0, 3).toString('hex')).toBe(`0${suite}0102`);
    expect(wrapped.length).toBe(7 + nonceLength + 32 + 16);
    expect(wrapped[0]).toBe(suite);
    expect(wrapped.readUInt16BE(5)).toBe(0x0102);
  });

  test('equal values never look equal, and neither they nor the UUIDs show', () => {
    const column = vault.column('tenant', 'name', 'Text');
    const plan = { column, value: 'Canary-Maëlys', person: randomUuid(), row: randomUuid(), suite };
    const cells = [sealCell(vault, plan), sealCell(vault, plan)] as const;
    expect(cells[0].sealed.equals(cells[1].sealed)).toBe(false);
    expect(cells[0].sealed.includes('Canary')).toBe(false);
    expect(cells[0].sealed.includes(uuidBytes(plan.row))).toBe(false);
  });
});

test.each<[ScalarKind, readonly ScalarValue[]]>([
  ['Boolean', [true, false]],
  ['Enum', ['YES', 'NO', 'A_VALUE_OF_THIRTY_TWO_CHARACTERS']],
  ['Phone', ['+33639980001', '+352621000000', '+12025550100']],
  ['PartialDate', ['1984', '1984-03', '1984-03-02']],
  ['Int', [0, -1, 2_147_483_647]],
  ['Text', ['Wu', 'Vandermoth', 'Étienne']],
  ['Email', ['a@example.org', 'abc@example.org']],
])('the length of a sealed %s tells nothing of which it is', (scalar, each) => {
  const column = vault.column('tenant', 'detail', scalar);
  const lengths = each.map(
    (value) => sealCell(vault, { column, value, person: randomUuid(), row: randomUuid() }).sealed.length,
  );
  expect(new Set(lengths).size).toBe(1);
});

describe('a page', () => {
  const columns: readonly SealedColumn[] = [
    vault.column('tenant', 'name', 'Text'),
    vault.column('tenant', 'birth_date', 'Date'),
    vault.column('tenant', 'note', 'Text'),
  ];
  const rows = Array.from({ length: 20 }, (_, index) => {
    const uuid = uuidBytes(randomUuid());
    const sealing = vault.sealing(index % 3 === 0 ? 2 : 1);
    const wrapped = sealing.newKey(uuid);
    sealing.row(uuid);
    const plain = [`Name ${index}`, '1984-03-02', 'n'.repeat(index * 40)];
    return {
      uuid,
      wrapped,
      plain,
      sealed: plain.map((value, at) => sealing.value(columns[at] as SealedColumn, value)),
    };
  });

  test('opens with one opening, persons one after the other and in turn, suites mixed', () => {
    const opening = vault.opening();
    const keys = rows.map((row) => opening.person(Buffer.concat([row.uuid, row.wrapped]), 16, row.wrapped.length, 0));
    const openAt = (index: number, column: number): ScalarValue => {
      const row = rows[index] as (typeof rows)[number];
      opening.resume(keys[index] as (typeof keys)[number]);
      opening.row(row.uuid, 0);
      const sealed = row.sealed[column] as Buffer;
      return opening.value(columns[column] as SealedColumn, sealed, 0, sealed.length);
    };
    const byColumn = columns.map((_, column) => rows.map((_row, index) => openAt(index, column)));
    expect(byColumn).toEqual(columns.map((_, column) => rows.map((row) => row.plain[column])));
    opening.close();
  });

  test('opens nothing any more once it is closed, and no value without a person', () => {
    const opening = vault.opening();
    const [row] = rows as [(typeof rows)[number]];
    const [sealed] = row.sealed as [Buffer];
    const [column] = columns as [SealedColumn];
    expect(() => opening.value(column, sealed, 0, sealed.length)).toThrow('after its person');
    const key = opening.person(Buffer.concat([row.uuid, row.wrapped]), 16, row.wrapped.length, 0);
    opening.row(row.uuid, 0);
    expect(opening.value(column, sealed, 0, sealed.length)).toBe('Name 0');
    opening.close();
    expect(() => opening.value(column, sealed, 0, sealed.length)).toThrow('after its person');
    expect(key.isDestroyed).toBe(true);
    expect(() => opening.resume(key)).toThrow('destroyed');
  });
});

test('a sealing goes on with the key that a person already has', () => {
  const column = vault.column('tenant', 'name', 'Text');
  const person = randomUuid();
  const cell = sealCell(vault, { column, value: 'before', person, row: person, version: 7 });
  const sealing = vault.sealing();
  sealing.person(cell.wrapped, cell.person);
  sealing.row(cell.row);
  const sealed = sealing.value(column, 'after');
  sealing.close();
  expect(openCell(vault, { ...cell, sealed })).toBe('after');
  expect(() => sealing.value(column, 'later')).toThrow('after its person');
});

test.each([0, -1, 65_536, 1.5])('no key has version %d', (version) => {
  expect(() => vault.sealing().newKey(uuidBytes(randomUuid()), version)).toThrow('1 to 65,535');
});
