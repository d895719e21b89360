/** Undefined unless `text` is the one spelling of its bytes (RFC 4648, section 3.5). */
export function decodeBase64url(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
}

/** The last of 43 characters carries four bits. */
const form = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/;

/** Whether `value` is the one spelling of 32 bytes: a SHA-256, a coordinate of P-256 or Ed25519. */
export function isBase64urlOf32Bytes(value: unknown): value is string {
  return typeof value === 'string' && form.test(value);
}
