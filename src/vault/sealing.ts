/** Seals values, person by person and row by row: the other half of {@link Opening}, for writes and imports. */
import { invariant } from '../kernel/invariant.js';
import type { ScalarValue } from '../kernel/scalar.js';
import type { SuiteId } from './aead.js';
import { DataKey, maximumVersion } from './dataKey.js';
import { blankEnvelope, envelopeHeadLength } from './envelope.js';
import { randomBytes } from './random.js';
import type { SealedColumn } from './sealedColumn.js';
import { SecretBytes } from './secretBytes.js';
import { readUuidWords, uuidWords } from './uuidWords.js';
import type { KeyWrap } from './wrappedKey.js';

export class Sealing {
  readonly #keyWrap: KeyWrap;
  readonly #suite: SuiteId;
  readonly #row = uuidWords();
  #key: DataKey | undefined;

  constructor(keyWrap: KeyWrap, suite: SuiteId) {
    this.#keyWrap = keyWrap;
    this.#suite = suite;
  }

  /**
   * Makes a data key for the person whose UUID's 16 bytes `person` holds, and returns it wrapped, as the person's row
   * keeps it. The values that follow are that person's. A rotation gives the next `version`; a new person has the first.
   */
  newKey(person: Buffer, version = 1): Buffer {
    invariant(Number.isInteger(version) && version >= 1 && version <= maximumVersion, 'a version is of 1 to 65,535');
    const words = uuidWords();
    readUuidWords(person, 0, words);
    const secret = new SecretBytes(randomBytes(32));
    const wrapped = this.#keyWrap.wrap(this.#suite, version, words, secret);
    this.#use(new DataKey(this.#suite, version, words, secret));
    return wrapped;
  }

  /** Unwraps the data key that a person already has; the values that follow are that person's. */
  person(wrapped: Buffer, person: Buffer): void {
    const words = uuidWords();
    readUuidWords(person, 0, words);
    this.#use(this.#keyWrap.unwrap(wrapped, 0, wrapped.length, words));
  }

  /** The values that follow are of the row whose UUID's 16 bytes `row` holds. */
  row(row: Buffer): void {
    readUuidWords(row, 0, this.#row);
  }

  /** Seals `value`, in canonical form, as a cell of `column`. */
  value(column: SealedColumn, value: ScalarValue): Buffer {
    const key = this.#key;
    invariant(key, 'a value is sealed after its person');
    const plaintext = column.codec.encode(value);
    const envelope = blankEnvelope(key, plaintext.length);
    const associated = column.associated[key.suite].of(this.#row, key.person, key.version);
    key.aead.seal(plaintext, associated, envelope, envelopeHeadLength);
    plaintext.fill(0);
    return envelope;
  }

  /** Overwrites the key. To be called when the writing is done, whatever became of it. */
  close(): void {
    this.#key?.destroy();
    this.#key = undefined;
  }

  #use(key: DataKey): void {
    this.#key?.destroy();
    this.#key = key;
  }
}
