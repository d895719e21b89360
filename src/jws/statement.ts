/** What this store says under its own signature, to be read far from it: compact, Ed25519, one type for each kind of statement. */
import { importJWK, SignJWT } from 'jose';
import type { JWK } from 'jose';
import { Failure } from '../kernel/failure.js';
import { parseCompactJws } from './compact.js';
import { isSignedBy } from './signature.js';
import type { SigningKey } from './signingKey.js';
import { parseStrictObject } from './strictJson.js';

/** The public half of a key that signs statements. */
export interface StatementKey {
  readonly kid: string;
  readonly x: string;
}

const maxLength = 16_384;
const keyForm = /^[A-Za-z0-9_-]{43}$/;

export function signStatement(
  claims: Readonly<Record<string, unknown>>,
  type: string,
  key: SigningKey,
): Promise<string> {
  return new SignJWT({ ...claims }).setProtectedHeader({ alg: key.alg, typ: type, kid: key.kid }).sign(key.key);
}

/** The claims of `text`; undefined unless it is a statement of `type` that `key` signed, to the letter. */
export async function verifiedStatement(
  text: string,
  type: string,
  { kid, x }: StatementKey,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const parts = parseCompactJws(text, maxLength);
  if (parts === undefined) return undefined;
  const { header, payload } = parts;
  const isOurs =
    Object.keys(header).length === 3 && header.alg === 'EdDSA' && header.typ === type && header.kid === kid;
  if (!isOurs) return undefined;
  const key = await importJWK({ kty: 'OKP', crv: 'Ed25519', x }, 'EdDSA');
  if (key instanceof Uint8Array) return undefined;
  return (await isSignedBy(text, { alg: 'EdDSA', key })) ? payload : undefined;
}

/** As a text for whoever verifies: the public members alone. */
export function printStatementKey({ publicJwk }: SigningKey): string {
  return `${JSON.stringify(publicJwk)}\n`;
}

/** Throws Failure KEYRING_INVALID. */
export function parseStatementKey(text: string): StatementKey {
  const { kty, crv, kid, x } = (parseStrictObject(text) ?? {}) as JWK;
  const isKey =
    kty === 'OKP' && crv === 'Ed25519' && typeof kid === 'string' && typeof x === 'string' && keyForm.test(x);
  if (!isKey) throw new Failure('KEYRING_INVALID', 'it is no public JWK of Ed25519 with a kid');
  return { kid, x };
}
