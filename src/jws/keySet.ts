/**
 * A JWK Set as an issuer publishes it (RFC 7517, section 5), reduced to the keys that may verify a signature here. A key
 * that we can't use is left out, as the RFC says; a set without a usable one is no key set.
 */
import { importJWK } from 'jose';
import type { JWK } from 'jose';
import { algorithms, isAlgorithm } from './algorithms.js';
import type { Algorithm } from './algorithms.js';
import { isStrongEnough } from './keyStrength.js';
import type { PinnedKey } from './signature.js';
import { isJsonObject } from './strictJson.js';

export interface VerificationKey extends PinnedKey {
  readonly kid: string;
}

export type KeySet = ReadonlyMap<string, VerificationKey>;

/** Keys of the demo's issuer start so, in both of its key sets; production refuses them by it. */
export const demoKeyPrefix = 'demo-';

const maxKeys = 32;

/** The usable keys by `kid`; undefined when `value` is no JWK Set or holds none. */
export async function readKeySet(value: unknown): Promise<KeySet | undefined> {
  if (!isJsonObject(value) || !Array.isArray(value.keys) || value.keys.length > maxKeys) return undefined;
  const candidates = value.keys.filter(isUsable);
  const keys = await Promise.all(candidates.map(importKey));
  const usable = keys.filter((key) => key !== undefined);
  return usable.length === 0 ? undefined : new Map(usable.filter(isNamedOnce).map((key) => [key.kid, key]));
}

/** Two keys of one name leave open which one signs: neither does. */
function isNamedOnce(key: VerificationKey, _: number, all: readonly VerificationKey[]): boolean {
  return all.filter((other) => other.kid === key.kid).length === 1;
}

type Candidate = JWK & { readonly kid: string };

/** Named, for signatures, public: a published private part means that the key is everybody's. */
function isUsable(jwk: unknown): jwk is Candidate {
  return (
    isJsonObject(jwk) &&
    typeof jwk.kid === 'string' &&
    (jwk.use === undefined || jwk.use === 'sig') &&
    (jwk.key_ops === undefined || (Array.isArray(jwk.key_ops) && jwk.key_ops.includes('verify'))) &&
    !Object.hasOwn(jwk, 'd') &&
    algorithmOf(jwk) !== undefined
  );
}

/** What the key says; else what its curve leaves no choice about. An RSA key that names no algorithm is none of ours. */
function algorithmOf(jwk: Readonly<Record<string, unknown>>): Algorithm | undefined {
  const named = jwk.alg ?? (jwk.kty === 'EC' ? 'ES256' : jwk.kty === 'OKP' ? 'EdDSA' : undefined);
  if (!isAlgorithm(named)) return undefined;
  const shape = algorithms[named];
  return jwk.kty === shape.kty && (shape.crv === undefined || jwk.crv === shape.crv) ? named : undefined;
}

async function importKey(jwk: Candidate): Promise<VerificationKey | undefined> {
  const alg = algorithmOf(jwk);
  if (alg === undefined) return undefined;
  try {
    const key = await importJWK({ ...jwk, alg }, alg, { extractable: false });
    return key instanceof Uint8Array || !isStrongEnough(key) ? undefined : Object.freeze({ kid: jwk.kid, alg, key });
  } catch {
    return undefined;
  }
}
