import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Precision } from '../../src/kernel/precision.js';
import { precisionFits, scalarAt, scalarsFitting } from '../../src/kernel/precision.js';
import type { ScalarKind, ScalarValue } from '../../src/kernel/scalar.js';
import type { PurePrecision } from '../../src/minimise/minimiserOf.js';
import { minimiserOf } from '../../src/minimise/minimiserOf.js';

const today = { year: 2026 };
const minimise = (precision: PurePrecision, scalar: ScalarKind, value: ScalarValue): ScalarValue =>
  minimiserOf(precision, scalar)(value, today);

const scalars: readonly ScalarKind[] = [
  'Text', 'Int', 'Float', 'Boolean', 'Enum', 'Date', 'PartialDate', 'DateTime', 'YearMonth', 'Email', 'Phone',
  'PostalCode', 'Duration', 'ID',
]; // prettier-ignore
const precisions: readonly PurePrecision[] = [
  'EXACT', 'INITIAL', 'YEAR', 'AGE_BAND', 'POSTCODE_AREA', 'MASKED', 'LAST2', 'PRESENCE',
]; // prettier-ignore

const day = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2026-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const name = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' });
const email = fc.emailAddress();
const phone = fc.stringMatching(/^\+[1-9][0-9]{7,14}$/);
const postcode = fc.stringMatching(/^(?:[0-8][0-9]|9[0-578])[0-9]{3}$/);

/** A value of each scalar that some rung but EXACT and PRESENCE fits. */
const values: Readonly<Partial<Record<ScalarKind, fc.Arbitrary<string>>>> = {
  Text: name,
  Email: email,
  Phone: phone,
  PostalCode: postcode,
  Date: day,
  PartialDate: fc.tuple(day, fc.constantFrom(4, 7, 10)).map(([text, length]) => text.slice(0, length)),
  YearMonth: day.map((text) => text.slice(0, 7)),
  DateTime: day.map((text) => `${text}T08:00:00.000Z`),
};

const fitting = Object.entries(values).flatMap(([scalar, value]) =>
  precisions
    .filter((precision) => precisionFits(precision, scalar as ScalarKind))
    .map((precision) => [precision, scalar as ScalarKind, value] as const),
);

test.each<[PurePrecision, ScalarKind, string, ScalarValue]>([
  ['EXACT', 'Text', 'Dupont', 'Dupont'],
  ['INITIAL', 'Text', 'Dupont', 'D.'],
  ['INITIAL', 'Text', 'élodie', 'É.'],
  ['INITIAL', 'Text', 'E\u0301lodie', 'É.'],
  ['INITIAL', 'Text', 'Jean-Pierre', 'J.'],
  ['INITIAL', 'Text', 'ßeta', 'S.'],
  ['INITIAL', 'Text', 'i\u0307lkay', 'İ.'],
  ['INITIAL', 'Text', '«Zoé»', 'Z.'],
  ['INITIAL', 'Text', '?', '.'],
  ['YEAR', 'Date', '1984-03-02', 1984],
  ['YEAR', 'PartialDate', '1984', 1984],
  ['YEAR', 'PartialDate', '1984-03', 1984],
  ['YEAR', 'YearMonth', '1984-03', 1984],
  ['YEAR', 'DateTime', '1984-03-02T23:59:59.000Z', 1984],
  ['AGE_BAND', 'Date', '1984-03-02', '35-44'],
  ['AGE_BAND', 'PartialDate', '1984', '35-44'],
  ['AGE_BAND', 'Date', '2026-01-01', '0-15'],
  ['AGE_BAND', 'Date', '2011-06-01', '0-15'],
  ['AGE_BAND', 'Date', '2010-06-01', '16-17'],
  ['AGE_BAND', 'Date', '2009-12-31', '16-17'],
  ['AGE_BAND', 'Date', '2008-12-31', '18-24'],
  ['AGE_BAND', 'Date', '2002-01-01', '18-24'],
  ['AGE_BAND', 'Date', '2001-12-31', '25-34'],
  ['AGE_BAND', 'Date', '1992-01-01', '25-34'],
  ['AGE_BAND', 'Date', '1991-01-01', '35-44'],
  ['AGE_BAND', 'Date', '1981-01-01', '45-54'],
  ['AGE_BAND', 'Date', '1971-01-01', '55-64'],
  ['AGE_BAND', 'Date', '1962-01-01', '55-64'],
  ['AGE_BAND', 'Date', '1961-12-31', '65+'],
  ['AGE_BAND', 'Date', '1903-01-01', '65+'],
  ['POSTCODE_AREA', 'PostalCode', '38100', '38'],
  ['POSTCODE_AREA', 'PostalCode', '01000', '01'],
  ['POSTCODE_AREA', 'PostalCode', '20000', '2A'],
  ['POSTCODE_AREA', 'PostalCode', '20167', '2A'],
  ['POSTCODE_AREA', 'PostalCode', '20200', '2B'],
  ['POSTCODE_AREA', 'PostalCode', '20620', '2B'],
  ['POSTCODE_AREA', 'PostalCode', '20700', '20'],
  ['POSTCODE_AREA', 'PostalCode', '92200', '92'],
  ['POSTCODE_AREA', 'PostalCode', '72020', '72'],
  ['POSTCODE_AREA', 'PostalCode', '97110', '971'],
  ['POSTCODE_AREA', 'PostalCode', '97660', '976'],
  ['POSTCODE_AREA', 'PostalCode', '98713', '987'],
  ['MASKED', 'Email', 'jeanne.dupont@example.org', 'j****@e****.org'],
  ['MASKED', 'Email', 'j@mail.example.co.uk', 'j****@m****.uk'],
  ['MASKED', 'Email', 'no address', '*****'],
  ['MASKED', 'Email', '@example.org', '*****@e****.org'],
  ['MASKED', 'Email', 'jeanne@.org', 'j****@*****.org'],
  ['MASKED', 'Phone', '+33639980007', '+33 ** ** ** **'],
  ['MASKED', 'Phone', '+15145550199', '+1 ** ** ** **'],
  ['MASKED', 'Phone', '+262692000000', '+262 ** ** ** **'],
  ['MASKED', 'Phone', '+352621000000', '+352 ** ** ** **'],
  ['MASKED', 'Text', 'Dupont', 'D****'],
  ['MASKED', 'Text', 'Lee', 'L****'],
  ['MASKED', 'Text', 'Ng', '*****'],
  ['LAST2', 'Phone', '+33639980007', '** ** ** ** 07'],
  ['LAST2', 'Text', '184037512345607', '** ** ** ** 07'],
  ['LAST2', 'Text', '123456', '** ** ** ** 56'],
  ['LAST2', 'Text', '12345', '** ** ** ** **'],
  ['PRESENCE', 'Boolean', 'false', true],
])('%s of a %s: %s is %s', (precision, scalar, value, smaller) => {
  expect(minimise(precision, scalar, value)).toBe(smaller);
});

test('a rung that does not fit a scalar has no transformation', () => {
  expect(() => minimiserOf('YEAR', 'Email')).toThrow('YEAR does not fit Email');
  expect(() => minimiserOf('INITIAL', 'Date')).toThrow('INITIAL does not fit Date');
});

test('every rung that fits a scalar has a transformation, and gives the type that the contract states', () => {
  const sample = (scalar: ScalarKind): ScalarValue => {
    const arbitrary = values[scalar];
    if (arbitrary !== undefined) return fc.sample(arbitrary, { numRuns: 1, seed: 7 })[0] ?? '';
    return scalar === 'Boolean' ? false : scalar === 'Int' || scalar === 'Float' ? 4 : 'PT1H';
  };
  const typeOf = { Int: 'number', Float: 'number', Boolean: 'boolean' } as Readonly<Record<string, string>>;
  for (const scalar of scalars) {
    for (const precision of precisions.filter((each) => precisionFits(each, scalar))) {
      const smaller = minimise(precision, scalar, sample(scalar));
      expect([precision, scalar, typeof smaller]).toEqual([
        precision,
        scalar,
        typeOf[scalarAt(precision, scalar)] ?? 'string',
      ]);
    }
  }
});

test('a pseudonym fits only what identifies, and names what it fits', () => {
  const pseudonym: Precision = 'PSEUDONYM';
  expect(scalars.filter((scalar) => precisionFits(pseudonym, scalar))).toEqual(['Text', 'Email', 'Phone', 'ID']);
  expect(scalarsFitting(pseudonym)).toEqual(['Text', 'Email', 'Phone', 'ID']);
  expect(scalarsFitting('PRESENCE')).toBe('any');
});

describe.each(fitting)('%s of a %s', (precision, scalar, value) => {
  test('is idempotent: what is small stays as it is', () => {
    fc.assert(
      fc.property(value, (text) => {
        const once = minimise(precision, scalar, text);
        // A band is no date and a presence no value, so they are not minimised again.
        if (precision === 'AGE_BAND' || precision === 'PRESENCE') return;
        expect(minimise(precision, scalar, precision === 'EXACT' ? once : String(once))).toBe(once);
      }),
    );
  });

  test('adds nothing: equal values stay equal, whatever the spelling of their accents', () => {
    fc.assert(
      fc.property(value, (text) => {
        const spelled = precision === 'EXACT' ? text : text.normalize('NFD');
        expect(minimise(precision, scalar, spelled)).toBe(minimise(precision, scalar, text));
      }),
    );
  });
});

test('an older birth never gives a younger band', () => {
  const order = ['0-15', '16-17', '18-24', '25-34', '35-44', '45-54', '55-64', '65+'];
  fc.assert(
    fc.property(day, day, (one, other) => {
      const [older, younger] = one < other ? [one, other] : [other, one];
      const rank = (text: string): number => order.indexOf(String(minimise('AGE_BAND', 'Date', text)));
      expect(rank(younger)).toBeGreaterThanOrEqual(0);
      expect(rank(older)).toBeGreaterThanOrEqual(rank(younger));
    }),
  );
});

test('a later year never gives a younger band', () => {
  const order = ['0-15', '16-17', '18-24', '25-34', '35-44', '45-54', '55-64', '65+'];
  fc.assert(
    fc.property(day, fc.integer({ min: 2000, max: 2100 }), (birth, year) => {
      const band = (of: number): number => order.indexOf(String(minimiserOf('AGE_BAND', 'Date')(birth, { year: of })));
      expect(band(year + 1)).toBeGreaterThanOrEqual(band(year));
    }),
  );
});

/** Of which rung each is a function, beside EXACT: of two values that look alike on the finer one, the coarser tells no more. */
const ladder: readonly (readonly [finer: PurePrecision, coarser: PurePrecision])[] = [
  ['YEAR', 'AGE_BAND'],
  ...precisions.filter((precision) => precision !== 'PRESENCE').map((precision) => [precision, 'PRESENCE'] as const),
  ...precisions.map((precision) => ['EXACT', precision] as const),
];
const steps = Object.entries(values).flatMap(([scalar, value]) =>
  ladder
    .filter((step) => step.every((precision) => precisionFits(precision, scalar as ScalarKind)))
    .map(([finer, coarser]) => [scalar as ScalarKind, coarser, finer, value] as const),
);

test.each(steps)('of a %s, %s is a function of %s in whatever year', (scalar, coarser, finer, value) => {
  const seen = new Map<string, ScalarValue>();
  fc.assert(
    fc.property(value, fc.constantFrom(2024, 2026), (text, year) => {
      const at = (precision: PurePrecision): ScalarValue => minimiserOf(precision, scalar)(text, { year });
      const key = `${String(year)} ${String(at(finer))}`;
      expect(at(coarser)).toBe(seen.get(key) ?? at(coarser));
      seen.set(key, at(coarser));
    }),
    { numRuns: 400 },
  );
  expect(seen.size).toBeGreaterThan(0);
});

test('a band is a function of the year: nothing of the birthday goes into it', () => {
  fc.assert(
    fc.property(day, (birth) => {
      const year = String(minimise('YEAR', 'Date', birth));
      for (const [scalar, text] of [
        ['Date', birth],
        ['YearMonth', birth.slice(0, 7)],
        ['PartialDate', birth.slice(0, 7)],
      ] as const)
        expect(minimise('AGE_BAND', scalar, text)).toBe(minimise('AGE_BAND', 'PartialDate', year));
    }),
  );
});

test('the year of today is all of today that a band knows, and no other rung knows any of it', () => {
  for (const [precision, scalar, value] of fitting) {
    if (precision === 'AGE_BAND') continue;
    fc.assert(
      fc.property(value, fc.integer({ min: 1990, max: 2100 }), (text, year) => {
        expect(minimiserOf(precision, scalar)(text, { year })).toBe(minimise(precision, scalar, text));
      }),
      { numRuns: 20 },
    );
  }
});

test('masks have one length for values of any length', () => {
  fc.assert(
    fc.property(name, name, (one, other) => {
      const lengthOf = (text: string): number => Array.from(String(minimise('MASKED', 'Text', text))).length;
      expect(lengthOf(one)).toBe(lengthOf(other));
    }),
  );
  fc.assert(
    fc.property(phone, (number) => {
      expect(String(minimise('LAST2', 'Phone', number))).toHaveLength(14);
    }),
  );
});

test('MASKED and LAST2 of a French number leave six of its nine digits unknown or more', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\+33[1-9][0-9]{8}$/), (number) => {
      const shown = `${minimise('MASKED', 'Phone', number)}${minimise('LAST2', 'Phone', number)}`;
      expect(shown.replaceAll(/[^0-9]/g, '')).toBe(`33${number.slice(-2)}`);
    }),
  );
});
