/** A year of honest work (every scenario of the other half of the threat model), as the entries that a ledger would hold. */
import type { WatchedEntry } from '../../src/watch/watchedEntry.js';
import type { Worker } from './advisers.js';
import { adviserOf } from './advisers.js';
import { chanceOf } from './chance.js';
import { addressOf, firstDay } from './desk.js';
import type { Day } from './desk.js';
import { employerOf, funderOf, unitOf } from './others.js';
import type { Organisation } from './trainers.js';
import { absorbs, organisationOf, organisationWorker } from './trainers.js';

export interface YearOptions {
  readonly seed: number;
  /** 1: some 500 accounts. */
  readonly scale: number;
  readonly days: number;
}

/** Persons of each organisation: the smallest has one, who trains its administrator's only trainee. */
const organisationSizes = [
  1, 3, 8, 20, 30, 45, 60, 80, 100, 130, 160, 200, 250, 320, 400, 500, 700, 900, 1_200, 1_600, 2_200, 3_000, 5_000,
  10_000,
] as const;

/** A policy is deployed at noon. */
const policyDay = firstDay + 140;
/** Front ends show a field in their lists that they showed in their details, and one that none of them showed. */
const listReleaseDay = firstDay + 200;
const fieldReleaseDay = firstDay + 260;
const absorptionDay = firstDay + 120;

export interface Year {
  /** Entries of each day, in their order. */
  readonly days: Iterable<readonly WatchedEntry[]>;
  readonly organisations: readonly Organisation[];
}

export function honestYear({ seed, scale, days }: YearOptions): Year {
  const chance = chanceOf(seed);
  const many = (count: number): readonly number[] =>
    Array.from({ length: Math.ceil(count * scale) }, (_, index) => index);
  const agencies = many(12).map(() => addressOf(chance));
  const sizes = organisationSizes.filter((size, index) => scale >= 1 || (index % 2 === 1 && size <= 3_000));
  const organisations = sizes.map((size) => organisationOf(chance, `org-${String(size)}`, size));
  const workers: readonly Worker[] = [
    ...many(200).map((index) =>
      adviserOf(chance, `adviser-${String(index)}`, chance.one(agencies), {
        role: 'ADVISER',
        dailyBound: 800,
        portfolio: 350,
        page: 50,
        from: index % 20 === 0 ? firstDay + chance.between(10, 340) : 0,
      }),
    ),
    ...many(25).map((index) =>
      adviserOf(chance, `disability-${String(index)}`, chance.one(agencies), {
        role: 'DISABILITY',
        dailyBound: 300,
        portfolio: 90,
        page: 50,
        from: 0,
      }),
    ),
    ...many(3).flatMap((index) => unitOf(chance, `unit-${String(index)}`, 2_000)),
    ...many(60).map((index) => employerOf(chance, `employer-${String(index)}`)),
    ...many(6).map((index) => funderOf(chance, `funder-${String(index)}`)),
    ...organisations.map((organisation, index) => organisationWorker(organisation, sizes[index] ?? 1)),
  ];
  return { days: daysOf({ seed, workers, organisations, days }), organisations };
}

interface Working {
  readonly seed: number;
  readonly workers: readonly Worker[];
  readonly organisations: readonly Organisation[];
  readonly days: number;
}

function* daysOf({ seed, workers, organisations, days }: Working): Generator<readonly WatchedEntry[]> {
  const chance = chanceOf(seed + 1);
  let id = 0;
  for (let day = firstDay; day < firstDay + days; day++) {
    const entries: Omit<WatchedEntry, 'id'>[] = [];
    const record: Day['record'] = (entry) => entries.push(released(entry, day));
    if (day === absorptionDay) absorbLargest(organisations, day);
    for (const { work } of workers) work({ day, chance, policy: day >= policyDay ? 'policy-2' : 'policy-1', record });
    yield entries.toSorted((one, other) => one.at - other.at).map((entry) => Object.assign(entry, { id: (id += 1) }));
  }
}

function absorbLargest(organisations: readonly Organisation[], day: number): void {
  const [absorbed, survivor] = [organisations.at(-3), organisations.at(-2)];
  if (absorbed !== undefined && survivor !== undefined) absorbs(survivor, absorbed, day);
}

/** Front ends ask for more from the day of a release on. */
function released(entry: Omit<WatchedEntry, 'id'>, day: number): Omit<WatchedEntry, 'id'> {
  if (!entry.isNaming || entry.isMachine || day < policyDay) return entry;
  const more = [
    'Person.language',
    ...(day >= listReleaseDay ? ['Person.phone'] : []),
    ...(day >= fieldReleaseDay ? ['Person.preference'] : []),
  ];
  return { ...entry, coordinates: [...new Set([...entry.coordinates, ...more])] };
}
