/** Whether two worlds are one to everybody who will ask: what makes two stores twins. By the reading, not by the engine. */
import type { CallerReading, Shown } from '../reading/callerReading.js';
import type { Granted } from '../reading/granted.js';
import type { HeldRow } from '../reading/heldWorld.js';

export function areSame(one: CallerReading, other: CallerReading): boolean {
  return [...one.policy.types.keys()].every((type) => {
    const [rows, others] = [one.visibleRows(type), other.visibleRows(type)];
    return rows.length === others.length && rows.every((row, index) => isSameRow(one, other, [row, others[index]]));
  });
}

function isSameRow(
  one: CallerReading,
  other: CallerReading,
  [row, twin]: readonly [HeldRow, HeldRow | undefined],
): boolean {
  if (twin === undefined || row.id !== twin.id) return false;
  return one.granted(row.type).every((granted) => {
    if (one.isOpen(row, granted) !== other.isOpen(twin, granted)) return false;
    if (granted.field.kind === 'value') return textOf(one.shown(row, granted)) === textOf(other.shown(twin, granted));
    return idsBelow(one, row, granted) === idsBelow(other, twin, granted);
  });
}

function textOf(shown: Shown): string {
  return JSON.stringify(shown);
}

function idsBelow(reading: CallerReading, row: HeldRow, granted: Granted): string {
  if (!reading.isOpen(row, granted)) return '';
  if (granted.field.kind === 'relation') return reading.related(row, granted)?.id ?? '';
  return reading
    .listed(row, granted)
    .map(({ id }) => id)
    .join();
}
