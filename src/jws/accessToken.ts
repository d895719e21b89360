/**
 * An RFC 9068 access token against the issuer's keys. Form, header, key, signature, claims: in this order, so that
 * nothing in a token is read as true before the signature is.
 */
import type { Clock } from '../kernel/clock.js';
import { Refused } from '../kernel/refusal.js';
import type { Refusal } from '../kernel/refusal.js';
import { readRegisteredClaims } from './claims.js';
import type { Claims, RegisteredClaims } from './claims.js';
import { maxTokenLength, parseCompactJws } from './compact.js';
import { readAccessTokenHeader } from './header.js';
import type { AccessTokenHeader } from './header.js';
import type { VerificationKey } from './keySet.js';
import { isSignedBy } from './signature.js';

/** Where keys come from: {@link IssuerKeys} in production. */
export interface KeySource {
  /** The key that `kid` names; undefined when the issuer has none. Rejects with Failure ISSUER_UNAVAILABLE when it can't be known. */
  keyFor(kid: string): Promise<VerificationKey | undefined>;
}

export interface AccessTokenVerifier {
  /** Exactly as the issuer writes it into `iss`. */
  readonly issuer: string;
  readonly audience: string;
  readonly keys: KeySource;
  readonly clock: Clock;
}

/** A token whose signature, issuer, audience and times hold; what its other claims say is for `identity` to judge. */
export interface AccessToken {
  readonly registered: RegisteredClaims;
  readonly claims: Claims;
}

/** Verifies `token`; throws {@link Refused} (401), or Failure ISSUER_UNAVAILABLE when no key can be had. */
export async function verifyAccessToken(token: string, verifier: AccessTokenVerifier): Promise<AccessToken> {
  const parts = parseCompactJws(token, maxTokenLength);
  if (parts === undefined) throw new Refused(malformed);
  const header = readAccessTokenHeader(parts.header);
  await verifySignature(token, header, verifier.keys);
  const registered = readRegisteredClaims(parts.payload, verifier, verifier.clock.now() / 1000);
  return Object.freeze({ registered, claims: parts.payload });
}

/** One message for an unknown key and a wrong signature: which keys exist is nobody's business. */
async function verifySignature(token: string, header: AccessTokenHeader, keys: KeySource): Promise<void> {
  const key = await keys.keyFor(header.kid);
  if (key === undefined || !(await isSignedBy(token, key))) throw new Refused(unsigned);
}

const malformed: Refusal = Object.freeze({
  code: 'TOKEN_MALFORMED',
  message: 'The access token is not a signed JSON web token of at most 8192 characters.',
});
const unsigned: Refusal = Object.freeze({
  code: 'TOKEN_INVALID',
  message: "The token is not signed by one of the issuer's keys.",
});
