/**
 * What a value must be before it is sealed: the store's canonical form of it, or a code that says what it is not. A code
 * never holds the value, so it may go into a rejects file or an answer.
 */
import { parseDuration } from '../kernel/duration.js';
import type { ScalarKind, ScalarValue } from '../kernel/scalar.js';
import { instant, isDate, isPartialDate, isYearMonth } from './calendar.js';
import { emailAddress } from './emailAddress.js';
import { phoneNumber } from './phoneNumber.js';

/** The scalar, with what a store says of its own: the values of an enum, the anchored pattern of a @format. */
export interface ScalarForm {
  readonly scalar: ScalarKind;
  readonly values: readonly string[] | undefined;
  readonly pattern: string | undefined;
}

export type ReasonCode =
  | 'NOT_TEXT'
  | 'EMPTY'
  | 'TOO_LONG'
  | 'UNPRINTABLE'
  | 'PATTERN_MISMATCH'
  | 'NOT_IN_ENUM'
  | 'NOT_AN_EMAIL'
  | 'NOT_A_PHONE_NUMBER'
  | 'NOT_A_POSTAL_CODE'
  | 'NOT_A_DATE'
  | 'NOT_A_PARTIAL_DATE'
  | 'NOT_A_YEAR_MONTH'
  | 'NOT_A_DATE_TIME'
  | 'NOT_A_DURATION'
  | 'NOT_AN_INT'
  | 'NOT_A_FLOAT'
  | 'NOT_A_BOOLEAN';

export type Validation =
  { readonly valid: true; readonly value: ScalarValue } | { readonly valid: false; readonly reason: ReasonCode };

const longestText = 4000;
/** Lone surrogates and control characters, but for tabs and line ends. */
const unprintable = /[\p{Cs}]|(?![\t\n\r])\p{Cc}/u;
/** French: the departments, Corsica as 20, overseas as 97 and 98, the forces' 00. */
const postalCode = /^(?:[0-8]\d|9[0-578])\d{3}$/;
const integer = /^-?(?:0|[1-9]\d{0,9})$/;
const decimal = /^-?(?:0|[1-9]\d{0,300})(?:\.\d{1,300})?(?:[eE][+-]?\d{1,3})?$/;

/** A value that came as JSON or as the text of a CSV field, in canonical form. Empty text is no value at all. */
export function validateScalar(form: ScalarForm, value: unknown): Validation {
  switch (form.scalar) {
    case 'Int':
      return validateInt(value);
    case 'Float':
      return validateFloat(value);
    case 'Boolean':
      return validateBoolean(value);
    case 'Text':
      return withText(value, (text) => validateText(form.pattern, text));
    case 'ID':
      return withText(value, valid);
    case 'Enum':
      return withText(value, (text) => keep(form.values?.includes(text) === true, text, 'NOT_IN_ENUM'));
    case 'Email':
      return withText(value, (text) => found(emailAddress(text), 'NOT_AN_EMAIL'));
    case 'Phone':
      return withText(value, (text) => found(phoneNumber(text), 'NOT_A_PHONE_NUMBER'));
    case 'PostalCode':
      return withText(value, validatePostalCode);
    case 'Date':
      return withText(value, (text) => keep(isDate(text), text, 'NOT_A_DATE'));
    case 'PartialDate':
      return withText(value, (text) => keep(isPartialDate(text), text, 'NOT_A_PARTIAL_DATE'));
    case 'YearMonth':
      return withText(value, (text) => keep(isYearMonth(text), text, 'NOT_A_YEAR_MONTH'));
    case 'DateTime':
      return withText(value, (text) => found(instant(text), 'NOT_A_DATE_TIME'));
    case 'Duration':
      return withText(value, (text) => keep(parseDuration(text) !== undefined, text, 'NOT_A_DURATION'));
  }
}

function valid(value: ScalarValue): Validation {
  return { valid: true, value };
}

function invalid(reason: ReasonCode): Validation {
  return { valid: false, reason };
}

function keep(holds: boolean, value: ScalarValue, reason: ReasonCode): Validation {
  return holds ? valid(value) : invalid(reason);
}

function found(value: ScalarValue | undefined, reason: ReasonCode): Validation {
  return value === undefined ? invalid(reason) : valid(value);
}

/**
 * NFC without spaces around, within bounds that are checked before anything is made of it. `trim`, not a pattern: one that
 * ends in `+$` tries each run of spaces inside the text from each of its spaces on.
 */
function withText(value: unknown, validate: (text: string) => Validation): Validation {
  if (typeof value !== 'string') return invalid('NOT_TEXT');
  if (value.length > longestText) return invalid('TOO_LONG');
  if (unprintable.test(value)) return invalid('UNPRINTABLE');
  const text = value.normalize('NFC').trim();
  return text === '' ? invalid('EMPTY') : validate(text);
}

const patterns = new Map<string, RegExp>();

function validateText(pattern: string | undefined, text: string): Validation {
  if (pattern === undefined) return valid(text);
  const known = patterns.get(pattern) ?? new RegExp(pattern, 'u');
  patterns.set(pattern, known);
  return keep(known.test(text), text, 'PATTERN_MISMATCH');
}

function validatePostalCode(text: string): Validation {
  const digits = text.replaceAll(/\s/g, '');
  return keep(postalCode.test(digits), digits, 'NOT_A_POSTAL_CODE');
}

/** Of 32 bits, as GraphQL's. */
function validateInt(value: unknown): Validation {
  const number = typeof value === 'string' && integer.test(value.trim()) ? Number(value) : value;
  if (typeof number !== 'number' || (number | 0) !== number) return invalid('NOT_AN_INT');
  return valid(number === 0 ? 0 : number);
}

function validateFloat(value: unknown): Validation {
  const number = typeof value === 'string' && decimal.test(value.trim()) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) return invalid('NOT_A_FLOAT');
  return valid(number === 0 ? 0 : number);
}

function validateBoolean(value: unknown): Validation {
  if (typeof value === 'boolean') return valid(value);
  if (value === 'true' || value === 'false') return valid(value === 'true');
  return invalid('NOT_A_BOOLEAN');
}
