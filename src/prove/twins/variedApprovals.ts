/** Approvals that open nothing to anybody who asks, changed: one that was taken back was never given, and the other way about. */
import type { CallerReading } from '../reading/callerReading.js';
import type { HeldApproval, HeldWorld } from '../reading/heldWorld.js';

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
      return index % 2 === 0
        ? []
        : [{ ...approval, endsAt: approval.givenAt.replace(/^(\d{4})/, nextYear), withdrawnAt: approval.givenAt }];
    });
}

function nextYear(year: string): string {
  return String(Number(year) + 1);
}
