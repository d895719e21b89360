/** What an amount of a budget may say: a role's, or the own one of a field. */
import { parseDuration } from '../kernel/duration.js';
import type { AllowanceArguments } from './read/directives.js';

export const amount = 'an amount that is no amount';
export const either = 'Write `of` (0 or more), or `share` with `floor` and `cap`, the floor no higher.';

export const measure = 'Write `per` from PT1M to P400D.';

/** A window has sixty buckets of a second at least, and its persons are kept for as long as it lasts. */
export function isOutOfMeasure({ per }: AllowanceArguments): boolean {
  const duration = parseDuration(per);
  if (duration === undefined) return false;
  const seconds = (duration.months * 31 + duration.days) * 86_400 + duration.seconds;
  return seconds < 60 || seconds > 400 * 86_400;
}

export function isSenseless({ of, share, floor, cap }: AllowanceArguments): boolean {
  if (of !== undefined) return of < 0 || share !== undefined || floor !== undefined || cap !== undefined;
  return share === undefined || share <= 0 || floor === undefined || cap === undefined || floor < 0 || floor > cap;
}
