/**
 * Holds the lines of the erasure register together: HMAC-SHA-256 of each line and of the line before it. Keyed, since who
 * could write a line that is believed could have anybody erased at the next start.
 */
import { timingSafeEqual } from 'node:crypto';
import { canonicalBytes } from '../kernel/canonical.js';
import { Mac } from './mac.js';
import type { SecretBytes } from './secretBytes.js';
import { subkey } from './subkey.js';

export class ErasureChain {
  readonly #mac: Mac;

  constructor(idKey: SecretBytes) {
    this.#mac = new Mac(subkey(idKey, ['erasure register']));
  }

  /** 32 bytes for a line of `parts` behind the line that has `previous`; the first line is behind no bytes. */
  next(previous: Uint8Array, parts: readonly string[]): Buffer {
    return this.#mac.of(canonicalBytes([previous, ...parts]));
  }

  isSame(one: Uint8Array, other: Uint8Array): boolean {
    return one.length === other.length && timingSafeEqual(one, other);
  }
}
