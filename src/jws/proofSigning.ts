/** The sender's side of DPoP (RFC 9449): a key of its own, and a proof of it for each request. */
import { calculateJwkThumbprint, exportJWK, generateKeyPair, importJWK, SignJWT } from 'jose';
import type { CryptoKey, JWK } from 'jose';
import type { Clock } from '../kernel/clock.js';
import { Failure } from '../kernel/failure.js';
import { parseStrictObject } from './strictJson.js';

/** A key that proofs are signed with, ES256. Shown, it says its thumbprint and nothing of its private part. */
export interface ProofSigningKey {
  /** RFC 7638: what `cnf.jkt` of a token bound to it names. */
  readonly thumbprint: string;
  readonly publicJwk: Readonly<JWK>;
  readonly privateKey: CryptoKey;
}

export interface ProofRequest {
  readonly key: ProofSigningKey;
  /** Of HTTP, in capitals. */
  readonly method: string;
  /** Query and fragment are left out of the proof. */
  readonly url: string;
  /** Left out where none is there yet: at the token endpoint. */
  readonly accessToken?: string | undefined;
  /** What the server's last `DPoP-Nonce` said. */
  readonly nonce?: string | undefined;
}

export interface ProofTools {
  readonly clock: Clock;
  /** SHA-256. */
  readonly digest: (text: string) => Buffer;
  /** A text that no other proof has had. */
  readonly uniqueId: () => string;
}

/** A fresh key; export it, or the tokens that are bound to it die with this process. */
export async function generateProofKey(): Promise<ProofSigningKey> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  return keyOf(privateKey, await exportJWK(privateKey));
}

/** A private JWK as JSON, for a file that only its owner reads. */
export async function exportProofKey({ privateKey }: ProofSigningKey): Promise<string> {
  return `${JSON.stringify({ ...(await exportJWK(privateKey)), alg: 'ES256', use: 'sig' })}\n`;
}

/** Reads back what {@link exportProofKey} wrote. Throws Failure KEYRING_INVALID, which says nothing of the key. */
export async function importProofKey(text: string): Promise<ProofSigningKey> {
  const jwk = parseStrictObject(text);
  if (jwk === undefined || jwk.kty !== 'EC' || jwk.crv !== 'P-256' || typeof jwk.d !== 'string') throw notAKey();
  try {
    const { kty, crv, x, y, d } = jwk as JWK & { readonly kty: string };
    const privateKey = await importJWK({ kty, crv, x, y, d } as JWK, 'ES256', { extractable: true });
    if (privateKey instanceof Uint8Array) throw notAKey();
    return await keyOf(privateKey, { kty, crv, x, y } as JWK);
  } catch (cause) {
    throw notAKey(cause);
  }
}

/** A proof for one request (RFC 9449, section 4.2): to be sent once, within a minute, in the header `DPoP`. */
export async function signProof(request: ProofRequest, tools: ProofTools): Promise<string> {
  const { key, method, url, accessToken, nonce } = request;
  const { origin, pathname } = new URL(url);
  const claims = {
    jti: tools.uniqueId(),
    htm: method,
    htu: `${origin}${pathname}`,
    iat: Math.floor(tools.clock.now() / 1000),
    ...(accessToken === undefined ? {} : { ath: tools.digest(accessToken).toString('base64url') }),
    ...(nonce === undefined ? {} : { nonce }),
  };
  return new SignJWT(claims)
    .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk: key.publicJwk })
    .sign(key.privateKey);
}

async function keyOf(privateKey: CryptoKey, { kty, crv, x, y }: JWK): Promise<ProofSigningKey> {
  const publicJwk = Object.freeze({ kty, crv, x, y } as JWK);
  return Object.freeze({ thumbprint: await calculateJwkThumbprint(publicJwk), publicJwk, privateKey });
}

function notAKey(cause?: unknown): Failure {
  return new Failure('KEYRING_INVALID', 'it holds no private key for proofs: a JWK of the curve P-256', { cause });
}
