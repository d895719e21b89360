/**
 * A data key as the database holds it: suite (1 byte), reference of the KEK (4), version (2), nonce, the 32 bytes
 * encrypted, tag. Bound to person, version and KEK, so a key that is moved to another person's row or passed off as
 * another version does not unwrap; the associated data has the shape of a value's, with the KEK's `kid` for the column.
 */
import type { Aead, SuiteId } from './aead.js';
import { tagLength } from './aead.js';
import { AssociatedData } from './associatedData.js';
import { DataKey } from './dataKey.js';
import type { Kek, Keyring } from './keyring.js';
import { SecretBytes } from './secretBytes.js';
import { sealBroken } from './sealBroken.js';
import { subkey } from './subkey.js';
import { aeadOf, suiteOf } from './suite.js';
import type { UuidWords } from './uuidWords.js';

const keyLength = 32;
const headLength = 7;
const place = 'a data key';

/** What one KEK wraps with one suite. */
interface Wrapper {
  readonly aead: Aead;
  readonly associated: AssociatedData;
}

export class KeyWrap {
  readonly #keyring: Keyring;
  /** By suite, by reference of the KEK; a ring holds a handful. */
  readonly #wrappers: Readonly<Record<SuiteId, Map<number, Wrapper>>> = { 1: new Map(), 2: new Map() };

  constructor(keyring: Keyring) {
    this.#keyring = keyring;
  }

  /** Wraps `secret` under the current KEK. */
  wrap(suite: SuiteId, version: number, person: UuidWords, secret: SecretBytes): Buffer {
    const kek = this.#keyring.currentKek;
    const { aead, associated } = this.#wrapper(suite, kek);
    const wrapped = Buffer.alloc(wrappedLength(aead));
    wrapped.writeUInt8(suite, 0);
    wrapped.writeUInt32BE(kek.reference, 1);
    wrapped.writeUInt16BE(version, 5);
    aead.seal(secret.expose(), associated.of(person, person, version), wrapped, headLength);
    return wrapped;
  }

  /**
   * Unwraps the `length` bytes of `source` at `at` for `person`, whose words the key keeps.
   * @throws Failure SEAL_BROKEN when the bytes are no key of this person, or of a KEK that the ring does not hold.
   */
  unwrap(source: Buffer, at: number, length: number, person: UuidWords): DataKey {
    const suite = suiteOf(source[at]);
    if (suite === undefined || length < headLength || at + length > source.length) throw sealBroken(place);
    const kek = this.#keyring.kek(source.readUInt32BE(at + 1));
    if (kek === undefined) throw sealBroken(place);
    const { aead, associated } = this.#wrapper(suite, kek);
    if (length !== wrappedLength(aead)) throw sealBroken(place);
    const version = source.readUInt16BE(at + 5);
    const opened = aead.open(source, at + headLength, length - headLength, associated.of(person, person, version));
    if (opened === undefined) throw sealBroken(place);
    return new DataKey(suite, version, person, takeSecret(opened));
  }

  #wrapper(suite: SuiteId, kek: Kek): Wrapper {
    const known = this.#wrappers[suite].get(kek.reference);
    if (known !== undefined) return known;
    const aead = aeadOf(suite, subkey(kek.secret, ['data key', String(suite)]));
    const wrapper = { aead, associated: new AssociatedData(suite, 'data key', kek.kid) };
    this.#wrappers[suite].set(kek.reference, wrapper);
    return wrapper;
  }
}

/** Moves the key out of the cipher's scratch memory. */
function takeSecret(opened: Buffer): SecretBytes {
  const secret = Buffer.alloc(keyLength);
  opened.copy(secret, 0, 0, keyLength);
  opened.fill(0, 0, keyLength);
  return new SecretBytes(secret);
}

function wrappedLength(aead: Aead): number {
  return headLength + aead.nonceLength + keyLength + tagLength;
}
