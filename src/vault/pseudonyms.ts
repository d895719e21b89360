import type { KeyObject } from 'node:crypto';
import { createHmac, createSecretKey } from 'node:crypto';
import type { ScalarKind, ScalarValue } from '../kernel/scalar.js';
import { normalise } from './normalise.js';
import type { SecretBytes } from './secretBytes.js';
import { subkey } from './subkey.js';

/**
 * The pseudonyms of one coordinate for one organisation (GDPR Art. 4(5)): the same value is always the same pseudonym
 * there, and a stranger's elsewhere, so two organisations cannot join by it and nobody without the key can try values.
 */
export class Pseudonyms {
  readonly #key: KeyObject;
  readonly #scalar: ScalarKind;

  constructor(pseudonymKey: SecretBytes, scope: string, coordinate: string, scalar: ScalarKind) {
    this.#key = createSecretKey(subkey(pseudonymKey, ['pseudonym', scope, coordinate]).expose());
    this.#scalar = scalar;
  }

  /** 22 characters of base64url: 128 bits of HMAC-SHA-256 over the normalised value. */
  of(value: ScalarValue): string {
    const normalised = normalise(this.#scalar, value);
    return createHmac('sha256', this.#key).update(normalised).digest().toString('base64url', 0, 16);
  }
}
