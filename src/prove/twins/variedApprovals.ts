/** Approvals that open nothing to anybody who asks, changed: every other one was never given, the others are taken back. */
import type { CallerReading } from '../reading/callerReading.js';
import type { HeldApproval, HeldWorld } from '../reading/heldWorld.js';

const hourMilliseconds = 3_600_000;

export function variedApprovals(
  approvals: readonly HeldApproval[],
  { rows }: HeldWorld,
  readings: readonly CallerReading[],
): readonly HeldApproval[] {
  const persons = new Set([...rows.values()].flat().map(({ id }) => id));
  return approvals
    .filter(({ person }) => persons.has(person))
    .flatMap((approval, index): readonly HeldApproval[] => {
      if (readings.some((reading) => reading.isLiving(approval))) return [approval];
      if (index % 2 === 0) return [];
      const endsAt = new Date(Date.parse(approval.givenAt) + hourMilliseconds).toISOString();
      return [{ ...approval, endsAt, withdrawnAt: approval.givenAt }];
    });
}
