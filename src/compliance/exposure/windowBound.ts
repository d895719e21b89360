/**
 * How many persons trailing windows let through within a stretch of time, whatever is tried.
 *
 * Let B be the most that the allowance admits at any instant of the stretch, and U the persons that stand in its window when the
 * stretch begins. A person who is served stands in the window for L = 60 buckets at least, and one who does not stand in it is
 * served only when the window then holds at most B. So within any L seconds: all who were served up to the last such admission
 * stand in the window at that instant, which are at most B; who is served after it stands in the window already. Without an
 * admission only the U are served. Hence at most max(U, B) in L seconds, and in a stretch of S seconds, which is made of
 * ceil(S / L) pieces, at most ceil(S / L) × max(U, B): no window ever holds more than max(U, B). Whom the window knows already and
 * who may be read again for nothing is among them. Of several allowances each bounds by itself: the least counts.
 */
import type { AllowanceTerm } from '../../kernel/spending.js';

/** An allowance as it stands when the stretch begins. */
export interface WindowState {
  readonly allowance: AllowanceTerm;
  /** Persons that stand in the window. */
  readonly used: number;
  /** The largest confirmed peak of the stretch; 0: none. */
  readonly peak: number;
  /** The caseload as it was counted last, if that count is still believed. */
  readonly counted: number;
}

/** `caseload`: the most persons that the scope's links reach at any instant of the stretch; undefined: it may grow without end. */
export function windowBound(states: readonly WindowState[], seconds: number, caseload: number | undefined): number {
  return Math.min(
    Infinity,
    ...states
      .filter(({ allowance }) => !allowance.shadow)
      .map((state) => {
        const pieces = Math.ceil(seconds / (60 * Math.ceil(state.allowance.seconds / 60)));
        return pieces * Math.max(state.used, state.peak, amountOf(state, caseload));
      }),
  );
}

/** As `cloison.budget_bound` has it. */
function amountOf({ allowance, counted }: WindowState, caseload: number | undefined): number {
  const { of, share = 0, floor = 0, cap = Infinity } = allowance;
  if (of !== undefined) return of;
  if (caseload === undefined) return cap;
  return Math.min(cap, Math.max(floor, ceilingOf(share, Math.max(caseload, counted))));
}

/** The share as the decimal that the policy wrote, as PostgreSQL multiplies it: binary 1.1 × 10 is more than 11. */
function ceilingOf(share: number, persons: number): number {
  const [whole = '0', decimals = ''] = share.toFixed(12).split('.');
  const scale = 10n ** BigInt(decimals.length);
  return Number((BigInt(whole + decimals) * BigInt(persons) + scale - 1n) / scale);
}
