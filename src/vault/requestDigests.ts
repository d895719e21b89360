/** By what a repeated request is known again without being kept: HMAC-SHA-256, so that nobody can try values on it. */
import { canonicalBytes } from '../kernel/canonical.js';
import { Mac } from './mac.js';
import type { SecretBytes } from './secretBytes.js';
import { subkey } from './subkey.js';

export class RequestDigests {
  readonly #mac: Mac;

  constructor(indexKey: SecretBytes) {
    this.#mac = new Mac(subkey(indexKey, ['request digest']));
  }

  /** 32 bytes for the canonical bytes of `parts`. */
  of(parts: readonly string[]): Buffer {
    return this.#mac.of(canonicalBytes(parts));
  }
}
