import { expect, test } from 'vitest';
import { importSigningKey } from '../../src/jws/signingKey.js';
import { parseStatementKey, printStatementKey, signStatement, verifiedStatement } from '../../src/jws/statement.js';
import { Keyring } from '../../src/vault/keyring.js';
import { Vault } from '../../src/vault/vault.js';

const text = Keyring.generate();
const vault = (ring = text): Vault => new Vault(Keyring.parse(ring));
const type = 'test+jwt';

test('a statement is read with the public key of its use, and with no other', async () => {
  const key = await importSigningKey(vault().signingJwk('erasure receipt'));
  const signed = await signStatement({ person: 'nobody' }, type, key);
  const shown = parseStatementKey(printStatementKey(key));
  expect(printStatementKey(key)).not.toContain('"d"');
  expect(await verifiedStatement(signed, type, shown)).toEqual({ person: 'nobody' });
  const other = await importSigningKey(vault().signingJwk('ledger'));
  expect(await verifiedStatement(signed, type, parseStatementKey(printStatementKey(other)))).toBeUndefined();
  expect(await verifiedStatement(signed, type, { ...shown, x: String(other.publicJwk.x) })).toBeUndefined();
});

test('a statement of another type, one with a changed claim, or a longer header is none', async () => {
  const key = await importSigningKey(vault().signingJwk('erasure receipt'));
  const shown = parseStatementKey(printStatementKey(key));
  const signed = await signStatement({ person: 'nobody' }, type, key);
  const [head = '', claims = '', signature = ''] = signed.split('.');
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const changed = encode({ person: 'somebody' });
  const longer = encode({ alg: 'EdDSA', typ: type, kid: key.kid, x5t: 'a' });
  expect(await verifiedStatement(signed, 'other+jwt', shown)).toBeUndefined();
  expect(await verifiedStatement([head, changed, signature].join('.'), type, shown)).toBeUndefined();
  expect(await verifiedStatement([longer, claims, signature].join('.'), type, shown)).toBeUndefined();
});

test('the chain of erasures tells whoever has not the keyring nothing, and each line hangs on the one before', () => {
  const { erasures } = vault();
  const first = erasures.next(Buffer.alloc(0), ['1', 'a']);
  expect(vault().erasures.next(Buffer.alloc(0), ['1', 'a']).equals(first)).toBe(true);
  const others = [
    erasures.next(first, ['1', 'a']),
    erasures.next(Buffer.alloc(0), ['1a']),
    vault(Keyring.generate()).erasures.next(Buffer.alloc(0), ['1', 'a']),
  ];
  for (const other of others) expect(erasures.isSame(other, first)).toBe(false);
});
