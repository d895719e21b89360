/**
 * What each level sets off, in one table. They act on the accounts of the alarm and on nobody else: never on an organisation,
 * never on the portal.
 */
import type { Level } from './detectors/detector.js';
import type { Alarm } from './observe.js';

/** The webhook is told; answers are delayed; older sessions authenticate again; reads are refused; everything is. */
export type Reaction = 'NOTIFY' | 'SLOW' | 'STEP_UP' | 'STOP_READS' | 'STOP';

const table: Readonly<Record<Level, readonly Reaction[]>> = Object.freeze({
  1: ['NOTIFY'],
  2: ['NOTIFY', 'SLOW'],
  3: ['NOTIFY', 'SLOW', 'STEP_UP'],
  4: ['NOTIFY', 'STOP_READS'],
  5: ['NOTIFY', 'STOP'],
});

/** Between two answers of an account that is slowed. */
export const slowedMilliseconds = 3_000;
/** For how long it is. */
export const slowedForMs = 3_600_000;

/** A machine has nobody who could authenticate again: its reads are stopped. */
export function reactionsOf({ level, isMachine }: Pick<Alarm, 'level' | 'isMachine'>): readonly Reaction[] {
  if (!isMachine) return table[level];
  return table[level].map((reaction) => (reaction === 'STEP_UP' ? 'STOP_READS' : reaction));
}
