/**
 * What the engine says of itself and signs: a compact JWS (RFC 7515) of one JSON object, of a type of its own, so that no statement
 * passes for another or for a token (RFC 8725, section 3.11).
 */
import { CompactSign } from 'jose';
import { parseCompactJws } from './compact.js';
import { readKeySet } from './keySet.js';
import type { KeySet } from './keySet.js';
import { isSignedBy } from './signature.js';
import type { SigningKey } from './signingKey.js';
import { parseStrictJson } from './strictJson.js';

const maxLength = 16_384;

/** Signs `statement` as `typ`. */
export function signStatement(
  statement: Readonly<Record<string, unknown>>,
  typ: string,
  key: SigningKey,
): Promise<string> {
  return new CompactSign(Buffer.from(JSON.stringify(statement), 'utf8'))
    .setProtectedHeader({ alg: key.alg, typ, kid: key.kid })
    .sign(key.key);
}

/** What `jws` says; undefined when it is no statement of type `typ` that one of `keys` signed. */
export async function readStatement(
  jws: string,
  typ: string,
  keys: KeySet,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const parsed = parseCompactJws(jws, maxLength);
  if (parsed === undefined || parsed.header.typ !== typ || typeof parsed.header.kid !== 'string') return undefined;
  if (Object.keys(parsed.header).length !== 3) return undefined;
  const key = keys.get(parsed.header.kid);
  return key !== undefined && (await isSignedBy(jws, key)) ? parsed.payload : undefined;
}

/** What `jws` claims to say, believed by nobody yet; undefined when it is no statement at all. */
export function claimedStatement(jws: string): Readonly<Record<string, unknown>> | undefined {
  return parseCompactJws(jws, maxLength)?.payload;
}

/** The public keys that a JWK or a JWK Set holds as JSON; undefined when there is none. */
export async function readPublicKeys(text: string): Promise<KeySet | undefined> {
  const value = parseStrictJson(text);
  return (await readKeySet(value)) ?? (await readKeySet({ keys: [value] }));
}
