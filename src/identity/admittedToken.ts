/**
 * What a verified token makes of its bearer: a role that the policy knows, the claims by which that role reaches, and
 * one ready `Caller` for each purpose that both the role and the token's scope hold. Made once a token.
 */
import type { Caller, ClaimName, PurposeName, RoleName } from '../kernel/caller.js';
import { refuse } from '../kernel/refusal.js';
import { isIdentifier } from '../jws/claims.js';
import type { AccessToken } from '../jws/accessToken.js';

/** A role as the policy states it, in plain data. */
export interface AdmittedRole {
  readonly purposes: ReadonlySet<string>;
  /** Without one of these the role could reach nobody: the token must have them all. */
  readonly claims: readonly ClaimName[];
}

export type AdmittedRoles = ReadonlyMap<string, AdmittedRole>;

export interface AdmittedToken {
  readonly expiresAtMilliseconds: number;
  /** All purposes of the role: tells a purpose that the scope lacks from one that the role never has. */
  readonly purposes: ReadonlySet<string>;
  /** By purpose: those that the scope covers. */
  readonly callers: ReadonlyMap<string, Caller>;
}

/** The name of each claim in the token (docs/configuration.md). */
export const tokenClaimOf = Object.freeze({
  ACCOUNT: 'sub',
  UNIT: 'unit',
  ORGANISATION: 'organisation',
  SUBJECT: 'subject',
} as const satisfies Record<ClaimName, string>);

/** Throws Refused: TOKEN_CLAIM_MISSING or TOKEN_INVALID (401), ROLE_UNKNOWN (403). */
export function admitToken(token: AccessToken, roles: AdmittedRoles): AdmittedToken {
  const name = roleOf(token);
  const role = roles.get(name);
  if (role === undefined) throw refuse('ROLE_UNKNOWN', 'The token names a role that this service does not have.');
  const claims = claimsOf(token, role);
  const scope = scopeOf(token);
  const purposes = [...role.purposes].filter((purpose) => scope.has(`${purposeScopePrefix}${purpose}`));
  const callers = purposes.map((purpose): [string, Caller] => [purpose, callerOf(token, name, purpose, claims)]);
  return Object.freeze({
    expiresAtMilliseconds: token.registered.exp * 1000,
    purposes: role.purposes,
    callers: new Map(callers),
  });
}

/** A scope `purpose:NAME` covers the purpose NAME; other scopes mean nothing here. */
export const purposeScopePrefix = 'purpose:';

function callerOf(token: AccessToken, role: string, purpose: string, claims: Caller['claims']): Caller {
  const { client_id: application, jti: tokenId, exp: expiresAt } = token.registered;
  return Object.freeze({
    role: role as RoleName,
    purpose: purpose as PurposeName,
    claims,
    application,
    tokenId,
    expiresAt,
  });
}

function roleOf(token: AccessToken): string {
  const role = claimText(token, 'role');
  if (role === undefined) throw refuse('TOKEN_CLAIM_MISSING', 'The token has no claim "role".');
  return role;
}

function claimsOf(token: AccessToken, role: AdmittedRole): Caller['claims'] {
  const optional = (['UNIT', 'ORGANISATION', 'SUBJECT'] as const)
    .map((name) => [name, claimText(token, tokenClaimOf[name])] as const)
    .filter(([, value]) => value !== undefined);
  const claims = { ACCOUNT: token.registered.sub, ...Object.fromEntries(optional) };
  const missing = role.claims.find((name) => !Object.hasOwn(claims, name));
  if (missing !== undefined)
    throw refuse('TOKEN_CLAIM_MISSING', `The token has no claim "${tokenClaimOf[missing]}", which its role needs.`);
  return Object.freeze(claims);
}

/** Undefined when the token has no such claim; an identifier otherwise, or a refusal. */
function claimText(token: AccessToken, claim: string): string | undefined {
  const value = Object.hasOwn(token.claims, claim) ? token.claims[claim] : undefined;
  if (value === undefined || isIdentifier(value)) return value;
  throw refuse('TOKEN_INVALID', `The token's claim "${claim}" is not an identifier of 1 to 128 characters.`);
}

/** RFC 6749, section 3.3: words of printable ASCII, one space between two. */
const scopeForm = /^[\x21\x23-\x5B\x5D-\x7E]+(?: [\x21\x23-\x5B\x5D-\x7E]+)*$/;

function scopeOf(token: AccessToken): ReadonlySet<string> {
  const scope = Object.hasOwn(token.claims, 'scope') ? token.claims.scope : '';
  if (scope === '') return new Set();
  if (typeof scope === 'string' && scopeForm.test(scope)) return new Set(scope.split(' '));
  throw refuse('TOKEN_INVALID', 'The token\'s claim "scope" is not a list of words with one space between two.');
}
