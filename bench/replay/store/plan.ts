/** Who is linked to whom in a replay's store. No person is in training at two organisations: what one reaches, no other does. */
import { addMonths, dateOf, dayOf } from '../../../src/demo/world/days.js';
import { mix32 } from '../../../src/demo/world/mix32.js';
import { Dice } from '../../../src/kernel/dice.js';
import type { Era } from '../../../src/demo/world/person.js';
import { rowId } from '../../../src/demo/world/rowId.js';
import type { Sizes } from './sizes.js';

/** The first day of the simulated month, a Tuesday; links are made relative to it. */
export const firstDate = '2026-09-01';
export const firstDay = dayOf(firstDate);

export interface StorePlan {
  readonly sizes: Sizes;
  readonly era: Era;
  /** First trainee's slot of each organisation, and the end. */
  readonly firstSlot: readonly number[];
  readonly firstSession: readonly number[];
}

const sessionPlaces = 25;

export function planStore(sizes: Sizes, seed: number): StorePlan {
  return {
    sizes,
    era: { seed, firstIdentifier: 1_000_000, year: 2026 },
    firstSlot: starts(sizes.organisations),
    firstSession: starts(sizes.organisations.map((size) => Math.ceil(size / sessionPlaces))),
  };
}

export interface TrainingPlace {
  readonly rank: number;
  readonly session: number;
  /** Days since 1970; undefined: it goes on. */
  readonly endedOn: number | undefined;
}

/** Eight trainees in a hundred left within three months and fewer before that: their organisation's window ends in the month or has ended. */
export function trainingPlaceOf(plan: StorePlan, person: number): TrainingPlace | undefined {
  const slot = shuffled(plan, person, 122_949_829);
  if (slot >= (plan.firstSlot.at(-1) ?? 0)) return undefined;
  const rank = groupOf(plan.firstSlot, slot);
  const within = slot - (plan.firstSlot[rank] ?? 0);
  const dice = new Dice(mix32(person, plan.era.seed + 11));
  const fate = (plan.sizes.organisations[rank] ?? 0) < 10 ? 1 : dice.next();
  const endedOn =
    fate < 0.08 ? firstDay - dice.between(5, 88) : fate < 0.12 ? firstDay - dice.between(150, 300) : undefined;
  return { rank, session: (plan.firstSession[rank] ?? 0) + Math.floor(within / sessionPlaces), endedOn };
}

/** The number of the adviser, or of the youth unit. */
export type Counsel = { readonly adviser: number } | { readonly unit: number };

export function counselOf(plan: StorePlan, person: number): Counsel {
  const place = shuffled(plan, person, 86_028_121);
  if (place % 10 === 9) return { unit: Math.floor(place / 10) % plan.sizes.youthUnits };
  return { adviser: Math.floor(place / Math.ceil((plan.sizes.portfolio * 10) / 9)) };
}

/** The employer to whom the person applied. */
export function employerOf({ sizes }: StorePlan, person: number): number | undefined {
  const place = (person * 7919) % sizes.people;
  const employer = Math.floor(place / sizes.applications);
  return employer < sizes.employers ? employer : undefined;
}

/** A day that many months before the month begins. */
export function monthsBefore(months: number): string {
  return dateOf(addMonths(firstDay, -months));
}

const capital = { training: 1_000_000, employer: 2_000_000, funder: 3_000_000, service: 4_000_000 };

export const trainingId = (rank: number): string => rowId('organisation', capital.training + rank, 7);
export const employerId = (number: number): string => rowId('organisation', capital.employer + number, 7);
export const funderId = (): string => rowId('organisation', capital.funder, 7);
export const employmentServiceId = (): string => rowId('organisation', capital.service, 7);
export const youthServiceId = (): string => rowId('organisation', capital.service + 1, 7);
export const youthUnitId = (number: number): string => rowId('establishment', capital.service + number, 7);
export const sessionId = (index: number): string => rowId('session', index, 7);
export const adviserAccount = (number: number): string => `adviser-${String(number).padStart(5, '0')}`;

function shuffled({ sizes: { people } }: StorePlan, index: number, factor: number): number {
  // Below 2^53, and a permutation wherever the factor, a prime, does not divide the number of people.
  return (index * factor + 1009) % people;
}

function groupOf(first: readonly number[], slot: number): number {
  let low = 0;
  let high = first.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((first[middle] ?? 0) <= slot) low = middle;
    else high = middle - 1;
  }
  return low;
}

function starts(sizes: readonly number[]): readonly number[] {
  const first = [0];
  for (const size of sizes) first.push((first.at(-1) ?? 0) + size);
  return first;
}
