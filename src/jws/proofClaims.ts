/** What a proof says (RFC 9449, section 4.2), held against the request that it came with. */
import { isUniqueId } from './identifier.js';

/** The request that a proof must be for. */
export interface ProofBinding {
  /** Of HTTP: `htm`. */
  readonly method: string;
  /** The address of this service as it is configured, without query and fragment: `htu`, to the letter. */
  readonly endpoint: string;
  /** `ath`: base64url of the SHA-256 of the access token. */
  readonly accessTokenDigest: string;
  readonly nowMilliseconds: number;
}

export interface ProofClaims {
  readonly jti: string;
  /** Seconds since the epoch. */
  readonly issuedAt: number;
  readonly nonce: string | undefined;
}

/** How far `iat` may be from our clock, on either side. */
export const maxProofAgeSeconds = 60;

/** Undefined when a claim is missing, of another type, or for another request, token or time. */
export function readProofClaims(
  claims: Readonly<Record<string, unknown>>,
  expected: ProofBinding,
): ProofClaims | undefined {
  const { htm, htu, ath, iat, jti, nonce } = claims;
  const isForThis = htm === expected.method && htu === expected.endpoint && ath === expected.accessTokenDigest;
  if (!isForThis || !isFresh(iat, expected.nowMilliseconds)) return undefined;
  if (!isUniqueId(jti)) return undefined;
  if (nonce !== undefined && typeof nonce !== 'string') return undefined;
  return { jti, issuedAt: iat, nonce };
}

function isFresh(iat: unknown, nowMilliseconds: number): iat is number {
  return Number.isSafeInteger(iat) && Math.abs(nowMilliseconds - Number(iat) * 1000) <= maxProofAgeSeconds * 1000;
}
