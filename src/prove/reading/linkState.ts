/** Where one link stands at one instant, and so whether it opens what a grant gives through it. */
import { hasStarted, isOver } from './days.js';
import type { When } from './days.js';
import type { Way } from './granted.js';

export const linkStates = [
  'NEVER',
  'NOT_YET',
  'ACTIVE',
  'ENDED_INSIDE',
  'ENDED_PAST',
  'PAST_LONGEST',
  'CLOSED',
] as const;

export type LinkState = (typeof linkStates)[number];

/** A row of what a reach goes through: values as PostgreSQL writes them in JSON. */
export type LinkRow = Readonly<Record<string, unknown>>;

/** Of a link that is there; NEVER is for who has none. */
export function linkState(link: LinkRow, { reach, within }: Pick<Way, 'reach' | 'within'>, when: When): LinkState {
  const starts = link[reach.starts];
  if (typeof starts !== 'string' || !hasStarted(starts, when)) return 'NOT_YET';
  const isClosed = reach.closes.some((column) => {
    const closed = link[column];
    return typeof closed === 'string' && hasStarted(closed, when);
  });
  if (isClosed) return 'CLOSED';
  const ends = reach.ends === undefined ? undefined : link[reach.ends];
  const hasEnd = typeof ends === 'string';
  const { longest } = reach;
  const isPastEnd = hasEnd && isOver(ends, [within], when);
  const isPastLongest = longest !== undefined && isOver(starts, [longest, within], when);
  if (isPastLongest) return 'PAST_LONGEST';
  if (isPastEnd) return 'ENDED_PAST';
  const hasEnded = (hasEnd && isOver(ends, [], when)) || (longest !== undefined && isOver(starts, [longest], when));
  return hasEnded ? 'ENDED_INSIDE' : 'ACTIVE';
}

export function opens(state: LinkState): boolean {
  return state === 'ACTIVE' || state === 'ENDED_INSIDE';
}

/** The states in which a link of this way can stand at all, PT0S leaving no window to be inside of. */
export function possibleStates({ reach, within }: Pick<Way, 'reach' | 'within'>): readonly LinkState[] {
  const hasWindow = within.months + within.days + within.seconds > 0;
  const canEnd = reach.ends !== undefined || reach.longest !== undefined;
  return linkStates.filter((state) => {
    switch (state) {
      case 'NEVER':
      case 'NOT_YET':
      case 'ACTIVE':
        return true;
      case 'ENDED_INSIDE':
        return hasWindow && canEnd;
      case 'ENDED_PAST':
        return reach.ends !== undefined;
      case 'PAST_LONGEST':
        return reach.longest !== undefined;
      case 'CLOSED':
        return reach.closes.length > 0;
    }
  });
}
