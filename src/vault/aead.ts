/** What seals: one authenticated cipher under one key. Its bytes are nonce, ciphertext and tag, one behind the other. */

/** The first byte of an envelope: 1 is XChaCha20-Poly1305, 2 is AES-256-GCM. */
export type SuiteId = 1 | 2;

/** All tags are of 16 bytes. */
export const tagLength = 16;

export interface Aead {
  readonly nonceLength: number;
  /**
   * Opens the `length` bytes of `source` at `at`. Returns a buffer at whose start the plaintext lies, `length` less
   * nonce and tag, valid until the next call; undefined when the bytes are not what was sealed with `associated`.
   */
  open(source: Buffer, at: number, length: number, associated: Buffer): Buffer | undefined;
  /** Writes nonce, ciphertext and tag into `target` at `at`, which has room for them. */
  seal(plaintext: Buffer, associated: Buffer, target: Buffer, at: number): void;
  /** Overwrites the key. */
  destroy(): void;
}
