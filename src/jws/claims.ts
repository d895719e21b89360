/**
 * The claims of a verified access token, checked one after another: the order stands in the table `checks`. Runs only
 * behind the signature, so that a message about a claim speaks to who holds the token and to nobody else.
 */
import { Refused } from '../kernel/refusal.js';
import type { Refusal } from '../kernel/refusal.js';
import { readConfirmation } from './confirmation.js';
import type { Confirmation } from './confirmation.js';
import { isIdentifier, isUniqueId } from './identifier.js';
import { isJsonObject } from './strictJson.js';

export type Claims = Readonly<Record<string, unknown>>;

export interface Expectation {
  readonly issuer: string;
  readonly audience: string;
}

/** The registered claims of RFC 9068, section 2.2, in the types that the standard gives them. */
export interface RegisteredClaims {
  readonly sub: string;
  readonly client_id: string;
  readonly jti: string;
  readonly iat: number;
  readonly exp: number;
  /** How the person authenticated. */
  readonly acr: string | undefined;
  /** When the person authenticated, in seconds since the epoch. */
  readonly auth_time: number | undefined;
  /** `act.sub`: who asks in the subject's name (RFC 8693, section 4.1). */
  readonly actor: string | undefined;
  /** `cnf`. */
  readonly confirmation: Confirmation | undefined;
}

/** How far another machine's clock may be ahead of ours. */
const maxClockSkewSeconds = 60;
/** `exp` minus `iat`: a stolen token dies within a day whatever its issuer meant. */
const maxLifetimeSeconds = 24 * 60 * 60;

type Check = (claims: Claims, expected: Expectation, nowSeconds: number) => Refusal | undefined;

const checks: readonly Check[] = [
  hasEveryRegisteredClaim,
  issuerIsOurs,
  audienceIsOurs,
  identifiersAreStrict,
  timesAreIntegers,
  isNotFromTheFuture,
  isNotExpired,
  isNotForLongerThanADay,
  authenticationIsStrict,
  actorIsOne,
  confirmationIsOne,
];

/** The registered claims; throws {@link Refused} at the first check that fails. `nowSeconds` is since the epoch, with fractions. */
export function readRegisteredClaims(claims: Claims, expected: Expectation, nowSeconds: number): RegisteredClaims {
  for (const check of checks) {
    const refusal = check(claims, expected, nowSeconds);
    if (refusal !== undefined) throw new Refused(refusal);
  }
  return Object.freeze({
    sub: String(claims.sub),
    client_id: String(claims.client_id),
    jti: String(claims.jti),
    iat: Number(claims.iat),
    exp: Number(claims.exp),
    acr: Object.hasOwn(claims, 'acr') ? String(claims.acr) : undefined,
    auth_time: Object.hasOwn(claims, 'auth_time') ? Number(claims.auth_time) : undefined,
    actor: isJsonObject(claims.act) ? String(claims.act.sub) : undefined,
    confirmation: readConfirmation(claims.cnf),
  });
}

const required = ['iss', 'aud', 'sub', 'client_id', 'jti', 'iat', 'exp'] as const;

function hasEveryRegisteredClaim(claims: Claims): Refusal | undefined {
  const name = required.find((claim) => !Object.hasOwn(claims, claim));
  return name === undefined ? undefined : { code: 'TOKEN_CLAIM_MISSING', message: `The token has no claim "${name}".` };
}

/** Exact, as RFC 9068, section 4 asks: no slash more, no case folded, no list. */
function issuerIsOurs(claims: Claims, expected: Expectation): Refusal | undefined {
  return claims.iss === expected.issuer ? undefined : invalid('The token is from another issuer.');
}

/** A token that a second service accepts too could be replayed by that service: ours alone. */
function audienceIsOurs(claims: Claims, expected: Expectation): Refusal | undefined {
  const audience = claims.aud;
  const only = Array.isArray(audience) && audience.length === 1 ? (audience[0] as unknown) : audience;
  return only === expected.audience ? undefined : invalid('The token is not for this service alone ("aud").');
}

function identifiersAreStrict(claims: Claims): Refusal | undefined {
  const name =
    (['sub', 'client_id'] as const).find((claim) => !isIdentifier(claims[claim])) ??
    (isUniqueId(claims.jti) ? undefined : 'jti');
  return name === undefined
    ? undefined
    : invalid(`The token's claim "${name}" is not an identifier of 1 to 128 characters.`);
}

function timesAreIntegers(claims: Claims): Refusal | undefined {
  const name = (['iat', 'exp', 'nbf', 'auth_time'] as const).find(
    (claim) => Object.hasOwn(claims, claim) && !isNumericDate(claims[claim]),
  );
  return name === undefined ? undefined : invalid(`The token's claim "${name}" is not a whole number of seconds.`);
}

function isNumericDate(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

function isNotFromTheFuture(claims: Claims, _: Expectation, nowSeconds: number): Refusal | undefined {
  const latest = nowSeconds + maxClockSkewSeconds;
  if (Number(claims.iat) > latest) return invalid('The token was issued in the future ("iat").');
  if (Number(claims.nbf ?? 0) > latest) return invalid('The token is not valid yet ("nbf").');
  return undefined;
}

function isNotExpired(claims: Claims, _: Expectation, nowSeconds: number): Refusal | undefined {
  return nowSeconds < Number(claims.exp) ? undefined : tokenExpired;
}

export const tokenExpired: Refusal = Object.freeze({ code: 'TOKEN_EXPIRED', message: 'The token has expired.' });

function isNotForLongerThanADay(claims: Claims): Refusal | undefined {
  const lifetimeSeconds = Number(claims.exp) - Number(claims.iat);
  return lifetimeSeconds > 0 && lifetimeSeconds <= maxLifetimeSeconds
    ? undefined
    : invalid('The token lives longer than a day, or ends before it starts.');
}

/** A word that `acr_values` can name (RFC 9470, section 3): an identifier, a URI. */
const acrForm = /^[\x21\x23-\x5B\x5D-\x7E]{1,256}$/;

/** RFC 9068, section 2.2.1. Nobody authenticated after the token that says so was issued. */
function authenticationIsStrict(claims: Claims, _: Expectation, nowSeconds: number): Refusal | undefined {
  if (Object.hasOwn(claims, 'acr') && !(typeof claims.acr === 'string' && acrForm.test(claims.acr)))
    return invalid('The token\'s claim "acr" is not a word of 1 to 256 characters.');
  const latest = Math.min(nowSeconds, Number(claims.iat)) + maxClockSkewSeconds;
  return Number(claims.auth_time ?? 0) <= latest
    ? undefined
    : invalid('The token says that its person authenticated later than it was issued ("auth_time").');
}

/** RFC 8693, section 4.1, one level deep: of a chain of actors nobody could say who acted. */
function actorIsOne({ act }: Claims): Refusal | undefined {
  if (act === undefined) return undefined;
  return isJsonObject(act) && isIdentifier(act.sub) && Object.keys(act).length === 1
    ? undefined
    : invalid('The token\'s claim "act" is not one actor, { "sub": identifier }.');
}

function confirmationIsOne({ cnf }: Claims): Refusal | undefined {
  return cnf === undefined || readConfirmation(cnf) !== undefined
    ? undefined
    : invalid('The token\'s claim "cnf" does not name exactly one key, by "jkt" or by "x5t#S256".');
}

function invalid(message: string): Refusal {
  return { code: 'TOKEN_INVALID', message };
}
