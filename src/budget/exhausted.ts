/** The refusal of who has no persons, or no misses, left: with when it opens again, and no part of the page. */
import type { ClaimName } from '../kernel/caller.js';
import type { Exhaustion } from '../kernel/spending.js';
import { refuse } from '../kernel/refusal.js';
import type { Refused } from '../kernel/refusal.js';

const whose: Readonly<Record<ClaimName, string>> = {
  ACCOUNT: 'The account',
  UNIT: 'The unit',
  ORGANISATION: 'The organisation',
  SUBJECT: 'The person',
};

export function exhausted({ kind, claim, seconds, bound, used, needed, opens }: Exhaustion): Refused {
  const per = periodText(seconds);
  const left = Math.max(0, bound - used);
  const opensAt = opens === null ? null : new Date(opens * 1000).toISOString();
  const extensions = { by: claim, per, bound, left, needed, opensAt };
  if (kind === 'MISSES') {
    const message = `${whose[claim]} has searched too often for whom it does not reach: ${String(bound)} misses in ${per}.${when(opensAt)}`;
    return refuse('MISSES_EXHAUSTED', message, extensions);
  }
  const message = `${whose[claim]} may learn of ${String(bound)} persons in ${per}; this operation would show ${String(needed)} more and ${String(left)} are left.${when(opensAt)} Whom it has read in that time it may read again.`;
  return refuse('BUDGET_EXHAUSTED', message, extensions);
}

function when(opensAt: string | null): string {
  return opensAt === null ? ' It never opens for so many at once: ask for fewer.' : ` It opens again at ${opensAt}.`;
}

/** ISO 8601. */
export function periodText(seconds: number): string {
  return seconds % 86_400 === 0 ? `P${String(seconds / 86_400)}D` : `PT${String(seconds)}S`;
}
