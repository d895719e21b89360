/**
 * What a sealed value is bound to (law 8): the canonical bytes of (suite, table, column, row, person, key version), each
 * part behind its length. All but row, person and version is the same for a column, so the bytes are made once and the
 * three are written over for each value.
 */
import { canonicalBytes } from '../kernel/canonical.js';
import type { SuiteId } from './aead.js';
import type { UuidWords } from './uuidWords.js';

const uuidLength = 16;
const prefixLength = 4;
const versionLength = 2;

export class AssociatedData {
  readonly #bytes: Buffer;
  readonly #row: Uint32Array;
  readonly #person: Uint32Array;
  readonly #versionAt: number;

  constructor(suite: SuiteId, table: string, column: string) {
    const blank = Buffer.alloc(uuidLength);
    const template = canonicalBytes([Buffer.of(suite), table, column, blank, blank, Buffer.alloc(versionLength)]);
    const personAt = template.length - versionLength - prefixLength - uuidLength;
    const rowAt = personAt - prefixLength - uuidLength;
    // Shifted inside its memory so that both UUIDs start on a word.
    const start = (4 - (rowAt % 4)) % 4;
    const memory = new ArrayBuffer(start + template.length);
    this.#bytes = Buffer.from(memory, start);
    template.copy(this.#bytes);
    this.#row = new Uint32Array(memory, start + rowAt, 4);
    this.#person = new Uint32Array(memory, start + personAt, 4);
    this.#versionAt = template.length - versionLength;
  }

  /** The bytes for one cell; valid until the next call. */
  of(row: UuidWords, person: UuidWords, version: number): Buffer {
    const rowWords = this.#row;
    const personWords = this.#person;
    for (let word = 0; word < 4; word++) {
      rowWords[word] = row[word] as number;
      personWords[word] = person[word] as number;
    }
    this.#bytes[this.#versionAt] = version >>> 8;
    this.#bytes[this.#versionAt + 1] = version & 0xff;
    return this.#bytes;
  }
}
