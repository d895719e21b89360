/**
 * A DPoP proof (RFC 9449, section 4.3): that whoever sends this request now, with this token, holds the key that the token
 * is bound to. Everything cheap is looked at before the signature; that betrays nothing, since all defects are refused
 * with one message. The nonce comes last: whoever is asked for a new one has proved the key.
 */
import { Refused } from '../kernel/refusal.js';
import type { Refusal } from '../kernel/refusal.js';
import { maxProofLength, parseCompactJws } from './compact.js';
import { readProofClaims } from './proofClaims.js';
import type { ProofBinding } from './proofClaims.js';
import { readProofHeader } from './proofHeader.js';
import { importProofKey } from './proofKey.js';
import type { ProofJwk, ProofKey } from './proofKey.js';
import { isSignedBy } from './signature.js';

export interface ProofExpectation extends ProofBinding {
  /** Of the key that the token is bound to: `cnf.jkt`. */
  readonly thumbprint: string;
  /** The key of an earlier proof for this token: it need not be imported again. */
  readonly knownKey: ProofKey | undefined;
  /** Whether it is a nonce that this service gave a moment ago. */
  isCurrentNonce(nonce: string): boolean;
}

export interface Proof {
  readonly jti: string;
  /** RFC 7638. */
  readonly thumbprint: string;
  /** Seconds since the epoch. */
  readonly issuedAt: number;
  readonly key: ProofKey;
}

/** Verifies `text`; throws {@link Refused} PROOF_INVALID, or PROOF_NONCE_REQUIRED when nothing but the nonce is wrong. */
export async function verifyProof(text: string, expected: ProofExpectation): Promise<Proof> {
  const parts = parseCompactJws(text, maxProofLength);
  const header = parts === undefined ? undefined : readProofHeader(parts.header);
  const claims = parts === undefined ? undefined : readProofClaims(parts.payload, expected);
  if (header === undefined || claims === undefined) throw new Refused(proofInvalid);
  const key = await keyOf(header, expected);
  if (key === undefined || !(await isSignedBy(text, key))) throw new Refused(proofInvalid);
  if (claims.nonce === undefined || !expected.isCurrentNonce(claims.nonce)) throw new Refused(proofNonceRequired);
  return Object.freeze({ jti: claims.jti, thumbprint: key.thumbprint, issuedAt: claims.issuedAt, key });
}

async function keyOf(jwk: ProofJwk, { knownKey, thumbprint }: ProofExpectation): Promise<ProofKey | undefined> {
  const isKnown = knownKey?.thumbprint === thumbprint && knownKey.canonical === jwk.canonical;
  return isKnown ? knownKey : importProofKey(jwk, thumbprint);
}

export const proofInvalid: Refusal = Object.freeze({
  code: 'PROOF_INVALID',
  message: 'The DPoP header is not one fresh proof of the key that the token is bound to, for this request (RFC 9449).',
});
const proofNonceRequired: Refusal = Object.freeze({
  code: 'PROOF_NONCE_REQUIRED',
  message:
    'Sign a new proof with the nonce of the DPoP-Nonce header, and send the request again (RFC 9449, section 9).',
});
