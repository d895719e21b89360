import type { ScalarKind, ScalarValue } from '../kernel/scalar.js';
import { Mac } from './mac.js';
import { normalise } from './normalise.js';
import type { SecretBytes } from './secretBytes.js';
import { subkey } from './subkey.js';

/**
 * The pseudonyms of one coordinate for one organisation (GDPR Art. 4(5)): the same value is always the same pseudonym
 * there, and a stranger's elsewhere, so two organisations cannot join by it and nobody without the key can try values.
 */
export class Pseudonyms {
  readonly #mac: Mac;
  readonly #scalar: ScalarKind;

  constructor(pseudonymKey: SecretBytes, scope: string, coordinate: string, scalar: ScalarKind) {
    this.#mac = new Mac(subkey(pseudonymKey, ['pseudonym', scope, coordinate]));
    this.#scalar = scalar;
  }

  /** 22 characters of base64url: 128 bits of HMAC-SHA-256 over the normalised value. */
  of(value: ScalarValue): string {
    return this.#mac.of(normalise(this.#scalar, value)).toString('base64url', 0, 16);
  }
}
