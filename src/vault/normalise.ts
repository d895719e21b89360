/**
 * The form in which two spellings of one value are the same: what blind indexes and pseudonyms are made of. It takes
 * values in canonical form and never fails.
 */
import type { ScalarKind, ScalarValue } from '../kernel/scalar.js';

/** Letters that Unicode does not take apart into a letter and an accent. */
const wholeLetters: Readonly<Record<string, string>> = Object.freeze({
  æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ħ: 'h', ŧ: 't', ŋ: 'n', ĸ: 'k',
});

export function normalise(scalar: ScalarKind, value: ScalarValue): string {
  switch (scalar) {
    case 'Text':
      return normaliseText(String(value));
    case 'Email':
      return String(value).normalize('NFKC').trim().toLowerCase();
    case 'Phone':
    case 'PostalCode':
      return String(value).replaceAll(/\s/g, '');
    case 'Int':
    case 'Float':
    case 'Boolean':
    case 'Enum':
    case 'Date':
    case 'PartialDate':
    case 'DateTime':
    case 'YearMonth':
    case 'Duration':
    case 'ID':
      return String(value);
  }
}

/**
 * NFKC; case folded by way of the capitals, which also unfolds ß; without accents and invisible characters; hyphens,
 * apostrophes and spaces are one space. `Jean‑Pierre d’Été` and `JEAN PIERRE D ETE` are the same.
 */
function normaliseText(value: string): string {
  return value
    .normalize('NFKC')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[\p{M}\p{Cf}]/gu, '')
    .replaceAll(/[æœøłđðþħŧŋĸ]/g, (letter) => wholeLetters[letter] ?? letter)
    .replaceAll(/[\p{Pd}\p{Z}\s'’‘ʼʹ`´_]+/gu, ' ')
    .trim();
}
