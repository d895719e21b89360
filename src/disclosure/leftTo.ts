import { periodText } from '../budget/exhausted.js';
import type { Caller } from '../kernel/caller.js';
import type { CorridorRooms } from './disclosureContext.js';
import { readingOf } from './disclosureContext.js';

/** One allowance of the caller, in the words of its contract (`CallerBudget`). */
export interface LeftToCaller {
  readonly root: string | null;
  readonly counts: 'PERSONS' | 'MISSES';
  readonly by: string;
  /** ISO 8601. */
  readonly per: string;
  readonly bound: number;
  readonly used: number;
  readonly left: number;
  readonly opensAt: Date | null;
  readonly isShadow: boolean;
}

/** What is left to a caller of each of its budgets. Rejects with Failure STORE_UNAVAILABLE. */
export async function leftTo(rooms: CorridorRooms, caller: Caller): Promise<readonly LeftToCaller[]> {
  const reading = readingOf(rooms, caller, rooms.clock.now());
  const rows = await rooms.budget.left(caller, reading);
  return rows.map(({ root, kind, claim, seconds, bound, used, opens, shadow }) => ({
    root: root ?? null,
    counts: kind,
    by: claim,
    per: periodText(seconds),
    bound: bound ?? 0,
    used,
    left: Math.max(0, (bound ?? 0) - used),
    opensAt: opens === null ? null : new Date(opens * 1000),
    isShadow: shadow,
  }));
}
