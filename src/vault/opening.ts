/**
 * Opens the sealed values of a page where they lie in memory: first a person's key, then a row, then its values. It holds
 * the keys of that page and nothing longer: there is no cache of data keys, so a destroyed key is gone with the row.
 */
import type { Failure } from '../kernel/failure.js';
import { invariant } from '../kernel/invariant.js';
import type { ScalarValue } from '../kernel/scalar.js';
import type { DataKey } from './dataKey.js';
import { envelopeHeadLength, isEnvelopeOf } from './envelope.js';
import type { SealedColumn } from './sealedColumn.js';
import { sealBroken } from './sealBroken.js';
import { tagLength } from './aead.js';
import { readUuidWords, uuidWords } from './uuidWords.js';
import type { KeyWrap } from './wrappedKey.js';
import { wipeScratch } from './xchacha20Poly1305.js';

export class Opening {
  readonly #keyWrap: KeyWrap;
  readonly #keys: DataKey[] = [];
  readonly #row = uuidWords();
  #key: DataKey | undefined;

  constructor(keyWrap: KeyWrap) {
    this.#keyWrap = keyWrap;
  }

  /**
   * Unwraps the data key that stands in `source` at `at`, of the person whose UUID's 16 bytes stand at `personAt`; the
   * values that follow are that person's.
   * @throws Failure SEAL_BROKEN
   */
  person(source: Buffer, at: number, length: number, personAt: number): DataKey {
    const person = uuidWords();
    readUuidWords(source, personAt, person);
    const key = this.#keyWrap.unwrap(source, at, length, person);
    this.#keys.push(key);
    this.#key = key;
    return key;
  }

  /** Goes back to a key that {@link person} returned earlier, for a page that goes to and fro between persons. */
  resume(key: DataKey): void {
    invariant(!key.isDestroyed, 'a data key is destroyed with the page that it opened');
    this.#key = key;
  }

  /** The values that follow are of the row whose UUID's 16 bytes stand in `source` at `at`. */
  row(source: Buffer, at: number): void {
    readUuidWords(source, at, this.#row);
  }

  /**
   * Opens the `length` bytes of `source` at `at`, a cell of `column`.
   * @throws Failure SEAL_BROKEN, alike for every reason.
   */
  value(column: SealedColumn, source: Buffer, at: number, length: number): ScalarValue {
    const key = this.#key;
    invariant(key, 'a value is opened after its person');
    if (!isEnvelopeOf(key, source, at, length)) throw brokenCell(column);
    const associated = column.associated[key.suite].of(this.#row, key.person, key.version);
    const sealedLength = length - envelopeHeadLength;
    const plaintext = key.aead.open(source, at + envelopeHeadLength, sealedLength, associated);
    if (plaintext === undefined) throw brokenCell(column);
    return column.codec.decode(plaintext, sealedLength - key.aead.nonceLength - tagLength);
  }

  /** Overwrites the keys and what was opened last. To be called when the page is done, whatever became of it. */
  close(): void {
    this.#key = undefined;
    for (const key of this.#keys) key.destroy();
    this.#keys.length = 0;
    wipeScratch();
  }
}

function brokenCell(column: SealedColumn): Failure {
  return sealBroken(`${column.table}.${column.column}`);
}
