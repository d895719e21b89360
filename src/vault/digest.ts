/** The one door to hashing without a key; the only file of the vault that the ledger may know. */
import { createHash, hash } from 'node:crypto';

/** SHA-256, 32 bytes. In one call of node:crypto: an object for each hash costs half as much again, and a leaf takes four. */
export function sha256(content: Uint8Array | string): Buffer {
  return hash('sha256', content, 'buffer');
}

/** SHA-256 as 64 hexadecimal characters. */
export function sha256Hex(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}
