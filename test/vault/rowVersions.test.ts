import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Keyring } from '../../src/vault/keyring.js';
import type { RowState } from '../../src/vault/rowVersions.js';
import { Vault } from '../../src/vault/vault.js';

const ring = Keyring.generate();
const vaultOf = (text: string): Vault => new Vault(Keyring.parse(text));
const { versions } = vaultOf(ring);
const row: RowState = { scope: 'organisation a', type: 'Loan', key: '00ff', state: 'due_on=2024-06-01' };

describe('the version of a row', () => {
  it('is of this state of this row, for this organisation, under this keyring', () => {
    const version = versions.of(row);
    expect(version).toMatch(/^[\w-]{22}$/);
    expect(vaultOf(ring).versions.matches(version, row)).toBe(true);
    for (const other of [{ scope: 'organisation b' }, { type: 'Reader' }, { key: '00fe' }, { state: '' }])
      expect(versions.matches(version, { ...row, ...other })).toBe(false);
    expect(vaultOf(Keyring.generate()).versions.matches(version, row)).toBe(false);
  });

  it('moves no border between its parts', () => {
    expect(versions.of({ ...row, type: 'Loan0', key: '0ff' })).not.toBe(versions.of(row));
  });

  it('has one form', () => {
    const version = versions.of(row);
    for (const given of [`${version}=`, `${version} `, version.slice(1), `${version}AA`, version.toLowerCase(), ''])
      expect(versions.matches(given, row)).toBe(false);
    // The last character of 16 bytes carries four bits that mean nothing.
    const spare = Array.from({ length: 26 }, (_, letter) => String.fromCodePoint(97 + letter));
    for (const last of spare) expect(versions.matches(version.slice(0, -1) + last, row)).toBe(version.endsWith(last));
  });

  it('is nothing that anybody makes up', () => {
    fc.assert(fc.property(fc.string({ maxLength: 40 }), (given) => !versions.matches(given, row)));
  });
});
