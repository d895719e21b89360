import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ScalarKind, ScalarValue } from '../../src/kernel/scalar.js';
import type { ReasonCode, ScalarForm } from '../../src/vault/validateScalar.js';
import { validateScalar } from '../../src/vault/validateScalar.js';

const formOf = (scalar: ScalarKind, more: Partial<ScalarForm> = {}): ScalarForm => ({
  scalar,
  values: undefined,
  pattern: undefined,
  ...more,
});

/** The canonical form, or the reason why there is none. */
function verdict(form: ScalarForm, value: unknown): ScalarValue | { readonly reason: ReasonCode } {
  const validation = validateScalar(form, value);
  return validation.valid ? validation.value : { reason: validation.reason };
}

const textual: readonly ScalarKind[] = [
  'Text',
  'ID',
  'Enum',
  'Email',
  'Phone',
  'PostalCode',
  'Date',
  'PartialDate',
  'YearMonth',
  'DateTime',
  'Duration',
];

describe.each(textual)('a %s', (scalar) => {
  test.each([
    ['a number', 4, 'NOT_TEXT'],
    ['null', null, 'NOT_TEXT'],
    ['an object', { text: 'x' }, 'NOT_TEXT'],
    ['a list', ['x'], 'NOT_TEXT'],
    ['empty', '', 'EMPTY'],
    ['blank', ' \u00A0\t', 'EMPTY'],
    ['longer than 4,000 characters', 'a'.repeat(4001), 'TOO_LONG'],
    ['of a control character', 'a\u0000b', 'UNPRINTABLE'],
    ['of an escape', 'a\u001B[2J', 'UNPRINTABLE'],
    ['of half a character', 'a\uD800', 'UNPRINTABLE'],
  ])('that is %s is refused', (_defect, value, reason) => {
    expect(verdict(formOf(scalar), value)).toEqual({ reason });
  });
});

const refused = (reason: ReasonCode): { readonly reason: ReasonCode } => ({ reason });

test.each<[ScalarKind, unknown, ScalarValue | { readonly reason: ReasonCode }]>([
  ['Text', ' Maëlys ', 'Maëlys'],
  ['Text', 'Mae\u0308lys', 'Maëlys'],
  ['Text', 'two\nlines\tand a tab', 'two\nlines\tand a tab'],
  ['Text', 'a'.repeat(4000), 'a'.repeat(4000)],
  ['ID', 'any-id', 'any-id'],

  ['Email', 'Jeanne.Dupont@Example.ORG', 'Jeanne.Dupont@example.org'],
  ['Email', ' jeanne+list@mail.example.org ', 'jeanne+list@mail.example.org'],
  ['Email', 'jeanne@bücher.example', 'jeanne@xn--bcher-kva.example'],
  ['Email', 'chloé@example.org', 'chloé@example.org'],
  ['Email', 'jeanne', refused('NOT_AN_EMAIL')],
  ['Email', '@example.org', refused('NOT_AN_EMAIL')],
  ['Email', 'jeanne@', refused('NOT_AN_EMAIL')],
  ['Email', 'jeanne@example', refused('NOT_AN_EMAIL')],
  ['Email', 'jeanne@@example.org', refused('NOT_AN_EMAIL')],
  ['Email', 'jeanne dupont@example.org', refused('NOT_AN_EMAIL')],
  ['Email', '.jeanne@example.org', refused('NOT_AN_EMAIL')],
  ['Email', 'jeanne.@example.org', refused('NOT_AN_EMAIL')],
  ['Email', 'jean..ne@example.org', refused('NOT_AN_EMAIL')],
  ['Email', '"jeanne"@example.org', refused('NOT_AN_EMAIL')],
  ['Email', 'jeanne@[192.0.2.1]', refused('NOT_AN_EMAIL')],
  ['Email', 'jeanne@192.0.2.1', refused('NOT_AN_EMAIL')],
  ['Email', 'jeanne@-example.org', refused('NOT_AN_EMAIL')],
  ['Email', 'jeanne@example..org', refused('NOT_AN_EMAIL')],
  ['Email', 'jeanne@ex%61mple.org', refused('NOT_AN_EMAIL')],
  ['Email', 'a@b.org\nbcc: c@d.org', refused('NOT_AN_EMAIL')],
  ['Email', `${'a'.repeat(65)}@example.org`, refused('NOT_AN_EMAIL')],
  ['Email', `a@${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(63)}.${'e'.repeat(63)}.org`, refused('NOT_AN_EMAIL')],

  ['Phone', '06 39 98 00 01', '+33639980001'],
  ['Phone', '0639980001', '+33639980001'],
  ['Phone', '06.39.98.00.01', '+33639980001'],
  ['Phone', '06-39-98-00-01', '+33639980001'],
  ['Phone', '+33639980001', '+33639980001'],
  ['Phone', '+33 (0)6 39 98 00 01', '+33639980001'],
  ['Phone', '0033 6 39 98 00 01', '+33639980001'],
  ['Phone', '01 99 00 00 01', '+33199000001'],
  ['Phone', '0692 00 00 01', '+262692000001'],
  ['Phone', '+33 692 00 00 01', '+262692000001'],
  ['Phone', '0639 00 00 01', '+262639000001'],
  ['Phone', '0590 00 00 01', '+590590000001'],
  ['Phone', '0690 00 00 01', '+590690000001'],
  ['Phone', '0596 00 00 01', '+596596000001'],
  ['Phone', '0694 00 00 01', '+594694000001'],
  ['Phone', '+262 692 00 00 01', '+262692000001'],
  ['Phone', '+1 202 555 0100', '+12025550100'],
  ['Phone', '+44 20 7946 0958', '+442079460958'],
  ['Phone', '+352 621 000 001', '+352621000001'],
  ['Phone', '+213 551 00 00 01', '+213551000001'],
  ['Phone', '00 49 30 2318 5017', '+493023185017'],
  ['Phone', '06 39 98 00', refused('NOT_A_PHONE_NUMBER')],
  ['Phone', '06 39 98 00 01 02', refused('NOT_A_PHONE_NUMBER')],
  ['Phone', '+999 123456789', refused('NOT_A_PHONE_NUMBER')],
  ['Phone', 'call 06 39 98 00 01', refused('NOT_A_PHONE_NUMBER')],
  ['Phone', '06 39 98 00 01 / 06 39 98 00 02', refused('NOT_A_PHONE_NUMBER')],
  ['Phone', '+1 202 555 0100 ext. 5', refused('NOT_A_PHONE_NUMBER')],
  ['Phone', 'none', refused('NOT_A_PHONE_NUMBER')],

  ['PostalCode', '38100', '38100'],
  ['PostalCode', '38 100', '38100'],
  ['PostalCode', '01000', '01000'],
  ['PostalCode', '20167', '20167'],
  ['PostalCode', '97400', '97400'],
  ['PostalCode', '98713', '98713'],
  ['PostalCode', '00204', '00204'],
  ['PostalCode', '2A000', refused('NOT_A_POSTAL_CODE')],
  ['PostalCode', '96000', refused('NOT_A_POSTAL_CODE')],
  ['PostalCode', '99100', refused('NOT_A_POSTAL_CODE')],
  ['PostalCode', '3810', refused('NOT_A_POSTAL_CODE')],
  ['PostalCode', '381000', refused('NOT_A_POSTAL_CODE')],
  ['PostalCode', '٣٨١٠٠', refused('NOT_A_POSTAL_CODE')],

  ['Date', '1984-03-02', '1984-03-02'],
  ['Date', '2000-02-29', '2000-02-29'],
  ['Date', '2024-02-29', '2024-02-29'],
  ['Date', '1900-02-29', refused('NOT_A_DATE')],
  ['Date', '2023-02-29', refused('NOT_A_DATE')],
  ['Date', '2024-04-31', refused('NOT_A_DATE')],
  ['Date', '2024-13-01', refused('NOT_A_DATE')],
  ['Date', '2024-00-10', refused('NOT_A_DATE')],
  ['Date', '2024-01-00', refused('NOT_A_DATE')],
  ['Date', '0000-01-01', refused('NOT_A_DATE')],
  ['Date', '02/03/1984', refused('NOT_A_DATE')],
  ['Date', '1984-3-2', refused('NOT_A_DATE')],
  ['Date', '1984-03-02T00:00:00Z', refused('NOT_A_DATE')],
  ['Date', '1984', refused('NOT_A_DATE')],

  ['PartialDate', '1984', '1984'],
  ['PartialDate', '1984-03', '1984-03'],
  ['PartialDate', '1984-03-02', '1984-03-02'],
  ['PartialDate', '1984-13', refused('NOT_A_PARTIAL_DATE')],
  ['PartialDate', '1984-00-00', refused('NOT_A_PARTIAL_DATE')],
  ['PartialDate', '1984-02-30', refused('NOT_A_PARTIAL_DATE')],
  ['PartialDate', '84', refused('NOT_A_PARTIAL_DATE')],
  ['PartialDate', '0000', refused('NOT_A_PARTIAL_DATE')],

  ['YearMonth', '2026-01', '2026-01'],
  ['YearMonth', '2026-13', refused('NOT_A_YEAR_MONTH')],
  ['YearMonth', '2026', refused('NOT_A_YEAR_MONTH')],
  ['YearMonth', '2026-01-01', refused('NOT_A_YEAR_MONTH')],

  ['DateTime', '2026-03-29T02:30:00+01:00', '2026-03-29T01:30:00.000Z'],
  ['DateTime', '2026-03-29t02:30:00.123456789z', '2026-03-29T02:30:00.123Z'],
  ['DateTime', '2026-01-01T00:00:00+04:00', '2025-12-31T20:00:00.000Z'],
  ['DateTime', '2023-02-29T00:00:00Z', refused('NOT_A_DATE_TIME')],
  ['DateTime', '2026-01-01T24:00:00Z', refused('NOT_A_DATE_TIME')],
  ['DateTime', '2026-06-30T23:59:60Z', refused('NOT_A_DATE_TIME')],
  ['DateTime', '2026-01-01T00:00:00', refused('NOT_A_DATE_TIME')],
  ['DateTime', '2026-01-01 00:00:00Z', refused('NOT_A_DATE_TIME')],
  ['DateTime', '9999-12-31T23:59:59-12:00', refused('NOT_A_DATE_TIME')],
  ['DateTime', '0001-01-01T00:00:00+12:00', refused('NOT_A_DATE_TIME')],

  ['Duration', 'P3M', 'P3M'],
  ['Duration', '3 months', refused('NOT_A_DURATION')],

  ['Int', 42, 42],
  ['Int', '-42', -42],
  ['Int', 0, 0],
  ['Int', '0', 0],
  ['Int', 2_147_483_647, 2_147_483_647],
  ['Int', 2_147_483_648, refused('NOT_AN_INT')],
  ['Int', '-2147483649', refused('NOT_AN_INT')],
  ['Int', 1.5, refused('NOT_AN_INT')],
  ['Int', '1e3', refused('NOT_AN_INT')],
  ['Int', '007', refused('NOT_AN_INT')],
  ['Int', '0x10', refused('NOT_AN_INT')],
  ['Int', '', refused('NOT_AN_INT')],
  ['Int', Number.NaN, refused('NOT_AN_INT')],
  ['Int', true, refused('NOT_AN_INT')],
  ['Int', null, refused('NOT_AN_INT')],

  ['Float', 0.5, 0.5],
  ['Float', '-1.25e2', -125],
  ['Float', '3', 3],
  ['Float', Number.POSITIVE_INFINITY, refused('NOT_A_FLOAT')],
  ['Float', '1e999', refused('NOT_A_FLOAT')],
  ['Float', '1,5', refused('NOT_A_FLOAT')],
  ['Float', '', refused('NOT_A_FLOAT')],
  ['Float', 'NaN', refused('NOT_A_FLOAT')],

  ['Boolean', true, true],
  ['Boolean', 'false', false],
  ['Boolean', 'yes', refused('NOT_A_BOOLEAN')],
  ['Boolean', 1, refused('NOT_A_BOOLEAN')],
  ['Boolean', '', refused('NOT_A_BOOLEAN')],
  ['Boolean', null, refused('NOT_A_BOOLEAN')],
])('a %s: %j is %j', (scalar, value, expected) => {
  expect(verdict(formOf(scalar), value)).toEqual(expected);
}); // prettier-ignore

test('a zero is a zero, not a negative one', () => {
  expect(Object.is(verdict(formOf('Int'), -0), 0)).toBe(true);
  expect(Object.is(verdict(formOf('Float'), '-0'), 0)).toBe(true);
});

test('an enum takes its own values only, by their exact names', () => {
  const status = formOf('Enum', { values: ['PRESENT', 'GONE'] });
  expect(verdict(status, 'GONE')).toBe('GONE');
  for (const stranger of ['gone', 'AWAY', 'constructor', '0'])
    expect(verdict(status, stranger)).toEqual(refused('NOT_IN_ENUM'));
  expect(verdict(formOf('Enum'), 'GONE')).toEqual(refused('NOT_IN_ENUM'));
});

test('a store’s own scalar takes what its pattern says, in canonical form', () => {
  const form = formOf('Text', { pattern: '^[A-Z][0-9]{7}$' });
  expect(verdict(form, ' A1234567 ')).toBe('A1234567');
  for (const stranger of ['a1234567', 'A123456', 'A12345678', 'A1234567\nB1234567']) {
    expect(verdict(form, stranger)).toEqual(refused('PATTERN_MISMATCH'));
  }
});

test('what is canonical is valid and stays as it is', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.emailAddress(),
    fc.stringMatching(/^\+?[0-9 .-]{4,16}$/),
    fc.double(),
    fc.boolean(),
  );
  const scalars: readonly ScalarKind[] = [...textual.filter((scalar) => scalar !== 'Enum'), 'Int', 'Float', 'Boolean'];
  fc.assert(
    fc.property(fc.constantFrom(...scalars), anything, (scalar, value) => {
      const first = validateScalar(formOf(scalar), value);
      fc.pre(first.valid);
      expect(validateScalar(formOf(scalar), first.value)).toEqual(first);
    }),
    { numRuns: 2000 },
  );
});

test('no refusal holds what was refused', () => {
  const canary = 'Canary-Zq7';
  for (const scalar of [
    ...textual.filter((each) => each !== 'Text' && each !== 'ID'),
    'Int',
    'Float',
    'Boolean',
  ] as const) {
    for (const value of [canary, `${canary}\u0000`, canary.repeat(500), { canary }, [canary]]) {
      const validation = validateScalar(formOf(scalar, { pattern: '^x$', values: ['X'] }), value);
      expect(validation.valid).toBe(false);
      expect(inspect(validation, { depth: Infinity })).not.toContain('Canary');
    }
  }
});

test('no value takes long to refuse', () => {
  const long = 3990;
  const hostile = [
    'a'.repeat(long),
    `${'a.'.repeat(long / 2)}@`,
    `a@${'b.'.repeat(long / 2)}`,
    '0'.repeat(long),
    ' '.repeat(long),
    `+${'1'.repeat(long)}`,
    `${'1'.repeat(long)}e`,
  ];
  const before = process.cpuUsage();
  for (const scalar of [...textual, 'Int', 'Float', 'Boolean'] as const) {
    for (const value of hostile) validateScalar(formOf(scalar), value);
  }
  expect(spentMilliseconds(before)).toBeLessThan(10_000);
});

/** Of this process's own work: a machine that is busy with others changes nothing. */
function spentMilliseconds(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** What makes a pattern try again from each of its characters on. */
const hostile = [' ', 'a', '0', '.', '-', '@', '+', '1 ', 'a.', 'é', '\u0301', '\u00A0'].map(
  (each) => `x${each.repeat(3998 / each.length)}x`,
);

test.each(textual)('a hostile text costs a %s no more than an honest one of its length', (scalar) => {
  const form = formOf(scalar);
  const before = process.cpuUsage();
  for (const text of hostile) for (let time = 0; time < 30; time++) validateScalar(form, text);
  // A pattern that tries again takes 20 ms a text, 600 for one kind of it; one that does not takes 50 for all kinds.
  expect(spentMilliseconds(before)).toBeLessThan(400);
});
