/**
 * Looks for many values at once in whatever holds bytes, in every encoding that the project writes: UTF-8, Latin-1, UTF-16,
 * hex, base64 and base64url wherever they start, JSON with escapes; and each as a blind index would see it.
 */
import type { ScalarKind } from '../../src/kernel/scalar.js';
import { normalise } from '../../src/vault/normalise.js';

/** Shorter ones meet by chance: in a hundred megabytes of ciphertext a form of six bytes does so once in some thousand runs. */
const shortestNeedle = 8;
/** COPY writes ciphertext in hex, where a number of eight digits stands by chance in every second run. */
const shortestHex = 14;

interface Needle {
  readonly bytes: Buffer;
  readonly value: string;
}

export class Needles {
  readonly #byHead = new Map<number, Needle[]>();
  /** One bit for each beginning of three bytes: what most places are dismissed by. */
  readonly #heads = new Uint8Array(1 << 21);
  readonly #values = new Set<string>();

  get size(): number {
    return this.#values.size;
  }

  add(value: string, scalar: ScalarKind): void {
    if (this.#values.has(value)) return;
    this.#values.add(value);
    for (const bytes of formsOf(value, scalar)) this.#addBytes({ bytes, value });
  }

  /** The values that `haystack` holds in any form. */
  foundIn(haystack: Buffer): ReadonlySet<string> {
    const found = new Set<string>();
    const heads = this.#heads;
    for (let at = 0; at + shortestNeedle <= haystack.length; at++) {
      const head =
        ((haystack[at] as number) << 16) | ((haystack[at + 1] as number) << 8) | (haystack[at + 2] as number);
      if (((heads[head >> 3] as number) & (1 << (head & 7))) === 0) continue;
      for (const { bytes, value } of this.#byHead.get(haystack.readInt32BE(at)) ?? []) {
        if (haystack.compare(bytes, 0, bytes.length, at, Math.min(at + bytes.length, haystack.length)) === 0)
          found.add(value);
      }
    }
    return found;
  }

  #addBytes(needle: Needle): void {
    const key = needle.bytes.readInt32BE(0);
    const group = this.#byHead.get(key) ?? [];
    group.push(needle);
    this.#byHead.set(key, group);
    const head = needle.bytes.readUIntBE(0, 3);
    this.#heads[head >> 3] = (this.#heads[head >> 3] as number) | (1 << (head & 7));
  }
}

/** Whether every form of a value is long enough to be told from chance. */
export function isLongEnough(value: string, scalar: ScalarKind): boolean {
  return formsOf(value, scalar).every((form) => form.length >= (isHex(form) ? shortestHex : shortestNeedle));
}

function isHex(form: Buffer): boolean {
  return /^[0-9a-f]+$/i.test(form.toString('latin1'));
}

function formsOf(value: string, scalar: ScalarKind): readonly Buffer[] {
  const spellings = new Set([value, normalise(scalar, value), value.toLowerCase(), value.toUpperCase()]);
  const forms = [...spellings].flatMap(encodingsOf);
  return [...new Map(forms.map((form) => [form.toString('latin1'), form])).values()];
}

function encodingsOf(text: string): readonly Buffer[] {
  const utf8 = Buffer.from(text, 'utf8');
  const little = Buffer.from(text, 'utf16le');
  const escaped = text.replaceAll(/[\u0080-\uffff]/g, jsonEscape);
  return [
    utf8,
    Buffer.from(text, 'latin1'),
    little,
    Buffer.from(little).swap16(),
    Buffer.from(utf8.toString('hex')),
    Buffer.from(utf8.toString('hex').toUpperCase()),
    Buffer.from(escaped),
    ...[0, 1, 2].flatMap((offset) => base64At(utf8, offset)),
  ];
}

function jsonEscape(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** What base64 shows of `bytes` when `offset` bytes stand before them in their group of three, and any after. */
function base64At(bytes: Buffer, offset: number): readonly Buffer[] {
  const before = Buffer.alloc(offset);
  const whole = Math.floor((offset + bytes.length) / 3) * 4;
  const from = offset === 0 ? 0 : offset + 1;
  const text = Buffer.concat([before, bytes]).toString('base64').slice(from, whole);
  return [Buffer.from(text), Buffer.from(text.replaceAll('+', '-').replaceAll('/', '_'))];
}
