/**
 * The form in which two spellings of one value are the same: what blind indexes and pseudonyms are made of. It takes
 * values in canonical form and never fails.
 */
import { emailAddress } from './emailAddress.js';
import { phoneNumber } from './phoneNumber.js';
import type { ScalarKind, ScalarValue } from '../kernel/scalar.js';

/** Letters that Unicode does not take apart into a letter and an accent. */
const wholeLetters: Readonly<Record<string, string>> = Object.freeze({ æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd' });
const internationalPhone = /^\+\d{7,15}$/;

export function normalise(scalar: ScalarKind, value: ScalarValue): string {
  switch (scalar) {
    case 'Text':
      return normaliseText(String(value));
    case 'Email':
      return normaliseEmail(String(value));
    case 'Phone':
      return normalisePhone(String(value));
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
 * NFKC; case folded by way of the capitals, which unfolds ß and ẞ too; without accents and invisible characters; hyphens,
 * apostrophes and spaces are one space. `Jean‑Pierre d’Été` and `JEAN PIERRE D ETE` are the same.
 */
function normaliseText(value: string): string {
  return value
    .normalize('NFKC')
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[\p{M}\p{Cf}]/gu, '')
    .replaceAll(/[æœøłđ]/g, (letter) => wholeLetters[letter] ?? letter)
    .replaceAll(/[\p{Pd}\p{Z}\s'’‘ʼʹ`´_]+/gu, ' ')
    .trim();
}

/**
 * All in lower case. RFC 5321 (section 2.4) lets a host tell local parts apart by case, and says in the same breath that
 * to do so is discouraged: people do not, so a search by case would miss them.
 */
function normaliseEmail(value: string): string {
  const address = value.normalize('NFKC').trim();
  return (emailAddress(address) ?? address).toLowerCase();
}

function normalisePhone(value: string): string {
  if (internationalPhone.test(value)) return value;
  return phoneNumber(value) ?? value.replaceAll(/\s/g, '');
}
