import { hkdfSync } from 'node:crypto';
import { canonicalBytes } from '../kernel/canonical.js';
import { sha256 } from './digest.js';
import { SecretBytes } from './secretBytes.js';

const noSalt = Buffer.alloc(0);

/**
 * HKDF-SHA-256 (RFC 5869) with an empty salt: a key of 32 bytes for one use, named by the parts of its label. Two labels
 * give keys that tell nothing of each other. The label goes in hashed, since node:crypto bounds it to 1,024 bytes.
 */
export function subkey(key: SecretBytes, label: readonly string[]): SecretBytes {
  return hkdf(key, noSalt, sha256(canonicalBytes(['cloison', ...label])), 32);
}

/** HKDF-SHA-256 as RFC 5869 writes it: extract, then expand to `length` bytes. */
export function hkdf(key: SecretBytes, salt: Uint8Array, info: Uint8Array, length: number): SecretBytes {
  return new SecretBytes(Buffer.from(hkdfSync('sha256', key.expose(), salt, info, length)));
}
