import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { RejectCode } from '../../src/intake/reject.js';
import { tableIn } from '../support/markdown.js';

/** A type has no list: the compiler holds this one to it. */
const codes = {
  NOT_TEXT: true,
  TOO_LONG: true,
  UNPRINTABLE: true,
  PATTERN_MISMATCH: true,
  NOT_IN_ENUM: true,
  NOT_AN_EMAIL: true,
  NOT_A_PHONE_NUMBER: true,
  NOT_A_POSTAL_CODE: true,
  NOT_A_DATE: true,
  NOT_A_PARTIAL_DATE: true,
  NOT_A_YEAR_MONTH: true,
  NOT_A_DATE_TIME: true,
  NOT_A_DURATION: true,
  NOT_AN_INT: true,
  NOT_A_FLOAT: true,
  NOT_A_BOOLEAN: true,
  MALFORMED: true,
  NOT_UTF8: true,
  COLUMN_COUNT: true,
  UNKNOWN_TYPE: true,
  UNKNOWN_FIELD: true,
  REQUIRED: true,
  NOT_A_UUID: true,
  NOT_A_LIST: true,
  NOT_AN_OBJECT: true,
  TOO_DEEP: true,
  CONTRADICTS_OWNER: true,
  DUPLICATE: true,
  REFERENCE_MISSING: true,
  CONSTRAINT: true,
} as const satisfies Record<RejectCode, true>;

it('every code of a rejects file is documented', () => {
  const rows = tableIn(readFileSync('docs/codes.md', 'utf8'), 'Code', '### What a rejects file says');
  expect(rows.map(([code]) => code)).toEqual(Object.keys(codes));
});
