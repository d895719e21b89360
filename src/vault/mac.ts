import type { KeyObject } from 'node:crypto';
import { createHmac, createSecretKey } from 'node:crypto';
import type { SecretBytes } from './secretBytes.js';

/** HMAC-SHA-256 (RFC 2104, FIPS 198-1) under one key. */
export class Mac {
  readonly #key: KeyObject;

  constructor(secret: SecretBytes) {
    this.#key = createSecretKey(secret.expose());
  }

  /** 32 bytes. */
  of(message: Uint8Array | string): Buffer {
    return createHmac('sha256', this.#key).update(message).digest();
  }
}
