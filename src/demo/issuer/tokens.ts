import { purposeScopePrefix, tokenClaimOf } from '../../identity/admittedToken.js';
import { signAccessToken } from '../../jws/signingKey.js';
import type { SigningKey } from '../../jws/signingKey.js';
import type { Clock } from '../../kernel/clock.js';
import type { ClaimName } from '../../kernel/caller.js';
import { randomUuid } from '../../vault/random.js';
import type { DemoAccount } from '../accounts.js';

export interface TokenOptions {
  readonly issuer: string;
  readonly audience: string;
  readonly key: SigningKey;
  readonly clock: Clock;
}

/** Long enough to try things out, short enough to meet an expiry. */
export const tokenLifetimeSeconds = 3600;

/** The scope of an account: each of its purposes. */
export function scopeOf(account: DemoAccount): string {
  return account.purposes.map((purpose) => `${purposeScopePrefix}${purpose}`).join(' ');
}

/** An access token (RFC 9068) for `account` with `scope`, as a real issuer would sign it. */
export function issueToken(account: DemoAccount, scope: string, options: TokenOptions): Promise<string> {
  const issuedAt = Math.floor(options.clock.now() / 1000);
  const claims = {
    iss: options.issuer,
    aud: options.audience,
    client_id: 'cloison-demo',
    jti: randomUuid(),
    iat: issuedAt,
    exp: issuedAt + tokenLifetimeSeconds,
    role: account.role,
    scope,
    ...claimsOf(account),
  };
  return signAccessToken(claims, options.key);
}

function claimsOf(account: DemoAccount): Record<string, string> {
  const claims = Object.entries(account.claims) as [ClaimName, string][];
  return Object.fromEntries(claims.map(([name, value]) => [tokenClaimOf[name], value]));
}
