/**
 * Days on which something changes: the last on which a link has started, has not ended, is still within a window, and the
 * ones beside them. Only a choice of what to try: what follows from each day is the reading's to say.
 */
import { dayNumber, earliestDayReaching, isoDate } from '../../kernel/calendar.js';
import type { Duration } from '../../kernel/duration.js';
import type { CompiledPolicy, Reach } from '../../policy/compiled.js';
import { dayIn } from '../reading/days.js';
import type { When } from '../reading/days.js';
import { isOfStore } from './isOfStore.js';

/** Values of the columns of a link: null is none. */
export type LinkDates = Readonly<Record<string, string | null>>;

export class LinkDays {
  /** The day that it is where days begin last, and where they begin first. */
  readonly #earliest: number;
  readonly #latest: number;
  readonly #windows: ReadonlyMap<string, readonly Duration[]>;
  readonly #reaches: readonly Reach[];

  constructor(policy: CompiledPolicy, { now, zones }: When) {
    const days = zones.map((zone) => dayNumber(dayIn(zone, now))).toSorted((one, other) => one - other);
    this.#earliest = days[0] ?? 0;
    this.#latest = days.at(-1) ?? 0;
    this.#windows = windowsByReach(policy);
    this.#reaches = [...policy.roles.values()].flatMap(({ reaches }) => [...reaches.values()].flat()).filter(isOfStore);
  }

  /** Dates of links through `reach`, one in each state that a window or a boundary makes. */
  ofReach(reach: Reach): readonly LinkDates[] {
    const { starts, ends, longest, closes } = reach;
    const windows = this.#windows.get(reach.id) ?? [];
    const open = {
      ...(ends === undefined ? {} : { [ends]: null }),
      ...Object.fromEntries(closes.map((each) => [each, null])),
    };
    const started = (day: number): LinkDates => ({ ...open, [starts]: isoDate(day) });
    const before = this.#earliest - 40;
    const links: LinkDates[] = [this.#latest + 1, this.#latest + 40, this.#latest, before].map(started);
    if (ends !== undefined) {
      for (const day of this.#endings(windows)) links.push({ ...started(day - 25), [ends]: isoDate(day) });
    }
    for (const last of this.#lastStarts(longest, windows)) links.push(started(last), started(last - 1));
    for (const close of closes) {
      links.push(
        { ...started(before), [close]: isoDate(this.#latest) },
        { ...started(before), [close]: isoDate(this.#latest + 1) },
      );
    }
    return links;
  }

  /** Any of the days on which something may change for any reach, and some between. */
  grid(): readonly string[] {
    const windows = [...this.#windows.values()].flat();
    const long = this.#reaches.flatMap(({ id, longest }) => this.#lastStarts(longest, this.#windows.get(id) ?? []));
    const near = [-400, -90, -45, -20, -7, -2, 1, 15].map((offset) => this.#latest + offset);
    const old = [...new Set(long)].flatMap((day) => [day - 1, day, day - 60]);
    return [...new Set([...this.#endings(windows), this.#latest, ...near]), ...old, ...old].map(isoDate);
  }

  /** Days on which the last links began that `longest` has not ended yet, or that a window still keeps. */
  #lastStarts(longest: Duration | undefined, windows: readonly Duration[]): readonly number[] {
    if (longest === undefined) return [];
    return [[longest], ...windows.map((window) => [longest, window])].map((after) =>
      earliestDayReaching(this.#earliest, after),
    );
  }

  #endings(windows: readonly Duration[]): readonly number[] {
    const last = windows.map((window) => earliestDayReaching(this.#earliest, [window]));
    return [this.#latest + 20, this.#earliest, this.#earliest - 1, ...last.flatMap((day) => [day, day - 1, day - 30])];
  }
}

/** By id of the reach, the windows of all that is granted through it. */
function windowsByReach(policy: CompiledPolicy): ReadonlyMap<string, readonly Duration[]> {
  const windows = new Map<string, Map<string, Duration>>();
  const types = [...policy.roles.values()].flatMap((role) => [...role.types.values()]);
  const gates = types.flatMap(({ fields }) => [...fields.values()].flatMap((field) => [...field.gates.values()]));
  for (const { reach, within } of gates.flatMap((gate) => (gate.kind === 'open' ? [] : gate.terms))) {
    windows.set(reach.id, (windows.get(reach.id) ?? new Map<string, Duration>()).set(within.text, within));
  }
  return new Map([...windows].map(([id, each]) => [id, [...each.values()]]));
}
