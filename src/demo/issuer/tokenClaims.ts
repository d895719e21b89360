/** What the tokens of an account say beside what RFC 9068 registers: what `identity` reads of them. */
import { purposeScopePrefix, tokenClaimOf } from '../../identity/admittedToken.js';
import type { ClaimName } from '../../kernel/caller.js';
import { demoApplication } from '../accounts.js';
import type { DemoAccount } from '../accounts.js';

/** The scope of an account: each of its purposes. */
export function scopeOf(account: DemoAccount): string {
  return account.purposes.map((purpose) => `${purposeScopePrefix}${purpose}`).join(' ');
}

/** Of all of them together, each word once. */
export function scopeOfAll(accounts: readonly DemoAccount[]): string {
  return [...new Set(accounts.flatMap((account) => scopeOf(account).split(' ')))].join(' ');
}

export function applicationOf({ application }: DemoAccount): string {
  return application ?? demoApplication;
}

/** `role`, `organisation`, `unit`, `subject`; `sub` is the server's own to write. */
export function claimsOf({ role, claims }: DemoAccount): Readonly<Record<string, string>> {
  const own = Object.entries(claims) as [ClaimName, string][];
  const others = own.filter(([name]) => name !== 'ACCOUNT');
  return { role, ...Object.fromEntries(others.map(([name, value]) => [tokenClaimOf[name], value])) };
}
