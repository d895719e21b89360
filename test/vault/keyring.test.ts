import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../src/kernel/failure.js';
import { Keyring } from '../../src/vault/keyring.js';

interface Jwk {
  readonly kty: unknown;
  readonly use: unknown;
  readonly kid: unknown;
  readonly k: unknown;
}

const fresh = (): Jwk[] => (JSON.parse(Keyring.generate()) as { keys: Jwk[] }).keys;

/** A ring in which `use` has `change` made to it. */
function ringWith(use: string, change: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ keys: fresh().map((key) => (key.use === use ? { ...key, ...change } : key)) });
}

function failureOf(text: string): Failure {
  try {
    Keyring.parse(text);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('the keyring was taken');
}

test('a generated ring is read, has 32 bytes for each use, and is never the same', () => {
  const text = Keyring.generate();
  const ring = Keyring.parse(text);
  for (const use of ['index', 'id', 'cursor', 'pseudonym'] as const) expect(ring.secret(use).length).toBe(32);
  expect(ring.currentKek.secret.length).toBe(32);
  expect(ring.currentKek.kid).toMatch(/^kek-[0-9a-f]{12}$/);
  expect(text).not.toBe(Keyring.generate());
});

test('members that RFC 7517 leaves to others are passed over', () => {
  const keys = fresh().map((key) => ({ ...key, alg: 'A256GCM', note: 'of the first year' }));
  expect(() => Keyring.parse(JSON.stringify({ keys, issued: 2026 }))).not.toThrow();
});

test('of several KEKs the first wraps and each is found by its reference', () => {
  const kek = (kid: string): unknown => ({ ...fresh()[0], kid });
  const [, ...others] = fresh();
  const ring = Keyring.parse(JSON.stringify({ keys: [kek('second-year'), kek('first-year'), ...others] }));
  const references = ['second-year', 'first-year'].map((kid) => {
    const { reference } = Keyring.parse(JSON.stringify({ keys: [kek(kid), ...others] })).currentKek;
    return reference;
  });
  expect(ring.currentKek.kid).toBe('second-year');
  expect(references.map((reference) => ring.kek(reference)?.kid)).toEqual(['second-year', 'first-year']);
  expect(ring.kek(0)).toBeUndefined();
});

describe('a ring is refused, by the member that is wrong,', () => {
  const notText = 'kid is no text of 1 to 100 characters';
  const cases: readonly (readonly [defect: string, text: string, what: string])[] = [
    ['that is no JSON', '{"keys":[', 'it is no JSON'],
    ['that is empty', '', 'it is no JSON'],
    ['that is a list', '[]', 'it is no JSON object'],
    ['that is null', 'null', 'it is no JSON object'],
    ['without keys', '{}', '"keys" is no array'],
    ['whose keys are no list', '{"keys":{}}', '"keys" is no array'],
    ['of no keys', '{"keys":[]}', '"keys" holds no key of use "kek"'],
    ['with a key that is no object', '{"keys":["k"]}', 'keys[0] is no object'],
    ['with a key of another type', ringWith('index', { kty: 'RSA' }), 'keys[1].kty is not "oct"'],
    ['with a use that nobody knows', ringWith('index', { use: 'sig' }), 'keys[1].use is none of kek, index, id, cursor, pseudonym'],
    ['without a use', ringWith('id', { use: undefined }), 'keys[2].use is none of kek, index, id, cursor, pseudonym'],
    ['without a kid', ringWith('cursor', { kid: undefined }), `keys[3].${notText}`],
    ['with an empty kid', ringWith('cursor', { kid: '' }), `keys[3].${notText}`],
    ['with a kid too long', ringWith('cursor', { kid: 'x'.repeat(101) }), `keys[3].${notText}`],
    ['with a kid that is a number', ringWith('cursor', { kid: 4 }), `keys[3].${notText}`],
    ['without a key', ringWith('kek', { k: undefined }), 'keys[0].k is no text'],
    ['with a padded key', ringWith('kek', { k: `${'A'.repeat(42)}E=` }), 'keys[0].k is not base64url without padding'],
    ['with a key in base64', ringWith('kek', { k: `${'+/'.repeat(21)}A` }), 'keys[0].k is not base64url without padding'],
    ['with stray bits at the key’s end', ringWith('kek', { k: `${'AB'.repeat(21)}B` }), 'keys[0].k is not base64url without padding'],
    ['with a key of 31 bytes', ringWith('pseudonym', { k: Buffer.alloc(31, 'ab').toString('base64url') }), 'keys[4].k is not 32 bytes'],
    ['with a key of 33 bytes', ringWith('pseudonym', { k: Buffer.alloc(33, 'ab').toString('base64url') }), 'keys[4].k is not 32 bytes'],
    ['with an empty key', ringWith('pseudonym', { k: '' }), 'keys[4].k is not 32 bytes'],
    ['with a key of zeros', ringWith('kek', { k: 'A'.repeat(43) }), 'keys[0].k is one byte repeated'],
    ...['kek', 'index', 'id', 'cursor', 'pseudonym'].map(
      (use) =>
        [`without a key for ${use}`, JSON.stringify({ keys: fresh().filter((key) => key.use !== use) }), `"keys" holds no key of use "${use}"`] as const,
    ),
    ...['index', 'id', 'cursor', 'pseudonym'].map(
      (use) =>
        [`with two keys for ${use}`, JSON.stringify({ keys: [...fresh(), ...fresh().filter((key) => key.use === use)] }), `"keys" holds 2 keys of use "${use}", where one is expected`] as const,
    ),
  ]; // prettier-ignore

  test.each(cases)('%s', (_defect, text, what) => {
    const { code, message } = failureOf(text);
    expect(code).toBe('KEYRING_INVALID');
    expect(message).toBe(`The keyring (a JWK Set, RFC 7517) is not valid: ${what}.`);
  });

  test('that gives one key two uses', () => {
    const keys = fresh();
    const text = JSON.stringify({ keys: keys.map((key) => (key.use === 'id' ? { ...key, k: keys[0]?.k } : key)) });
    expect(failureOf(text).message).toContain('keys[2].k is the same as keys[0].k');
  });

  test('that gives two keys one name', () => {
    const keys = fresh();
    const text = JSON.stringify({ keys: keys.map((key) => (key.use === 'id' ? { ...key, kid: keys[0]?.kid } : key)) });
    expect(failureOf(text).message).toContain('keys[2].kid is taken for keys[0].kid');
  });
});

test('no refusal shows anything that was read', () => {
  const canary = 'Canary-Zq7-secret-key-material-of-the-ring-';
  const texts = [
    `{"keys": ${canary}`,
    `"${canary}"`,
    ...['kty', 'use', 'kid', 'k'].map((member) => ringWith('id', { [member]: `${canary}${'x'.repeat(100)}` })),
    ringWith('kek', { k: canary }),
  ];
  for (const text of texts) {
    const shown = inspect(failureOf(text), { depth: Infinity, showHidden: true });
    expect(shown).not.toContain('Canary');
    expect(shown).not.toContain('Zq7');
  }
});
