import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ScalarKind, ScalarValue } from '../../src/kernel/scalar.js';
import { normalise } from '../../src/vault/normalise.js';
import { validateScalar } from '../../src/vault/validateScalar.js';

describe('texts that people take for one are one', () => {
  test.each([
    ['jean pierre', ['Jean-Pierre', 'JEAN PIERRE', 'jean\u2010pierre', 'Jean\u2013Pierre', ' Jean  Pierre ', 'Jean\u00A0Pierre', 'Jean_Pierre']],
    ['d ete', ["D'Été", 'd’été', 'D‘ete', 'd`Été', 'DʼÉTÉ', 'D ÉTÉ', 'd-ete']],
    ['francois', ['François', 'FRANÇOIS', 'Franc\u0327ois', 'Ｆｒａｎçｏｉｓ']],
    ['oeuvre', ['Œuvre', 'œuvre', 'OEUVRE']],
    ['laetitia', ['Lætitia', 'LÆTITIA', 'Laetitia']],
    ['strasse', ['Straße', 'STRASSE', 'Strasse', 'STRAẞE']],
    ['lodz', ['Łódź', 'lodz', 'ŁÓDŹ']],
    ['soren', ['Søren', 'SØREN', 'Soren']],
    ['istanbul', ['İstanbul', 'istanbul', 'ISTANBUL', 'ıstanbul']],
    ['office', ['oﬃce', 'office']],
    ['nguyen', ['Nguyễn', 'NGUYỄN', 'Nguye\u0302\u0303n']],
    ['marie', ['Ma\u00ADrie', 'Ma\u200Brie', 'Marie\uFEFF']],
  ])('%s', (normalised, spellings) => {
    expect(spellings.map((spelling) => normalise('Text', spelling))).toEqual(spellings.map(() => normalised));
  }); // prettier-ignore

  test('and others stay apart', () => {
    const names = ['Martin', 'Martine', 'Marti n', 'Mart', 'Мартин', '马丁', 'مارتن', 'Martin 2'];
    expect(new Set(names.map((name) => normalise('Text', name))).size).toBe(names.length);
  });
});

test('to normalise twice is to normalise once', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 30, unit: 'binary' }), (text) => {
      const once = normalise('Text', text);
      expect(normalise('Text', once)).toBe(once);
    }),
    { numRuns: 3000 },
  );
  for (const scalar of ['Email', 'Phone', 'PostalCode'] as const) {
    fc.assert(
      fc.property(fc.string({ maxLength: 30, unit: 'grapheme' }), (text) => {
        const once = normalise(scalar, text);
        expect(normalise(scalar, once)).toBe(once);
      }),
    );
  }
});

test('every spelling of Unicode’s own equivalence is one text', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 20, unit: 'grapheme' }), (text) => {
      const forms = ['NFC', 'NFD', 'NFKC', 'NFKD'].map((form) => normalise('Text', text.normalize(form)));
      expect(new Set([...forms, normalise('Text', text)]).size).toBe(1);
    }),
  );
});

test('an email is found by any case and any spelling of its domain', () => {
  const spellings = ['Jeanne.Dupont@Example.ORG', 'jeanne.dupont@example.org', ' JEANNE.DUPONT@EXAMPLE.ORG '];
  expect(new Set(spellings.map((email) => normalise('Email', email)))).toEqual(new Set(['jeanne.dupont@example.org']));
  expect(normalise('Email', 'a@Bücher.example')).toBe(normalise('Email', 'A@xn--bcher-kva.example'));
  expect(normalise('Email', 'jeanne.dupont@example.org')).not.toBe(normalise('Email', 'jeannedupont@example.org'));
});

test('a phone number is found however it is written', () => {
  const spellings = [
    '06 39 98 00 01',
    '0639980001',
    '+33 6 39 98 00 01',
    '0033639980001',
    '+33 (0)6.39.98.00.01',
    '06-39-98-00-01',
  ];
  expect(new Set(spellings.map((phone) => normalise('Phone', phone)))).toEqual(new Set(['+33639980001']));
  expect(normalise('Phone', 'no number')).toBe('nonumber');
});

test.each<[ScalarKind, ScalarValue, string]>([
  ['Date', '1984-03-02', '1984-03-02'],
  ['PartialDate', '1984', '1984'],
  ['YearMonth', '1984-03', '1984-03'],
  ['DateTime', '1984-03-02T08:00:00.000Z', '1984-03-02T08:00:00.000Z'],
  ['PostalCode', '38 100', '38100'],
  ['Int', 42, '42'],
  ['Float', 0.5, '0.5'],
  ['Boolean', true, 'true'],
  ['Enum', 'PRESENT', 'PRESENT'],
  ['ID', 'Ab_9', 'Ab_9'],
  ['Duration', 'P3M', 'P3M'],
])('a %s is what it is: %s', (scalar, value, normalised) => {
  expect(normalise(scalar, value)).toBe(normalised);
});

test('what validation makes canonical normalises as what was typed', () => {
  const typed: readonly (readonly [ScalarKind, string])[] = [
    ['Text', ' Jean-Pierre\u00A0d’Été '],
    ['Email', ' Jeanne@Example.org '],
    ['Phone', '0692 00 00 01'],
    ['PostalCode', '38 100'],
  ];
  for (const [scalar, text] of typed) {
    const validation = validateScalar({ scalar, values: undefined, pattern: undefined }, text);
    expect(validation.valid && normalise(scalar, validation.value)).toBe(normalise(scalar, text));
  }
});
