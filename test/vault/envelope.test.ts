import { describe, expect, test } from 'vitest';
import { Failure } from '../../src/kernel/failure.js';
import type { Uuid } from '../../src/kernel/uuid.js';
import { uuidBytes } from '../../src/kernel/uuid.js';
import type { SuiteId } from '../../src/vault/aead.js';
import { AssociatedData } from '../../src/vault/associatedData.js';
import { DataKey } from '../../src/vault/dataKey.js';
import { blankEnvelope, envelopeHeadLength } from '../../src/vault/envelope.js';
import { Keyring } from '../../src/vault/keyring.js';
import { randomUuid } from '../../src/vault/random.js';
import type { SealedColumn } from '../../src/vault/sealedColumn.js';
import { SecretBytes } from '../../src/vault/secretBytes.js';
import type { UuidWords } from '../../src/vault/uuidWords.js';
import { readUuidWords, uuidWords } from '../../src/vault/uuidWords.js';
import { subkey } from '../../src/vault/subkey.js';
import { Vault } from '../../src/vault/vault.js';
import { KeyWrap } from '../../src/vault/wrappedKey.js';
import { XChaCha20Poly1305 } from '../../src/vault/xchacha20Poly1305.js';
import type { Cell } from './cells.js';
import { newVault, openCell, sealCell } from './cells.js';

const vault = newVault();
const column = vault.column('tenant', 'birth_name', 'Text');
const person = randomUuid();
const row = randomUuid();

/** What an operator and a caller learn of a cell that does not open. */
function failureOf(open: () => unknown): unknown {
  try {
    return { opened: open() };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { code, message, publicMessage, cause } = error;
    return { code, message, publicMessage, cause };
  }
}

/** One failure for every reason. */
const brokenAt = (place: string): unknown => ({
  code: 'SEAL_BROKEN',
  message: `a sealed value of ${place} does not open`,
  publicMessage: 'The request could not be served.',
  cause: undefined,
});

const flip = (bytes: Buffer, at: number, mask = 1): Buffer => {
  const copy = Buffer.from(bytes);
  const index = at < 0 ? copy.length + at : at;
  copy[index] = (copy[index] ?? 0) ^ mask;
  return copy;
};

const cellOf = (suite: SuiteId): Cell => sealCell(vault, { column, value: 'Dupont', person, row, suite });

type Defect = readonly [name: string, spoil: (bytes: Buffer, suite: SuiteId) => Buffer];

const valueDefects: readonly Defect[] = [
  ['is empty', () => Buffer.alloc(0)],
  ['is one byte', (bytes) => bytes.subarray(0, 1)],
  ['ends after its head', (bytes) => bytes.subarray(0, 3)],
  ['ends inside its nonce', (bytes) => bytes.subarray(0, 10)],
  ['ends inside its tag', (bytes) => bytes.subarray(0, -1)],
  ['has no tag', (bytes) => bytes.subarray(0, -16)],
  ['has a byte more', (bytes) => Buffer.concat([bytes, Buffer.of(0)])],
  ['has a byte before', (bytes) => Buffer.concat([Buffer.of(1), bytes])],
  ['names suite 0', (bytes) => Buffer.concat([Buffer.of(0), bytes.subarray(1)])],
  ['names the other suite', (bytes, suite) => Buffer.concat([Buffer.of(3 - suite), bytes.subarray(1)])],
  ['names a suite that nobody knows', (bytes) => Buffer.concat([Buffer.of(255), bytes.subarray(1)])],
  ['names version 0', (bytes) => flip(bytes, 2)],
  ['names a later version', (bytes) => flip(bytes, 2, 3)],
  ['names a version of the other byte order', (bytes) => Buffer.concat([bytes.subarray(0, 1), Buffer.of(1, 0), bytes.subarray(3)])],
  ['has another nonce', (bytes) => flip(bytes, 5)],
  ['has a nonce of zeros', (bytes, suite) => Buffer.concat([bytes.subarray(0, 3), Buffer.alloc(suite === 1 ? 24 : 12), bytes.subarray(suite === 1 ? 27 : 15)])],
  ['has a bit of its ciphertext flipped', (bytes) => flip(bytes, -17)],
  ['has the first bit of its tag flipped', (bytes) => flip(bytes, -16, 0x80)],
  ['has the last bit of its tag flipped', (bytes) => flip(bytes, -1)],
  ['has a tag of zeros', (bytes) => Buffer.concat([bytes.subarray(0, -16), Buffer.alloc(16)])],
  ['is the plaintext itself', () => Buffer.from('Dupont')],
  ['is all zeros', (bytes) => Buffer.alloc(bytes.length)],
]; // prettier-ignore

const keyDefects: readonly Defect[] = [
  ['is empty', () => Buffer.alloc(0)],
  ['is one byte', (bytes) => bytes.subarray(0, 1)],
  ['ends after its head', (bytes) => bytes.subarray(0, 7)],
  ['ends inside its tag', (bytes) => bytes.subarray(0, -1)],
  ['has a byte more', (bytes) => Buffer.concat([bytes, Buffer.of(0)])],
  ['wraps fewer than 32 bytes', (bytes) => Buffer.concat([bytes.subarray(0, -17), bytes.subarray(-16)])],
  ['names suite 0', (bytes) => Buffer.concat([Buffer.of(0), bytes.subarray(1)])],
  ['names the other suite', (bytes, suite) => Buffer.concat([Buffer.of(3 - suite), bytes.subarray(1)])],
  ['names a KEK that the ring does not hold', (bytes) => flip(bytes, 1)],
  ['names another version', (bytes) => flip(bytes, 6, 3)],
  ['has another nonce', (bytes) => flip(bytes, 9)],
  ['has a bit of its ciphertext flipped', (bytes) => flip(bytes, -20)],
  ['has a bit of its tag flipped', (bytes) => flip(bytes, -1)],
  ['is an unwrapped key', () => Buffer.alloc(32, 7)],
];

describe.each([1, 2] as const)('in suite %i', (suite) => {
  test('the cell opens before anything is done to it', () => {
    expect(openCell(vault, cellOf(suite))).toBe('Dupont');
  });

  test.each(valueDefects)('a value that %s does not open', (_name, spoil) => {
    const cell = cellOf(suite);
    expect(failureOf(() => openCell(vault, { ...cell, sealed: spoil(cell.sealed, suite) }))).toEqual(
      brokenAt('tenant.birth_name'),
    );
  });

  test.each(keyDefects)('a wrapped key that %s does not unwrap', (_name, spoil) => {
    const cell = cellOf(suite);
    expect(failureOf(() => openCell(vault, { ...cell, wrapped: spoil(cell.wrapped, suite) }))).toEqual(
      brokenAt('a data key'),
    );
  });

  test('a value that reaches beyond its page does not open', () => {
    const cell = cellOf(suite);
    const opening = vault.opening();
    opening.person(Buffer.concat([cell.person, cell.wrapped]), 16, cell.wrapped.length, 0);
    opening.row(cell.row, 0);
    const { length } = cell.sealed;
    expect(failureOf(() => opening.value(column, cell.sealed.subarray(0, -1), 0, length))).toEqual(
      brokenAt('tenant.birth_name'),
    );
    expect(failureOf(() => opening.value(column, cell.sealed, 1, length))).toEqual(brokenAt('tenant.birth_name'));
    expect(failureOf(() => opening.value(column, cell.sealed, -1, length))).toEqual(brokenAt('tenant.birth_name'));
  });

  test('a wrapped key of another person, or under another ring, does not unwrap', () => {
    const cell = cellOf(suite);
    expect(failureOf(() => openCell(vault, { ...cell, person: uuidBytes(randomUuid()) }))).toEqual(
      brokenAt('a data key'),
    );
    expect(failureOf(() => openCell(newVault(), cell))).toEqual(brokenAt('a data key'));
  });

  test('a value moved to any other cell does not open', () => {
    const tables = ['tenant', 'landlord'];
    const names = ['birth_name', 'used_name'];
    const persons = [person, randomUuid()];
    const rows = [row, randomUuid()];
    const columns = tables.flatMap((table) => names.map((name) => vault.column(table, name, 'Text')));
    const owned = columns.flatMap((at) => persons.map((of) => ({ at, of })));
    const placed = owned.flatMap((place) => rows.map((inRow) => ({ ...place, inRow })));
    const places = placed.flatMap((place) => [1, 2].map((version) => ({ ...place, version })));
    const cells = places.map(({ at, of, inRow, version }) =>
      sealCell(vault, { column: at, value: `${at.table}.${at.column}`, person: of, row: inRow, suite, version }),
    );
    let refused = 0;
    for (const from of cells) {
      for (const to of cells.filter((other) => other !== from)) {
        expect(failureOf(() => openCell(vault, { ...to, sealed: from.sealed }))).toEqual(
          brokenAt(`${to.column.table}.${to.column.column}`),
        );
        refused++;
      }
    }
    expect(refused).toBe(32 * 31);
  });
});

/**
 * What each part of the associated data is there for: two places that differ in that part alone and share a data key, as
 * they do in one person's rows. With the part taken out of the associated data the move opens: the alarm that the test
 * above would sound.
 */
describe('the guard of each part of the associated data', () => {
  const secret = Buffer.alloc(32, 7);
  const wordsOf = (uuid: Uuid): UuidWords => {
    const words = uuidWords();
    readUuidWords(uuidBytes(uuid), 0, words);
    return words;
  };
  const keyOf = (suite: SuiteId, of: Uuid, version: number): DataKey =>
    new DataKey(suite, version, wordsOf(of), new SecretBytes(Buffer.from(secret)));

  interface Place {
    readonly table: string;
    readonly column: string;
    readonly row: Uuid;
    readonly person: Uuid;
    readonly version: number;
  }

  const home: Place = { table: 'tenant', column: 'birth_name', row, person, version: 1 };
  const elsewhere: Place = {
    table: 'landlord',
    column: 'used_name',
    row: randomUuid(),
    person: randomUuid(),
    version: 2,
  };

  /** Associated data with one part left out. */
  class Blind extends AssociatedData {
    readonly #part: keyof Place;
    constructor(suite: SuiteId, place: Place, part: keyof Place) {
      super(suite, part === 'table' ? '' : place.table, part === 'column' ? '' : place.column);
      this.#part = part;
    }
    override of(rowWords: UuidWords, personWords: UuidWords, version: number): Buffer {
      const none = uuidWords();
      return super.of(
        this.#part === 'row' ? none : rowWords,
        this.#part === 'person' ? none : personWords,
        this.#part === 'version' ? 0 : version,
      );
    }
  }

  const columnAt = (place: Place, blind?: keyof Place): SealedColumn => {
    const whole = vault.column(place.table, place.column, 'Text');
    if (blind === undefined) return whole;
    return { ...whole, associated: { 1: new Blind(1, place, blind), 2: new Blind(2, place, blind) } };
  };

  function seal(suite: SuiteId, place: Place, at: SealedColumn): Buffer {
    const key = keyOf(suite, place.person, place.version);
    const plaintext = at.codec.encode('Dupont');
    const envelope = blankEnvelope(key, plaintext.length);
    const associated = at.associated[suite].of(wordsOf(place.row), key.person, place.version);
    key.aead.seal(plaintext, associated, envelope, envelopeHeadLength);
    return envelope;
  }

  function open(suite: SuiteId, place: Place, at: SealedColumn, sealed: Buffer): unknown {
    const opening = vault.opening();
    opening.resume(keyOf(suite, place.person, place.version));
    opening.row(uuidBytes(place.row), 0);
    return opening.value(at, sealed, 0, sealed.length);
  }

  /** The head is not authenticated by itself: a forger writes the version that the place expects. */
  const withVersion = (sealed: Buffer, version: number): Buffer =>
    Buffer.concat([sealed.subarray(0, 1), Buffer.of(version >> 8, version & 0xff), sealed.subarray(3)]);

  describe.each([1, 2] as const)('in suite %i', (suite) => {
    test.each(['table', 'column', 'row', 'person', 'version'] as const)('%s', (part) => {
      const there: Place = { ...home, [part]: elsewhere[part] };
      const sealed = withVersion(seal(suite, home, columnAt(home)), there.version);
      expect(failureOf(() => open(suite, there, columnAt(there), sealed))).toEqual(
        brokenAt(`${there.table}.${there.column}`),
      );
      const unguarded = withVersion(seal(suite, home, columnAt(home, part)), there.version);
      expect(open(suite, there, columnAt(there, part), unguarded)).toBe('Dupont');
    });
  });

  test('suite: what is sealed as another suite under the same cipher and key does not open', () => {
    const misnamed = {
      ...columnAt(home),
      associated: {
        1: new AssociatedData(2, 'tenant', 'birth_name'),
        2: new AssociatedData(1, 'tenant', 'birth_name'),
      },
    };
    for (const suite of [1, 2] as const) {
      const sealed = seal(suite, home, misnamed);
      expect(failureOf(() => open(suite, home, columnAt(home), sealed))).toEqual(brokenAt('tenant.birth_name'));
      expect(open(suite, home, misnamed, sealed)).toBe('Dupont');
    }
  });

  test('each part stands behind its length, so that none can lend a letter to its neighbour', () => {
    const none = uuidWords();
    const one = Buffer.from(new AssociatedData(1, 'ab', 'c').of(none, none, 0x0102));
    const other = Buffer.from(new AssociatedData(1, 'a', 'bc').of(none, none, 0x0102));
    expect(one.toString('hex')).toBe(
      [
        '0000000101',
        '000000026162',
        '0000000163',
        `00000010${'00'.repeat(16)}`,
        `00000010${'00'.repeat(16)}`,
        '000000020102',
      ].join(''),
    );
    expect(one.equals(other)).toBe(false);
  });
});

describe('a key-encryption key', () => {
  const ring = JSON.parse(Keyring.generate()) as { keys: { use: string; kid: string; k: string }[] };
  const [newKek] = (JSON.parse(Keyring.generate()) as typeof ring).keys;
  const vaultOf = (...keys: typeof ring.keys): Vault => new Vault(Keyring.parse(JSON.stringify({ keys })));

  test('that a newer one follows still unwraps, and the newer one wraps', () => {
    const before = vaultOf(...ring.keys);
    const rotated = vaultOf(newKek as (typeof ring.keys)[number], ...ring.keys);
    const old = sealCell(before, { column, value: 'Dupont', person, row });
    expect(openCell(rotated, old)).toBe('Dupont');
    const fresh = sealCell(rotated, { column, value: 'Dupont', person, row });
    expect(failureOf(() => openCell(before, fresh))).toEqual(brokenAt('a data key'));
    expect(fresh.wrapped.subarray(1, 5).equals(old.wrapped.subarray(1, 5))).toBe(false);
  });

  test('that bears the name of another is not taken for it', () => {
    const renamed = ring.keys.map((key) => (key.use === 'kek' ? { ...key, k: newKek?.k ?? '' } : key));
    const old = sealCell(vaultOf(...ring.keys), { column, value: 'Dupont', person, row });
    expect(failureOf(() => openCell(vaultOf(...renamed), old))).toEqual(brokenAt('a data key'));
  });

  test('is bound by its name too: the same key under another name does not unwrap', () => {
    const renamed = ring.keys.map((key) => (key.use === 'kek' ? { ...key, kid: 'another-name' } : key));
    const [old, other] = [ring.keys, renamed].map((keys) =>
      sealCell(vaultOf(...keys), { column, value: 'x', person, row }),
    );
    const wrapped = Buffer.from(old?.wrapped ?? '');
    other?.wrapped.copy(wrapped, 1, 1, 5);
    expect(failureOf(() => openCell(vaultOf(...renamed), { ...(old as Cell), wrapped }))).toEqual(
      brokenAt('a data key'),
    );
  });

  test('that wrapped fewer than 32 bytes has wrapped no key', () => {
    const keyring = Keyring.parse(JSON.stringify(ring));
    const { kid, secret } = keyring.currentKek;
    const words = uuidWords();
    readUuidWords(uuidBytes(person), 0, words);
    const wrap = new KeyWrap(keyring);
    const whole = wrap.wrap(1, 1, words, new SecretBytes(Buffer.alloc(32, 7)));
    expect(wrap.unwrap(whole, 0, whole.length, words).version).toBe(1);
    const short = Buffer.concat([whole.subarray(0, 7), Buffer.alloc(24 + 16 + 16)]);
    const associated = new AssociatedData(1, 'data key', kid).of(words, words, 1);
    new XChaCha20Poly1305(subkey(secret, ['data key', '1'])).seal(Buffer.alloc(16, 7), associated, short, 7);
    expect(failureOf(() => wrap.unwrap(short, 0, short.length, words))).toEqual(brokenAt('a data key'));
  });
});
