/** What identity asks of the register before anything runs, and the corridor again before anything leaves. */
import type { Standing } from '../kernel/caller.js';

export interface AdmissionRequest {
  /** `sub`. */
  readonly account: string;
  /** `act.sub`: the machine that asks in the account's name (RFC 8693, section 4.1). */
  readonly actor: string | undefined;
  /** `client_id`. */
  readonly application: string;
  readonly role: string;
  /** As the token claims it. */
  readonly organisation: string | undefined;
  readonly unit: string | undefined;
  readonly kind: 'PERSON' | 'MACHINE';
  /** False for a role that no partner holds (DATA_SUBJECT): only stops are looked at. */
  readonly isRegistered: boolean;
  /** Seconds since the epoch. */
  readonly authenticatedAt: number | undefined;
}

/** A proof of possession that is spent by this request (RFC 9449, section 11.1). */
export interface SpentProof {
  /** SHA-256 over the key's thumbprint and the proof's `jti`. */
  readonly digest: Uint8Array;
  /** Milliseconds since the epoch after which it would be refused for its age. */
  readonly expiresAt: number;
}

export type Admission =
  | {
      readonly outcome: 'ADMITTED';
      readonly standing: Standing;
      /** The id under which the organisation is kept: the survivor of one that was absorbed. */
      readonly organisation: string | undefined;
      /**
       * Milliseconds since the epoch: a session that authenticated before it is asked to again, because the account was
       * not seen for long, was reinstated, or somebody failed to prove its key. Undefined: no such wish.
       */
      readonly stepUpSince: number | undefined;
      /** Of the register that judged: as long as it stands, the judgement does. */
      readonly version: string;
    }
  /** Account, organisation, unit, application, actor or role is unknown, not active, stopped, or not the token's. */
  | { readonly outcome: 'NOT_ACTIVE' }
  /** The proof was spent before. */
  | { readonly outcome: 'REPLAYED' };
