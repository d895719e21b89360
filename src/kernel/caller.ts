import type { Brand } from './brand.js';

export type RoleName = Brand<string, 'RoleName'>;
export type PurposeName = Brand<string, 'PurposeName'>;

/** What a @reach compares with a column: a claim of the verified token. */
export type ClaimName = 'ACCOUNT' | 'UNIT' | 'ORGANISATION' | 'SUBJECT';

/** By what the sender of a request proved that the token is its own: RFC 9449, RFC 8705, or nothing (RFC 6750). */
export type SenderConstraint = 'DPOP' | 'CERTIFICATE' | 'NONE';

/** Who asks: made by identity from a verified token and by nothing else. */
export interface Caller {
  readonly role: RoleName;
  readonly purpose: PurposeName;
  /** ACCOUNT is always there (the token's `sub`). An absorbed ORGANISATION is named by the id of the one that took it in. */
  readonly claims: Readonly<Partial<Record<ClaimName, string>>> & { readonly ACCOUNT: string };
  /** The client application, `client_id` of RFC 9068. */
  readonly application: string;
  /** `jti`: what revocation, replay and audit go by. */
  readonly tokenId: string;
  /** Seconds since the epoch. */
  readonly expiresAt: number;
  /** A machine asks in its own name: its account is its application (RFC 9068, section 5). */
  readonly kind: 'PERSON' | 'MACHINE';
  /** The account that asks in the person's name (RFC 8693, section 4.1). */
  readonly actor: string | undefined;
  readonly sender: SenderConstraint;
  /** Thumbprint of the key or certificate that the token is bound to (RFC 7638, RFC 8705); undefined when it is bound to none. */
  readonly key: string | undefined;
  /** The address from which the request came; undefined when it came from no connection. */
  readonly network?: string;
  /** When the person last authenticated, in seconds since the epoch (`auth_time`); undefined when the token does not say. */
  readonly authenticatedAt: number | undefined;
  readonly standing: Standing;
  /** Of the register that gave the standing. */
  readonly registerVersion: string;
}

/** What the register says of a caller whom it lets in. */
export interface Standing {
  /** Nobody has approved the account yet: a few rows, no search. */
  readonly isInQuarantine: boolean;
  /** May create and approve accounts of its organisation. */
  readonly isAdministrator: boolean;
  /** A stop that leaves submission open: nothing is read, a machine's writes are taken. */
  readonly isSubmissionOnly: boolean;
  /** Coordinates (`Type.field`) that are stopped for everybody. */
  readonly stoppedFields: readonly string[];
  /** Organisations that the caller's has absorbed: their links are its own. */
  readonly absorbed: readonly string[];
}
