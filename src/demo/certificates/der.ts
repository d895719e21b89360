/** The few words of ASN.1's DER (X.690) that a certificate needs. */

/** `tag`, length, content. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag, ...lengthOctets(content.length)]), content]);
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts);
export const set = (...parts: readonly Uint8Array[]): Buffer => der(0x31, ...parts);
export const utf8 = (text: string): Buffer => der(0x0c, Buffer.from(text));
export const octets = (content: Uint8Array): Buffer => der(0x04, content);
/** Whole octets: no bit is unused. */
export const bits = (content: Uint8Array): Buffer => der(0x03, Buffer.from([0]), content);
export const boolean = (value: boolean): Buffer => der(0x01, Buffer.from([value ? 0xff : 0]));
/** The member `number` of a structure, in a wrapping of its own. */
export const explicit = (number: number, content: Uint8Array): Buffer => der(0xa0 | number, content);
/** `[number] IMPLICIT`, of a primitive type. */
export const implicit = (number: number, content: Uint8Array): Buffer => der(0x80 | number, content);

/** A whole number from its octets, big end first; positive whatever the first bit says. */
export function integer(content: Uint8Array): Buffer {
  const first = content.findIndex((octet) => octet !== 0);
  const digits = first === -1 ? Buffer.from([0]) : content.subarray(first);
  return der(0x02, (digits[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), digits]) : digits);
}

/** An object identifier, `1.2.840.10045.4.3.2`. */
export function oid(name: string): Buffer {
  const [first = 0, second = 0, ...rest] = name.split('.').map(Number);
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

/** RFC 5280, section 4.1.2.5: as UTCTime until 2049, as GeneralizedTime from then on. */
export function time(milliseconds: number): Buffer {
  const text = new Date(milliseconds).toISOString().replace(/[-:T]|\.\d+/g, '');
  return text < '2050' ? der(0x17, Buffer.from(text.slice(2))) : der(0x18, Buffer.from(text));
}

function lengthOctets(length: number): readonly number[] {
  if (length < 0x80) return [length];
  const octetsOfIt: number[] = [];
  for (let rest = length; rest > 0; rest >>>= 8) octetsOfIt.unshift(rest & 0xff);
  return [0x80 | octetsOfIt.length, ...octetsOfIt];
}

function base128(arc: number): readonly number[] {
  const digits = [arc & 0x7f];
  for (let rest = arc >>> 7; rest > 0; rest >>>= 7) digits.unshift((rest & 0x7f) | 0x80);
  return digits;
}
