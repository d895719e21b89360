/**
 * Canonical bytes of a tuple: each part behind its length as a 32-bit big-endian number, so that no two tuples share an
 * encoding. Used for associated data, digests and blind-index input alike.
 */
export function canonicalBytes(parts: readonly (string | Uint8Array)[]): Buffer {
  const buffers = parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'utf8') : part));
  const bytes = Buffer.alloc(buffers.reduce((total, part) => total + 4 + part.length, 0));
  let offset = 0;
  for (const part of buffers) {
    offset = bytes.writeUInt32BE(part.length, offset);
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}
