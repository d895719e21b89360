import type { ClaimName } from '../../kernel/caller.js';

/** An account of the demo: what the issuer's token says of it. Invented, without a password. */
export interface DemoAccount {
  readonly name: string;
  readonly role: string;
  readonly claims: Readonly<Partial<Record<ClaimName, string>>> & { readonly ACCOUNT: string };
  readonly purposes: readonly string[];
  readonly defaultPurpose: string;
}
