import type { Brand } from './brand.js';

/** A UUID in RFC 9562's text form, lower case. */
export type Uuid = Brand<string, 'Uuid'>;

const form = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Reads a UUID of any version, in either case; undefined when `text` is none. */
export function parseUuid(text: string): Uuid | undefined {
  const lower = text.toLowerCase();
  return form.test(lower) ? (lower as Uuid) : undefined;
}

/** Its 16 bytes. */
export function uuidBytes(uuid: Uuid): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}

/** The UUID whose 16 bytes stand at `at`. */
export function uuidText(bytes: Buffer, at = 0): Uuid {
  const hex = bytes.toString('hex', at, at + 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as Uuid;
}
