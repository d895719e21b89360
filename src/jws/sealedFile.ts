/** A file that one recipient alone opens (RFC 7516): to the recipient's public key, before anything of it touches a disk. */
import { calculateJwkThumbprint, CompactEncrypt, importJWK } from 'jose';
import type { CryptoKey, JWK } from 'jose';
import { Failure } from '../kernel/failure.js';
import { parseStrictObject } from './strictJson.js';

export interface RecipientKey {
  /** RFC 7638. */
  readonly thumbprint: string;
  readonly key: CryptoKey;
}

const alg = 'ECDH-ES+A256KW';
const curves: Readonly<Record<string, readonly string[]>> = { EC: ['P-256', 'P-384', 'P-521'], OKP: ['X25519'] };

/** Reads a public JWK. @throws Failure USAGE, also for a private key: who sends it has shown it to us. */
export async function importRecipientKey(text: string): Promise<RecipientKey> {
  const jwk = parseStrictObject(text);
  const isKey = typeof jwk?.kty === 'string' && curves[jwk.kty]?.includes(String(jwk.crv)) === true;
  if (!isKey) throw notAKey('it is no JWK of the curves P-256, P-384, P-521 or X25519');
  if (Object.hasOwn(jwk, 'd'))
    throw notAKey('it holds a private key: ask the recipient for a new one, and for its public part alone');
  const { kty, crv, x, y } = jwk as JWK & { readonly kty: string };
  const members = { kty, crv, x, ...(y === undefined ? {} : { y }) } as JWK;
  try {
    const key = await importJWK(members, alg, { extractable: false });
    if (key instanceof Uint8Array) throw notAKey('it is symmetric');
    return Object.freeze({ thumbprint: await calculateJwkThumbprint(members), key });
  } catch (cause) {
    if (cause instanceof Failure) throw cause;
    throw notAKey('its members are no point of its curve', cause);
  }
}

/** The bytes in the compact serialisation. `contentType` of RFC 7516, section 4.1.12. */
export function sealTo({ key, thumbprint }: RecipientKey, bytes: Uint8Array, contentType: string): Promise<string> {
  const header = { alg, enc: 'A256GCM', kid: thumbprint, cty: contentType };
  return new CompactEncrypt(bytes).setProtectedHeader(header).encrypt(key);
}

function notAKey(what: string, cause?: unknown): Failure {
  return new Failure('USAGE', `The recipient's key cannot be used: ${what}.`, { cause });
}
