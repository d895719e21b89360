/** Suite 2: AES-256-GCM of node:crypto (NIST SP 800-38D), for who must stay with approved ciphers. */
import type { KeyObject } from 'node:crypto';
import { createCipheriv, createDecipheriv, createSecretKey } from 'node:crypto';
import { invariant } from '../kernel/invariant.js';
import type { Aead } from './aead.js';
import { tagLength } from './aead.js';
import { writeNonce } from './random.js';
import type { SecretBytes } from './secretBytes.js';

/** 96 bits: any other length makes GCM hash the nonce, which lets two of them meet. */
const nonceLength = 12;
/** Without it node:crypto takes tags of 4 bytes. */
const tagOfSixteen = { authTagLength: tagLength } as const;

export class Aes256Gcm implements Aead {
  readonly nonceLength = nonceLength;
  readonly #secret: SecretBytes;
  /** A KeyObject: with plain bytes Node 24 imports the key again on each call, four times the price. */
  readonly #key: KeyObject;

  /** Takes `key`, of 32 bytes, over; the copy inside the KeyObject goes with its collection. */
  constructor(key: SecretBytes) {
    invariant(key.length === 32, 'a key of AES-256 has 32 bytes');
    this.#secret = key;
    this.#key = createSecretKey(key.expose());
  }

  open(source: Buffer, at: number, length: number, associated: Buffer): Buffer | undefined {
    const tagAt = at + length - tagLength;
    const sealedAt = at + nonceLength;
    if (at < 0 || tagAt < sealedAt || at + length > source.length) return undefined;
    const decipher = createDecipheriv('aes-256-gcm', this.#key, source.subarray(at, sealedAt), tagOfSixteen);
    decipher.setAAD(associated);
    decipher.setAuthTag(source.subarray(tagAt, at + length));
    const message = decipher.update(source.subarray(sealedAt, tagAt));
    try {
      decipher.final();
      return message;
    } catch {
      message.fill(0);
      return undefined;
    }
  }

  seal(plaintext: Buffer, associated: Buffer, target: Buffer, at: number): void {
    writeNonce(target, at, nonceLength);
    const cipher = createCipheriv('aes-256-gcm', this.#key, target.subarray(at, at + nonceLength), tagOfSixteen);
    cipher.setAAD(associated);
    cipher.update(plaintext).copy(target, at + nonceLength);
    cipher.final();
    cipher.getAuthTag().copy(target, at + nonceLength + plaintext.length);
  }

  destroy(): void {
    this.#secret.destroy();
  }
}
