/**
 * What a caller saw of a row, in a word that only this store can make and that holds for one row and one organisation:
 * nobody learns from it when or how often a row changed, and two partners cannot join their files by it.
 */
import { timingSafeEqual } from 'node:crypto';
import { canonicalBytes } from '../kernel/canonical.js';
import { Mac } from './mac.js';
import type { SecretBytes } from './secretBytes.js';
import { subkey } from './subkey.js';

export interface RowState {
  /** Whose words these are. */
  readonly scope: string;
  readonly type: string;
  /** Of the row, as hex. */
  readonly key: string;
  /** What the version stands for. */
  readonly state: string;
}

const versionBytes = 16;

export class RowVersions {
  readonly #mac: Mac;

  constructor(indexKey: SecretBytes) {
    this.#mac = new Mac(subkey(indexKey, ['row version']));
  }

  /** 22 characters. */
  of(row: RowState): string {
    return this.#digest(row).toString('base64url');
  }

  /** In constant time; a text of any other form matches nothing. */
  matches(given: string, row: RowState): boolean {
    const bytes = Buffer.from(given, 'base64url');
    const isWhole = bytes.length === versionBytes && bytes.toString('base64url') === given;
    return isWhole && timingSafeEqual(bytes, this.#digest(row));
  }

  #digest({ scope, type, key, state }: RowState): Buffer {
    return this.#mac.of(canonicalBytes([scope, type, key, state])).subarray(0, versionBytes);
  }
}
