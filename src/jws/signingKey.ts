/** Keys that sign: made here, kept by whoever asked for them as a private JWK, never shown by accident. */
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose';
import type { CryptoKey, JWK } from 'jose';
import { Failure } from '../kernel/failure.js';
import { algorithms, isAlgorithm } from './algorithms.js';
import type { Algorithm } from './algorithms.js';

export interface SigningKey {
  readonly kid: string;
  readonly alg: Algorithm;
  readonly key: CryptoKey;
  /** What a JWKS publishes. */
  readonly publicJwk: Readonly<JWK>;
}

/** A new private JWK; its `kid` is `prefix` and the key's thumbprint (RFC 7638). For a file that only its owner reads. */
export async function generateSigningJwk(alg: Algorithm, prefix = ''): Promise<Readonly<JWK>> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = await exportJWK(privateKey);
  return Object.freeze({ ...jwk, alg, use: 'sig', kid: `${prefix}${await calculateJwkThumbprint(jwk)}` });
}

/** Reads back what {@link generateSigningJwk} made. Throws Failure KEYRING_INVALID, which says nothing of the key. */
export async function importSigningKey(jwk: Readonly<JWK>): Promise<SigningKey> {
  const { alg, kid } = jwk;
  if (!isAlgorithm(alg) || kid === undefined || jwk.kty !== algorithms[alg].kty || jwk.d === undefined) {
    throw new Failure('KEYRING_INVALID', 'a signing key is no private JWK with kid and alg');
  }
  const key = await importJWK({ ...jwk }, alg, { extractable: false });
  if (key instanceof Uint8Array) throw new Failure('KEYRING_INVALID', 'a signing key is symmetric');
  return Object.freeze({ kid, alg, key, publicJwk: publicPart(jwk) });
}

/** Public members only, named one by one: a member that we don't know stays here. */
function publicPart(jwk: Readonly<JWK>): Readonly<JWK> {
  const members = ['kty', 'crv', 'x', 'y', 'n', 'e', 'alg', 'use', 'kid'] as const;
  return Object.freeze(
    Object.fromEntries(members.filter((name) => jwk[name] !== undefined).map((name) => [name, jwk[name]])),
  );
}

/** Signs an access token (RFC 9068): the header is ours, the claims are the caller's, checked by whoever verifies. */
export function signAccessToken(claims: Readonly<Record<string, unknown>>, key: SigningKey): Promise<string> {
  return new SignJWT({ ...claims }).setProtectedHeader({ alg: key.alg, typ: 'at+jwt', kid: key.kid }).sign(key.key);
}
