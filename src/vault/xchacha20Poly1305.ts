/**
 * Suite 1: XChaCha20-Poly1305 of libsodium (draft-irtf-cfrg-xchacha-03). An envelope is read where it lies in a page:
 * its bytes are copied by hand into one scratch buffer whose views of every small length are made once, since making
 * views costs more than the copy.
 */
// The binding itself: the package's wrapper asserts the lengths that this file guarantees, at a seventh of an opening's cost.
import binding from 'sodium-native/binding.js';
import { invariant } from '../kernel/invariant.js';
import type { Aead } from './aead.js';
import { tagLength } from './aead.js';
import { writeNonce } from './random.js';
import type { SecretBytes } from './secretBytes.js';

const nonceLength = 24;
/** Plaintexts up to this many bytes take the way without allocation. */
const smallLength = 256;

const scratch = Buffer.alloc(nonceLength + smallLength + tagLength);
const plain = Buffer.alloc(smallLength);
const nonceView = scratch.subarray(0, nonceLength);
const sealedViews = views(scratch, nonceLength, tagLength);
const plainViews = views(plain, 0, 0);

function views(buffer: Buffer, start: number, extra: number): readonly Buffer[] {
  return Array.from({ length: smallLength + 1 }, (_, length) => buffer.subarray(start, start + length + extra));
}

export class XChaCha20Poly1305 implements Aead {
  readonly nonceLength = nonceLength;
  readonly #key: SecretBytes;

  /** Takes `key`, of 32 bytes, over. */
  constructor(key: SecretBytes) {
    invariant(key.length === 32, 'a key of XChaCha20-Poly1305 has 32 bytes');
    this.#key = key;
  }

  open(source: Buffer, at: number, length: number, associated: Buffer): Buffer | undefined {
    const plainLength = length - nonceLength - tagLength;
    if (plainLength < 0 || at < 0 || at + length > source.length) return undefined;
    const plainView = plainViews[plainLength];
    const sealedView = sealedViews[plainLength];
    if (plainView === undefined || sealedView === undefined) return this.#openLarge(source, at, length, associated);
    for (let from = at, to = 0; to < length; from++, to++) scratch[to] = source[from] as number;
    return this.#decrypt(plainView, sealedView, associated, nonceView) ? plain : undefined;
  }

  #openLarge(source: Buffer, at: number, length: number, associated: Buffer): Buffer | undefined {
    const message = Buffer.alloc(length - nonceLength - tagLength);
    const nonce = source.subarray(at, at + nonceLength);
    const sealed = source.subarray(at + nonceLength, at + length);
    return this.#decrypt(message, sealed, associated, nonce) ? message : undefined;
  }

  seal(plaintext: Buffer, associated: Buffer, target: Buffer, at: number): void {
    writeNonce(target, at, nonceLength);
    const nonce = target.subarray(at, at + nonceLength);
    const sealed = target.subarray(at + nonceLength, at + nonceLength + plaintext.length + tagLength);
    const key = this.#key.expose();
    const length = binding.crypto_aead_xchacha20poly1305_ietf_encrypt(sealed, plaintext, associated, nonce, key);
    invariant(length === sealed.length, 'libsodium filled the envelope');
  }

  destroy(): void {
    this.#key.destroy();
  }

  #decrypt(message: Buffer, sealed: Buffer, associated: Buffer, nonce: Buffer): boolean {
    const key = this.#key.expose();
    return binding.crypto_aead_xchacha20poly1305_ietf_decrypt(message, sealed, associated, nonce, key) >= 0;
  }
}

/** Overwrites what the last opening left in this file's scratch memory. */
export function wipeScratch(): void {
  plain.fill(0);
}
