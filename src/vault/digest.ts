/** The one door to hashing without a key; the only file of the vault that the ledger may know. */
import { hash } from 'node:crypto';

/** SHA-256, 32 bytes. In one call and by way of a text: asked for bytes, node:crypto takes half as long again. */
export function sha256(content: Uint8Array | string): Buffer {
  return Buffer.from(hash('sha256', content, 'binary'), 'latin1');
}

/** SHA-256 as 64 hexadecimal characters. */
export function sha256Hex(content: Uint8Array | string): string {
  return hash('sha256', content, 'hex');
}
