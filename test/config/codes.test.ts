import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { statusOfCode } from '../../src/kernel/codes.js';
import type { FailureCode } from '../../src/kernel/failure.js';
import { tableIn } from '../support/markdown.js';

/** A type has no list: the compiler holds this one to it. */
const failureCodes = {
  CONFIG_INVALID: true,
  POLICY_INVALID: true,
  STORE_MISMATCH: true,
  STORE_UNAVAILABLE: true,
  INTERNAL: true,
  MIGRATION_FAILED: true,
  SEAL_BROKEN: true,
  KEY_UNKNOWN: true,
  KEYRING_INVALID: true,
  ISSUER_UNAVAILABLE: true,
  WEBHOOK_FAILED: true,
  IMPORT_INVALID: true,
  WITNESS_UNAVAILABLE: true,
  LEDGER_TAMPERED: true,
  ERASURE_REGISTER_INVALID: true,
  ERASURE_REGISTER_UNWRITABLE: true,
  LEGAL_HOLD: true,
  USAGE: true,
} as const satisfies Record<FailureCode, true>;

const documentation = readFileSync('docs/codes.md', 'utf8');

describe('the documented codes', () => {
  it('are those that a caller can meet, each with its status, a meaning and what to do', () => {
    const rows = tableIn(documentation, 'Code', '## What a caller meets');
    expect(rows.map(([code, status]) => [code, Number(status)])).toEqual(Object.entries(statusOfCode));
    expect(rows.every((row) => row.length === 4 && row.every((cell) => cell !== ''))).toBe(true);
  });

  it('are those that an operator can meet', () => {
    const rows = tableIn(documentation, 'Code', '## What an operator meets');
    expect(rows.map(([code]) => code)).toEqual(Object.keys(failureCodes));
    expect(rows.every((row) => row.length === 3 && row.every((cell) => cell !== ''))).toBe(true);
  });
});
