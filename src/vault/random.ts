/** The one door to randomness: libsodium's, which reads the kernel's. */
import sodium from 'sodium-native';
import type { Uuid } from '../kernel/uuid.js';
import { uuidText } from '../kernel/uuid.js';

export function randomBytes(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  sodium.randombytes_buf(bytes);
  return bytes;
}

/** A random UUID (RFC 9562, section 5.4): the key of a new row. */
export function randomUuid(): Uuid {
  const bytes = randomBytes(16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return uuidText(bytes);
}

const pool = Buffer.alloc(24 * 256);
let poolAt = pool.length;

/**
 * Writes `length` (at most 24) fresh random bytes into `target` at `at`. Drawn from a pool, since a call of the system's
 * generator for each nonce costs half of a seal; a nonce is public, so the pool is no secret.
 */
export function writeNonce(target: Buffer, at: number, length: number): void {
  if (poolAt + length > pool.length) {
    sodium.randombytes_buf(pool);
    poolAt = 0;
  }
  for (let index = 0; index < length; index++) target[at + index] = pool[poolAt + index] ?? 0;
  poolAt += length;
}
