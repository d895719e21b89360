import { inspect } from 'node:util';
import type { Aead, SuiteId } from './aead.js';
import type { SecretBytes } from './secretBytes.js';
import { aeadOf } from './suite.js';
import type { UuidWords } from './uuidWords.js';

/** Versions are counted from 1 in two bytes. */
export const maximumVersion = 0xffff;

/**
 * One version of one person's data key, unwrapped. It serves one suite only: what moves to the other suite moves to a new
 * version, so no key is ever used with two ciphers. Destroying every copy of it is erasure (law 10).
 */
export class DataKey {
  readonly suite: SuiteId;
  readonly version: number;
  readonly person: UuidWords;
  readonly aead: Aead;
  #destroyed = false;

  /** Takes `secret` over. */
  constructor(suite: SuiteId, version: number, person: UuidWords, secret: SecretBytes) {
    this.suite = suite;
    this.version = version;
    this.person = person;
    this.aead = aeadOf(suite, secret);
  }

  get isDestroyed(): boolean {
    return this.#destroyed;
  }

  /** Overwrites the key; nothing opens or seals with it afterwards. */
  destroy(): void {
    this.#destroyed = true;
    this.aead.destroy();
  }

  toString(): string {
    return '[redacted]';
  }

  toJSON(): string {
    return '[redacted]';
  }

  [inspect.custom](): string {
    return '[redacted]';
  }
}
