/** Which budgets an operation of a caller spends: the role's @bound, by the caller's claims, and the quarantine's own. */
import type { Caller, ClaimName } from '../kernel/caller.js';
import type { Duration } from '../kernel/duration.js';
import type { AllowanceTerm } from '../kernel/spending.js';
import type { Allowance, RolePolicy } from '../policy/compiled.js';

/** All allowances of one role that are counted by one claim's value. */
export interface ScopeAllowances {
  readonly claim: ClaimName;
  readonly value: string;
  readonly persons: readonly AllowanceTerm[];
  readonly misses: readonly AllowanceTerm[];
}

const daySeconds = 86_400;
/** An account that nobody has approved yet learns of a screenful or two, however often it asks. */
const quarantine: AllowanceTerm = Object.freeze({ seconds: 30 * daySeconds, of: 30, shadow: false });

/** What of a caller decides which allowances bound it. */
export interface Spender {
  readonly claims: Caller['claims'];
  readonly standing: Pick<Caller['standing'], 'isInQuarantine'>;
}

export function allowancesOf({ bound }: RolePolicy, { claims, standing }: Spender): readonly ScopeAllowances[] {
  const quarantined = standing.isInQuarantine ? [quarantine] : [];
  return scopesOf(bound, claims, quarantined);
}

/** What a field has of its own, beside the role's. */
export interface OwnAmounts {
  /** Of the root; the scopes are named `ROLE:root`. */
  readonly root: string;
  readonly persons: readonly Allowance[];
  readonly misses: readonly Allowance[];
}

export function ownAllowancesOf(amounts: OwnAmounts, claims: Caller['claims']): readonly ScopeAllowances[] {
  return scopesOf(amounts, claims, []);
}

function scopesOf(
  amounts: Pick<OwnAmounts, 'persons' | 'misses'>,
  claims: Caller['claims'],
  ofAccount: readonly AllowanceTerm[],
): readonly ScopeAllowances[] {
  const scopes = new Map<ClaimName, { persons: AllowanceTerm[]; misses: AllowanceTerm[] }>();
  const of = (claim: ClaimName): { persons: AllowanceTerm[]; misses: AllowanceTerm[] } => {
    const known = scopes.get(claim) ?? { persons: [], misses: [] };
    scopes.set(claim, known);
    return known;
  };
  for (const allowance of amounts.persons) of(allowance.by).persons.push(termOf(allowance));
  for (const allowance of amounts.misses) of(allowance.by).misses.push(termOf(allowance));
  if (ofAccount.length > 0) of('ACCOUNT').persons.push(...ofAccount);
  return [...scopes].flatMap(([claim, terms]) => {
    const value = claims[claim];
    return value === undefined ? [] : [{ claim, value, ...terms }];
  });
}

function termOf({ of, share, floor, cap, per, shadow }: Allowance): AllowanceTerm {
  return Object.freeze({ seconds: secondsOf(per), of, share, floor, cap, shadow });
}

/** A month is 31 days: a trailing window is never shorter than what it is called. */
export function secondsOf({ months, days, seconds }: Duration): number {
  return (months * 31 + days) * daySeconds + seconds;
}
