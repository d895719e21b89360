/**
 * Canonical bytes of a tuple: each part behind its length as a 32-bit big-endian number, so that no two tuples share an
 * encoding. Used for associated data, digests and blind-index input alike.
 */
export function canonicalBytes(parts: readonly (string | Uint8Array)[]): Buffer {
  const bytes = Buffer.allocUnsafe(parts.reduce((total, part) => total + 4 + lengthOf(part), 0));
  let offset = 0;
  for (const part of parts) {
    offset = bytes.writeUInt32BE(lengthOf(part), offset);
    if (typeof part === 'string') offset += bytes.write(part, offset, 'utf8');
    else {
      bytes.set(part, offset);
      offset += part.length;
    }
  }
  return bytes;
}

function lengthOf(part: string | Uint8Array): number {
  return typeof part === 'string' ? Buffer.byteLength(part, 'utf8') : part.length;
}
