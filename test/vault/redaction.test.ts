import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { uuidBytes } from '../../src/kernel/uuid.js';
import { DataKey } from '../../src/vault/dataKey.js';
import { Keyring } from '../../src/vault/keyring.js';
import { randomBytes, randomUuid } from '../../src/vault/random.js';
import { SecretBytes } from '../../src/vault/secretBytes.js';
import { uuidWords } from '../../src/vault/uuidWords.js';
import { Vault } from '../../src/vault/vault.js';
import type { Cell } from './cells.js';
import { openCell, sealCell } from './cells.js';

const spellings = (bytes: Buffer): readonly string[] => [
  bytes.toString('hex'),
  bytes.toString('base64'),
  bytes.toString('base64url'),
  bytes.toString('latin1'),
  [...bytes.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join(' '),
  [...bytes.subarray(0, 8)].join(','),
  [...bytes.subarray(0, 8)].join(', '),
];

function shownOf(thing: unknown): string {
  const options = { depth: Infinity, showHidden: true, maxArrayLength: null, maxStringLength: null } as const;
  return [inspect(thing, options), String(thing), JSON.stringify(thing)].join('\n');
}

/** The spellings of `secret` that `shown` holds. */
function leaksOf(secret: Buffer, shown: string): readonly string[] {
  return spellings(secret).filter((spelling) => shown.includes(spelling));
}

describe('secret bytes', () => {
  test.each([
    ['as text', (secret: SecretBytes) => String(secret)],
    ['as JSON', (secret: SecretBytes) => JSON.stringify({ secret })],
    ['inspected', (secret: SecretBytes) => inspect({ secret }, { showHidden: true, depth: Infinity })],
    ['spread', (secret: SecretBytes) => Object.assign({}, secret)],
    ['listed', (secret: SecretBytes) => Object.entries(secret)],
  ])('%s say nothing', (_way, show) => {
    const bytes = randomBytes(32);
    expect(leaksOf(bytes, shownOf(show(new SecretBytes(Buffer.from(bytes)))))).toEqual([]);
  });

  test('say that they are redacted', () => {
    const secret = new SecretBytes(randomBytes(32));
    expect([String(secret), JSON.stringify({ secret }), inspect(secret)]).toEqual([
      '[redacted]',
      '{"secret":"[redacted]"}',
      '[redacted]',
    ]);
  });

  test('are overwritten when destroyed', () => {
    const secret = new SecretBytes(randomBytes(32));
    const held = secret.expose();
    secret.destroy();
    expect(held.every((byte) => byte === 0)).toBe(true);
  });
});

describe('what is done with is overwritten', () => {
  const isBlank = (bytes: Buffer): boolean => bytes.every((byte) => byte === 0);

  test.each([1, 2] as const)('a data key of suite %i', (suite) => {
    const held = randomBytes(32);
    new DataKey(suite, 1, uuidWords(), new SecretBytes(held)).destroy();
    expect(isBlank(held)).toBe(true);
  });

  test('the keys of a page and the value opened last', () => {
    const vault = new Vault(Keyring.parse(Keyring.generate()));
    const person = uuidBytes(randomUuid());
    const wrapped = vault.sealing().newKey(person);
    const opening = vault.opening();
    const key = opening.person(Buffer.concat([person, wrapped]), 16, wrapped.length, 0);
    const sealed = Buffer.alloc(24 + 6 + 16);
    key.aead.seal(Buffer.from('Maëly'), Buffer.alloc(0), sealed, 0);
    const plaintext = key.aead.open(sealed, 0, sealed.length, Buffer.alloc(0)) ?? Buffer.alloc(0);
    expect(plaintext.toString('utf8', 0, 6)).toBe('Maëly');
    opening.close();
    expect(isBlank(plaintext)).toBe(true);
    expect(key.isDestroyed).toBe(true);
  });

  test('the plaintext that was sealed', () => {
    const vault = new Vault(Keyring.parse(Keyring.generate()));
    const plaintext = Buffer.from('Maëlys');
    const column = vault.column('tenant', 'name', 'Text');
    const sealing = vault.sealing();
    sealing.newKey(uuidBytes(randomUuid()));
    sealing.value({ ...column, codec: { ...column.codec, encode: () => plaintext } }, 'Maëlys');
    expect(isBlank(plaintext)).toBe(true);
  });
});

test('nothing that the vault hands out shows a key', () => {
  const text = Keyring.generate();
  const keys = (JSON.parse(text) as { keys: { k: string }[] }).keys.map(({ k }) => Buffer.from(k, 'base64url'));
  const ring = Keyring.parse(text);
  const vault = new Vault(ring);
  const person = uuidBytes(randomUuid());
  const sealing = vault.sealing();
  const wrapped = sealing.newKey(person);
  const opening = vault.opening();
  const key = opening.person(Buffer.concat([person, wrapped]), 16, wrapped.length, 0);
  const things = [
    ring,
    ring.currentKek,
    ring.secret('index'),
    vault,
    sealing,
    opening,
    key,
    key.aead,
    vault.blindIndex({ table: 'tenant', column: 'name_bidx', scalars: ['Text'], bits: 16 }),
    vault.ids('an-organisation', 'Tenant'),
    vault.pseudonyms('an-organisation', 'Tenant.name', 'Text'),
    vault.cursors,
  ];
  for (const thing of things) {
    const shown = shownOf(thing);
    for (const each of keys) expect(leaksOf(each, shown)).toEqual([]);
  }
});

test('no failure to open shows the plaintext, the key or the envelope', () => {
  const text = Keyring.generate();
  const vault = new Vault(Keyring.parse(text));
  const column = vault.column('tenant', 'birth_name', 'Text');
  const canary = 'Canary-Zq7-Maëlys';
  const cell = sealCell(vault, { column, value: canary, person: randomUuid(), row: randomUuid() });
  const broken: readonly Cell[] = [
    { ...cell, row: uuidBytes(randomUuid()) },
    { ...cell, person: uuidBytes(randomUuid()) },
    { ...cell, sealed: cell.sealed.subarray(0, -1) },
    { ...cell, sealed: Buffer.from(canary) },
    { ...cell, wrapped: Buffer.from(canary) },
    { ...cell, column: vault.column('tenant', 'used_name', 'Text') },
  ];
  for (const each of broken) {
    let thrown: unknown;
    try {
      openCell(vault, each);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(Error);
    const shown = shownOf(thrown);
    expect(shown).not.toContain('Canary');
    for (const bytes of [cell.sealed, cell.wrapped, cell.row, cell.person]) expect(leaksOf(bytes, shown)).toEqual([]);
    for (const { k } of (JSON.parse(text) as { keys: { k: string }[] }).keys) expect(shown).not.toContain(k);
  }
});
