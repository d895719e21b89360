import { CompactSign } from 'jose';
import { describe, expect, it } from 'vitest';
import { generateSigningJwk, importSigningKey } from '../../src/jws/signingKey.js';
import { claimedStatement, readPublicKeys, readStatement, signStatement } from '../../src/jws/statement.js';

const key = await importSigningKey(await generateSigningJwk('EdDSA'));
const stranger = await importSigningKey(await generateSigningJwk('EdDSA'));
const keys = (await readPublicKeys(JSON.stringify(key.publicJwk))) ?? new Map();
const statement = { size: 3, root: 'abc' };

function signedWith(header: object, text = JSON.stringify(statement)): Promise<string> {
  return new CompactSign(Buffer.from(text))
    .setProtectedHeader({ alg: 'EdDSA', typ: 'our-type', kid: key.kid, ...header })
    .sign(key.key);
}

describe('a signed statement', () => {
  it('is read as it was signed', async () => {
    const signed = await signStatement(statement, 'our-type', key);
    expect(await readStatement(signed, 'our-type', keys)).toEqual(statement);
    expect(claimedStatement(signed)).toEqual(statement);
  });

  const refused: readonly (readonly [string, () => Promise<string>])[] = [
    ['of another type', () => signedWith({ typ: 'at+jwt' })],
    ['without a type', () => signedWith({ typ: undefined })],
    ['without a key', () => signedWith({ kid: undefined })],
    ['that brings its own key', () => signedWith({ jwk: key.publicJwk })],
    ['that names a member twice', () => signedWith({}, '{"size":3,"size":4}')],
    ['that is no object', () => signedWith({}, '[3]')],
    ['of a stranger', () => signStatement(statement, 'our-type', stranger)],
    ['of a stranger under our name', () => signStatement(statement, 'our-type', { ...stranger, kid: key.kid })],
    [
      'that was changed',
      async () => (await signedWith({})).replace(/\.[^.]+\./, `.${Buffer.from('{"size":4}').toString('base64url')}.`),
    ],
    ['that is longer than any', () => signStatement({ text: 'x'.repeat(16_384) }, 'our-type', key)],
    ['that is none', () => Promise.resolve('x.y.z')],
  ];
  it.each(refused)('%s is not read', async (_, make) => {
    expect(await readStatement(await make(), 'our-type', keys)).toBeUndefined();
  });

  it('is checked with the keys of a JWK, of a JWK Set, and of nothing private', async () => {
    const set = JSON.stringify({ keys: [stranger.publicJwk, key.publicJwk] });
    expect([...((await readPublicKeys(set)) ?? [])].map(([kid]) => kid)).toEqual([stranger.kid, key.kid]);
    expect(await readPublicKeys(JSON.stringify(await generateSigningJwk('EdDSA')))).toBeUndefined();
    expect(await readPublicKeys('{}')).toBeUndefined();
    expect(await readPublicKeys('no JSON')).toBeUndefined();
  });
});
