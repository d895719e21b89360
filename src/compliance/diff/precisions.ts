/** The ladder of rungs as an order: which rung can be made of which other. */
import type { Precision } from '../../kernel/precision.js';

/** What each rung tells beside itself. Of two that are not named here, neither can be made of the other. */
const coarser: Readonly<Partial<Record<Precision, readonly Precision[]>>> = {
  YEAR: ['AGE_BAND'],
};

/** Whether who knows a value at `fine` knows it at `coarse` too: EXACT tells all, and every rung that there is a value. */
export function tells(fine: Precision, coarse: Precision): boolean {
  if (fine === coarse || fine === 'EXACT' || coarse === 'PRESENCE') return true;
  return coarser[fine]?.includes(coarse) ?? false;
}
