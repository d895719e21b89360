import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { StoreProblemCode } from '../../src/store/storeProblem.js';
import { tableIn } from '../support/markdown.js';

/** A type has no list: the compiler holds this one to it. */
const codes = {
  TABLE_MISSING: true,
  COLUMN_MISSING: true,
  COLUMN_TYPE: true,
  COLUMN_NULLABLE: true,
  COLUMN_NOT_NULLABLE: true,
  INDEX_MISSING: true,
  INDEX_NOT_UNIQUE: true,
  INDEX_UNIQUE: true,
  LOOKUP_SCANS: true,
  REACH_WRITTEN: true,
} as const satisfies Record<StoreProblemCode, true>;

it('every problem of the store is documented', () => {
  const rows = tableIn(readFileSync('docs/codes.md', 'utf8'), 'Code', '### What the start finds in the database');
  expect(rows.map(([code]) => code)).toEqual(Object.keys(codes));
});
