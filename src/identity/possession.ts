/**
 * That whoever sends a token holds its key: one proof for each request (RFC 9449), spent by the register before anything
 * runs. A proof that fails is told to the register: failures slow the account whose token they came with.
 */
import { Refused } from '../kernel/refusal.js';
import { proofInvalid, verifyProof } from '../jws/proof.js';
import type { Proof } from '../jws/proof.js';
import { maxProofAgeSeconds } from '../jws/proofClaims.js';
import type { SpentProof } from '../register/admission.js';
import type { AuthenticationDeps } from './authenticationDeps.js';
import type { KnownToken } from './knownToken.js';

/** A request, as far as its proof is for it. */
export interface ProvenRequest {
  readonly method: string;
  /** The DPoP header. */
  readonly proof: string | undefined;
}

/** The proof, to be spent. Throws Refused PROOF_INVALID, which the register has been told, or PROOF_NONCE_REQUIRED. */
export async function provePossession(
  known: KnownToken,
  thumbprint: string,
  request: ProvenRequest,
  deps: AuthenticationDeps,
): Promise<SpentProof> {
  const nowMilliseconds = deps.clock.now();
  try {
    const proof = await verifyProof(request.proof ?? '', {
      method: request.method,
      endpoint: deps.endpoint,
      accessTokenDigest: known.digest,
      thumbprint,
      nowMilliseconds,
      knownKey: known.proofKey,
      isCurrentNonce: (nonce) => deps.nonces.isCurrent(nonce, nowMilliseconds),
    });
    known.proofKey = proof.key;
    return spent(proof, deps);
  } catch (error) {
    if (error instanceof Refused && error.refusal.code === 'PROOF_INVALID') await tellFailure(known, deps);
    throw error;
  }
}

/** What refuses a proof that was spent before; it counts as one that failed. */
export async function refuseReplay(known: KnownToken, deps: AuthenticationDeps): Promise<never> {
  await tellFailure(known, deps);
  throw new Refused(proofInvalid);
}

/** By key and `jti`, never by the proof's text: an ECDSA signature has a second spelling that verifies. */
function spent({ thumbprint, jti, issuedAt }: Proof, deps: AuthenticationDeps): SpentProof {
  return { digest: deps.digest(`${thumbprint}.${jti}`), expiresAt: (issuedAt + maxProofAgeSeconds) * 1000 };
}

/** The answer stays the refusal that it is, whatever becomes of the count. */
async function tellFailure(known: KnownToken, deps: AuthenticationDeps): Promise<void> {
  try {
    const { account, authenticatedAt } = known.token.admissionRequest;
    await deps.register.proofFailed({ account, authenticatedAt });
  } catch (error) {
    deps.onFailure?.(error);
  }
}
