/**
 * Nonces for proofs of possession (RFC 9449, sections 8 and 9): a minute and a MAC over it, so that every replica knows
 * them and none is kept. A proof that was signed ahead dies with the minutes of its nonce.
 */
import { canonicalBytes } from '../kernel/canonical.js';
import { Mac } from './mac.js';
import type { SecretBytes } from './secretBytes.js';
import { subkey } from './subkey.js';

const minuteMilliseconds = 60_000;
/** The minute that gave it, and the two after it. */
const minutesOfLife = 3;
const macLength = 16;

export class ProofNonces {
  readonly #mac: Mac;
  /** The nonces that are alive, newest first; made once a minute. */
  #alive: { readonly minute: number; readonly nonces: readonly string[] } = { minute: -1, nonces: [] };

  constructor(key: SecretBytes) {
    this.#mac = new Mac(subkey(key, ['proof nonce']));
  }

  /** The nonce to give away now, 32 characters of base64url. */
  current(nowMilliseconds: number): string {
    return this.#aliveAt(nowMilliseconds)[0] ?? '';
  }

  /** Nonces are public: there is nothing to compare in constant time. */
  isCurrent(nonce: string, nowMilliseconds: number): boolean {
    return this.#aliveAt(nowMilliseconds).includes(nonce);
  }

  #aliveAt(nowMilliseconds: number): readonly string[] {
    const minute = Math.floor(nowMilliseconds / minuteMilliseconds);
    if (this.#alive.minute !== minute) {
      const nonces = Array.from({ length: minutesOfLife }, (_, age) => this.#nonceOf(minute - age));
      this.#alive = { minute, nonces };
    }
    return this.#alive.nonces;
  }

  #nonceOf(minute: number): string {
    const time = Buffer.alloc(8);
    time.writeBigInt64BE(BigInt(minute));
    const mac = this.#mac.of(canonicalBytes([String(minute)])).subarray(0, macLength);
    return Buffer.concat([time, mac]).toString('base64url');
  }
}
