/** What leaves the store for one reader, sealed to that reader's public key: a compact JWE (RFC 7516), ECDH-ES+A256KW and A256GCM. */
import { calculateJwkThumbprint, CompactEncrypt, importJWK } from 'jose';
import type { CryptoKey, JWK } from 'jose';
import { Failure } from '../kernel/failure.js';
import { parseStrictObject } from './strictJson.js';

/** Whose eyes it is for. */
export interface ReaderKey {
  /** RFC 7638. */
  readonly thumbprint: string;
  readonly key: CryptoKey;
}

const algorithm = 'ECDH-ES+A256KW';
const curves: ReadonlySet<unknown> = new Set(['P-256', 'P-384', 'P-521', 'X25519']);

/** A public JWK: a private one is refused, since it should be in nobody's hands but the reader's. Throws Failure KEYRING_INVALID. */
export async function parseReaderKey(text: string): Promise<ReaderKey> {
  const { kty, crv, x, y, d } = (parseStrictObject(text) ?? {}) as JWK;
  if (d !== undefined) throw new Failure('KEYRING_INVALID', 'it is a private key: give the public one');
  if (kty === undefined || !curves.has(crv)) throw notAKey();
  const jwk = { kty, crv, x, ...(y === undefined ? {} : { y }) } as JWK;
  try {
    const key = await importJWK(jwk, algorithm);
    if (key instanceof Uint8Array) throw notAKey();
    return { thumbprint: await calculateJwkThumbprint(jwk), key };
  } catch (cause) {
    throw notAKey(cause);
  }
}

export function sealFor({ key, thumbprint }: ReaderKey, json: string): Promise<string> {
  return new CompactEncrypt(Buffer.from(json, 'utf8'))
    .setProtectedHeader({ alg: algorithm, enc: 'A256GCM', kid: thumbprint, cty: 'application/json' })
    .encrypt(key);
}

function notAKey(cause?: unknown): Failure {
  return new Failure('KEYRING_INVALID', 'it is no public JWK on P-256, P-384, P-521 or X25519', { cause });
}
