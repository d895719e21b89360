import { inspect } from 'node:util';

const redacted = '[redacted]';

/** Bytes that refuse to be shown: a key. Whoever needs them says so with {@link SecretBytes.expose}. */
export class SecretBytes {
  readonly #bytes: Buffer;

  /** Takes `bytes` over: the caller keeps no other reference. */
  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get length(): number {
    return this.#bytes.length;
  }

  /** The bytes themselves, not a copy. */
  expose(): Buffer {
    return this.#bytes;
  }

  /** Overwrites them. */
  destroy(): void {
    this.#bytes.fill(0);
  }

  toString(): string {
    return redacted;
  }

  toJSON(): string {
    return redacted;
  }

  [inspect.custom](): string {
    return redacted;
  }
}
