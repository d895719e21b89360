/**
 * The key that a proof carries (RFC 9449, section 4.2): public, of the type that the algorithm asks for, and known by its
 * thumbprint. Kept apart from its import, which costs as much as a verification: the thumbprint refuses a stranger's key
 * unimported, and a key that was imported before is known again by its members.
 */
import { calculateJwkThumbprint, importJWK } from 'jose';
import type { JWK } from 'jose';
import { algorithms } from './algorithms.js';
import type { Algorithm } from './algorithms.js';
import { decodeBase64url, isBase64urlOf32Bytes } from './base64url.js';
import { isStrongEnough } from './keyStrength.js';
import type { PinnedKey } from './signature.js';
import { isJsonObject } from './strictJson.js';

/** An imported proof key. */
export interface ProofKey extends PinnedKey {
  /** RFC 7638: what `cnf.jkt` of the token names. */
  readonly thumbprint: string;
  /** {@link ProofJwk.canonical}. */
  readonly canonical: string;
}

/** The `jwk` of a proof's header, in form a public key of `alg`; not yet imported. */
export interface ProofJwk {
  readonly alg: Algorithm;
  readonly jwk: Readonly<JWK>;
  /** The members of its thumbprint as JSON, in their order (RFC 7638, section 3): one text a key. */
  readonly canonical: string;
}

type Check = (value: unknown) => boolean;

const is =
  (expected: string): Check =>
  (value) =>
    value === expected;
const isModulus: Check = (value) => typeof value === 'string' && decodeBase64url(value) !== undefined;

/**
 * The members that make a key, in the order of RFC 7638, section 3.2, each in its one spelling. RSA has the usual exponent
 * only: a long one makes one verification cost what a thousand do.
 */
const keyMembers: Readonly<Record<Algorithm, Readonly<Record<string, Check>>>> = Object.freeze({
  ES256: { crv: is(algorithms.ES256.crv), kty: is('EC'), x: isBase64urlOf32Bytes, y: isBase64urlOf32Bytes },
  EdDSA: { crv: is(algorithms.EdDSA.crv), kty: is('OKP'), x: isBase64urlOf32Bytes },
  PS256: { e: is('AQAB'), kty: is('RSA'), n: isModulus },
});

/** What libraries write beside them (RFC 7517, section 4; Web Cryptography); a private part or a certificate is not there. */
const harmless: ReadonlySet<string> = new Set(['alg', 'ext', 'key_ops', 'kid', 'use']);

/** Undefined when `value` is no public JWK for `alg`, or has a member that a proof's key has no use for. */
export function readProofJwk(value: unknown, alg: Algorithm): ProofJwk | undefined {
  if (!isJsonObject(value)) return undefined;
  const members = keyMembers[alg];
  const isKey = Object.entries(members).every(([name, check]) => check(value[name]));
  const isAlone = Object.keys(value).every((name) => Object.hasOwn(members, name) || harmless.has(name));
  if (!isKey || !isAlone || !isForSignatures(value, alg)) return undefined;
  const jwk: JWK = Object.fromEntries(Object.keys(members).map((name) => [name, value[name]]));
  return { alg, jwk, canonical: JSON.stringify(jwk) };
}

function isForSignatures({ alg, use }: Readonly<Record<string, unknown>>, expected: Algorithm): boolean {
  return (alg === undefined || alg === expected) && (use === undefined || use === 'sig');
}

/** Imports the key if it has `thumbprint`; undefined when it has another, or is none (no point of its curve, a short modulus). */
export async function importProofKey(proof: ProofJwk, thumbprint: string): Promise<ProofKey | undefined> {
  const { alg, jwk, canonical } = proof;
  if ((await calculateJwkThumbprint(jwk, 'sha256')) !== thumbprint) return undefined;
  try {
    const key = await importJWK({ ...jwk }, alg, { extractable: false });
    if (key instanceof Uint8Array || !isStrongEnough(key)) return undefined;
    return Object.freeze({ alg, key, thumbprint, canonical });
  } catch {
    return undefined;
  }
}
