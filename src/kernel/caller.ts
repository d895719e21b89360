import type { Brand } from './brand.js';

export type RoleName = Brand<string, 'RoleName'>;
export type PurposeName = Brand<string, 'PurposeName'>;

/** What a @reach compares with a column: a claim of the verified token. */
export type ClaimName = 'ACCOUNT' | 'UNIT' | 'ORGANISATION' | 'SUBJECT';

/** Who asks: made by identity from a verified token and by nothing else. */
export interface Caller {
  readonly role: RoleName;
  readonly purpose: PurposeName;
  /** ACCOUNT is always there (the token's `sub`). */
  readonly claims: Readonly<Partial<Record<ClaimName, string>>> & { readonly ACCOUNT: string };
  /** The client application, `client_id` of RFC 9068. */
  readonly application: string;
  /** `jti`: what revocation, replay and audit go by. */
  readonly tokenId: string;
  /** Seconds since the epoch. */
  readonly expiresAt: number;
}
