/**
 * The bytes of one sealed value: suite (1 byte), version of the data key (2, big-endian), nonce, ciphertext, tag. Suite
 * and version must be the data key's own; the associated data binds both as well.
 */
import type { DataKey } from './dataKey.js';
import { tagLength } from './aead.js';

/** Length of suite and version. */
export const envelopeHeadLength = 3;

/** An envelope of `key` with its head written, with room for a plaintext of `plaintextLength` bytes. */
export function blankEnvelope(key: DataKey, plaintextLength: number): Buffer {
  const envelope = Buffer.allocUnsafe(envelopeHeadLength + key.aead.nonceLength + plaintextLength + tagLength);
  envelope[0] = key.suite;
  envelope[1] = key.version >>> 8;
  envelope[2] = key.version & 0xff;
  return envelope;
}

/** Whether an envelope of `length` bytes that starts in `source` at `at` names the suite and version of `key`. */
export function isEnvelopeOf(key: DataKey, source: Buffer, at: number, length: number): boolean {
  return (
    length >= envelopeHeadLength &&
    source[at] === key.suite &&
    source[at + 1] === key.version >>> 8 &&
    source[at + 2] === (key.version & 0xff)
  );
}
