import type { Caller, PurposeName } from '../kernel/caller.js';
import type { ProofKey } from '../jws/proofKey.js';
import type { Admission } from '../register/admission.js';
import type { AdmittedToken } from './admittedToken.js';

/** A verified token, and what was learnt beside it by the requests that brought it. */
export interface KnownToken {
  readonly token: AdmittedToken;
  /** Base64url SHA-256 of its text: `ath` of its proofs. */
  readonly digest: string;
  /** Imported by the first proof that held. */
  proofKey: ProofKey | undefined;
  /** The register's last word. */
  word: RegisterWord | undefined;
  /** Asked for and not answered yet, by requests that spend no proof. */
  asking: Promise<RegisterWord> | undefined;
}

export type Admitted = Extract<Admission, { readonly outcome: 'ADMITTED' }>;

/** What the register said of a token's account, and when. */
export interface RegisterWord {
  /** Undefined: not let in. */
  readonly admitted: Admitted | undefined;
  /** Milliseconds since the epoch. */
  readonly askedAt: number;
  /** By purpose: one object for all requests as long as the register says the same. */
  readonly callers: Map<string, Caller>;
}

export function knownToken(token: AdmittedToken, digest: string): KnownToken {
  return { token, digest, proofKey: undefined, word: undefined, asking: undefined };
}

/** The caller for `purpose`, whom the register `admitted`. */
export function callerOf(token: AdmittedToken, purpose: string, admitted: Admitted): Caller {
  const { claims } = token.bearer;
  const { organisation, standing, version } = admitted;
  // What the token does not claim the register does not add: a narrower token stays narrower.
  const isRenamed = claims.ORGANISATION !== undefined && organisation !== undefined;
  return Object.freeze({
    ...token.bearer,
    claims: isRenamed ? Object.freeze({ ...claims, ORGANISATION: organisation }) : claims,
    purpose: purpose as PurposeName,
    standing,
    registerVersion: version,
  });
}
