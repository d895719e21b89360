import type { Clock } from '../kernel/clock.js';
import type { AccessTokenVerifier } from '../jws/accessToken.js';
import type { Admission, AdmissionRequest, SpentProof } from '../register/admission.js';
import type { FailedProof } from '../register/proofFailed.js';
import type { AdmittedRoles } from './admittedToken.js';
import type { TokenMemory } from './tokenMemory.js';

/** What `authenticate` stands on; made once, in main.ts. */
export interface AuthenticationDeps {
  readonly verifier: AccessTokenVerifier;
  /** Lives as long as `roles`: what it remembers was admitted by them. */
  readonly memory: TokenMemory;
  readonly roles: AdmittedRoles;
  readonly clock: Clock;
  /** This service's public address as its clients write it, to the letter: `htu` of their proofs. No header changes it. */
  readonly endpoint: string;
  readonly nonces: ProofNonces;
  readonly register: AdmissionDesk;
  /** SHA-256. */
  digest(text: string): Buffer;
  /** Told of what went wrong beside an answer that it did not change. */
  onFailure?(error: unknown): void;
}

/** Nonces that this service gives for proofs (RFC 9449, section 9). */
export interface ProofNonces {
  isCurrent(nonce: string, nowMilliseconds: number): boolean;
}

/** The register, as far as identity asks it. */
export interface AdmissionDesk {
  /** Records `proof` as spent before it resolves. Rejects with Failure STORE_UNAVAILABLE. */
  admit(request: AdmissionRequest, proof?: SpentProof): Promise<Admission>;
  /** Counts a proof that failed against the account of its token, and against no session but those of its time. */
  proofFailed(failed: FailedProof): Promise<void>;
}
