/** How far an account has walked over persons in the order of their keys, page after page, up or down. */
import type { WatchedEntry } from './watchedEntry.js';

export interface Walk {
  /** Of the persons of the run, and of its last page. */
  readonly min: string;
  readonly max: string;
  readonly direction: 'UP' | 'DOWN' | undefined;
  readonly pages: number;
  readonly persons: number;
  /** Persons of the run who were new to the account. */
  readonly fresh: number;
  readonly startedAt: number;
  readonly lastAt: number;
}

export const noWalk: Walk = Object.freeze({
  min: '',
  max: '',
  direction: undefined,
  pages: 0,
  persons: 0,
  fresh: 0,
  startedAt: 0,
  lastAt: 0,
});

/** Fewer than these are no page: a look at one person between two pages neither continues a run nor breaks it. */
const pageAtLeast = 5;
/** After which a run is over. */
const idleMs = 6 * 3_600_000;

export function walked(walk: Walk, { persons, at, isNaming }: WatchedEntry, fresh: number): Walk {
  if (!isNaming || persons.length < pageAtLeast) return walk;
  const { min, max } = span(persons);
  const isUp = walk.pages > 0 && min > walk.max && walk.direction !== 'DOWN';
  const isDown = walk.pages > 0 && max < walk.min && walk.direction !== 'UP';
  if ((isUp || isDown) && at - walk.lastAt < idleMs)
    return {
      min: isUp ? walk.min : min,
      max: isUp ? max : walk.max,
      direction: isUp ? 'UP' : 'DOWN',
      pages: walk.pages + 1,
      persons: walk.persons + persons.length,
      fresh: walk.fresh + fresh,
      startedAt: walk.startedAt,
      lastAt: at,
    };
  return { min, max, direction: undefined, pages: 1, persons: persons.length, fresh, startedAt: at, lastAt: at };
}

function span(persons: readonly string[]): { readonly min: string; readonly max: string } {
  let [min = '', max = ''] = [persons[0], persons[0]];
  for (const person of persons) {
    if (person < min) min = person;
    if (person > max) max = person;
  }
  return { min, max };
}

/**
 * How many persons stand before the run in the list that it walks, and how many behind, by how close its own stand: keys are
 * random. Close to 0 where a run starts at the list's beginning.
 */
export function skippedBeside({ min, max, persons }: Walk): { readonly before: number; readonly behind: number } {
  const [from, to] = [placeOf(min), placeOf(max)];
  const density = persons / Math.max(to - from, 1e-9);
  return { before: from * density, behind: (1 - to) * density };
}

/** Of a UUID among all, from 0 to 1. */
function placeOf(uuid: string): number {
  return Number.parseInt(uuid.slice(0, 8), 16) / 0x1_00_00_00_00;
}
