/**
 * The secrets that the vault starts from: a JWK Set (RFC 7517) that an operator keeps outside the database. An error
 * names the member that is wrong and never shows one, nor the parser's own message, which quotes what it read.
 */
import { Failure } from '../kernel/failure.js';
import { sha256 } from './digest.js';
import { randomBytes } from './random.js';
import { SecretBytes } from './secretBytes.js';

/** What a key of the ring is for; the `use` of its JWK. */
export type KeyUse = 'kek' | 'index' | 'id' | 'cursor' | 'pseudonym';

const keyUses: readonly KeyUse[] = ['kek', 'index', 'id', 'cursor', 'pseudonym'];
const keyLength = 32;

/** A key-encryption key: wraps data keys. */
export interface Kek {
  readonly kid: string;
  /** What a wrapped key says of the KEK that wrapped it: the first four bytes of SHA-256 of its `kid`, as a number. */
  readonly reference: number;
  readonly secret: SecretBytes;
}

interface Entry {
  readonly use: KeyUse;
  readonly kid: string;
  readonly secret: SecretBytes;
}

export class Keyring {
  readonly #keks: readonly Kek[];
  readonly #secrets: ReadonlyMap<KeyUse, SecretBytes>;

  private constructor(entries: readonly Entry[]) {
    this.#keks = entries
      .filter((entry) => entry.use === 'kek')
      .map(({ kid, secret }) => Object.freeze({ kid, secret, reference: referenceOf(kid) }));
    this.#secrets = new Map(entries.map((entry) => [entry.use, entry.secret]));
  }

  /**
   * Reads a JWK Set whose keys are `oct`, 32 bytes, each with a `kid` and a `use`: one key for each of `index`, `id`,
   * `cursor` and `pseudonym`, and one or more `kek`, of which the first wraps and all unwrap.
   * @throws Failure KEYRING_INVALID
   */
  static parse(text: string): Keyring {
    const entries = membersOf(text).map(readEntry);
    refuseRepetition(entries);
    refuseWrongNumber(entries);
    return new Keyring(entries);
  }

  /** A new ring as the text that {@link Keyring.parse} reads: one fresh key for each use. It is the secret itself. */
  static generate(): string {
    const keys = keyUses.map((use) => ({
      kty: 'oct',
      use,
      kid: `${use}-${randomBytes(6).toString('hex')}`,
      k: randomBytes(keyLength).toString('base64url'),
    }));
    return `${JSON.stringify({ keys }, undefined, 2)}\n`;
  }

  /** The KEK that wraps. */
  get currentKek(): Kek {
    const [kek] = this.#keks;
    if (kek === undefined) throw invalid('"keys" holds no key of use "kek"');
    return kek;
  }

  kek(reference: number): Kek | undefined {
    return this.#keks.find((kek) => kek.reference === reference);
  }

  secret(use: Exclude<KeyUse, 'kek'>): SecretBytes {
    const secret = this.#secrets.get(use);
    if (secret === undefined) throw invalid(`"keys" holds no key of use "${use}"`);
    return secret;
  }
}

function referenceOf(kid: string): number {
  return sha256(kid).readUInt32BE(0);
}

function membersOf(text: string): readonly unknown[] {
  const set = parseJson(text);
  if (!isObject(set)) throw invalid('it is no JSON object');
  if (!Array.isArray(set['keys'])) throw invalid('"keys" is no array');
  return set['keys'] as readonly unknown[];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('it is no JSON');
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readEntry(member: unknown, index: number): Entry {
  const at = `keys[${index}]`;
  if (!isObject(member)) throw invalid(`${at} is no object`);
  if (member['kty'] !== 'oct') throw invalid(`${at}.kty is not "oct"`);
  const use = keyUses.find((each) => each === member['use']);
  if (use === undefined) throw invalid(`${at}.use is none of ${keyUses.join(', ')}`);
  const { kid } = member;
  if (typeof kid !== 'string' || kid === '' || kid.length > 100)
    throw invalid(`${at}.kid is no text of 1 to 100 characters`);
  return { use, kid, secret: readSecret(member['k'], at) };
}

function readSecret(encoded: unknown, at: string): SecretBytes {
  if (typeof encoded !== 'string') throw invalid(`${at}.k is no text`);
  const bytes = Buffer.from(encoded, 'base64url');
  if (bytes.toString('base64url') !== encoded) throw invalid(`${at}.k is not base64url without padding`);
  if (bytes.length !== keyLength) throw invalid(`${at}.k is not ${keyLength} bytes`);
  if (bytes.every((byte) => byte === bytes[0])) throw invalid(`${at}.k is one byte repeated`);
  return new SecretBytes(bytes);
}

function refuseRepetition(entries: readonly Entry[]): void {
  entries.forEach((entry, index) => {
    const before = entries.slice(0, index);
    const twin = before.findIndex((other) => other.secret.expose().equals(entry.secret.expose()));
    if (twin >= 0) throw invalid(`keys[${index}].k is the same as keys[${twin}].k`);
    const namesake = before.findIndex((other) => referenceOf(other.kid) === referenceOf(entry.kid));
    if (namesake >= 0) throw invalid(`keys[${index}].kid is taken for keys[${namesake}].kid`);
  });
}

function refuseWrongNumber(entries: readonly Entry[]): void {
  for (const use of keyUses) {
    const count = entries.filter((entry) => entry.use === use).length;
    if (count === 0) throw invalid(`"keys" holds no key of use "${use}"`);
    if (count > 1 && use !== 'kek') throw invalid(`"keys" holds ${count} keys of use "${use}", where one is expected`);
  }
}

function invalid(what: string): Failure {
  return new Failure('KEYRING_INVALID', `The keyring (a JWK Set, RFC 7517) is not valid: ${what}.`);
}
