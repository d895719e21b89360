/**
 * The plan of a generated store: how many of everything for so many people, and which row belongs to which, all by
 * arithmetic on indexes. It holds a few numbers an organisation and nothing a person, so that memory stays flat.
 */
import { castOrganisation, castUnit } from '../cast.js';
import { dayOf } from './days.js';
import type { Era } from './person.js';
import { rowId } from './rowId.js';
import { trainingSizes } from './trainingSizes.js';

export interface WorldOptions {
  readonly people: number;
  /** `2026-01-31`: every date of the store is relative to it. */
  readonly today: string;
  readonly seed?: number;
  /** Without the organisations of the demo's accounts, for a store that has them: the demo's own. */
  readonly besideDemo?: boolean;
}

export interface WorldPlan {
  readonly people: number;
  readonly today: number;
  readonly era: Era;
  /** People with a referral to a session. */
  readonly trainees: number;
  readonly organisations: number;
  readonly sessions: number;
  readonly agencies: number;
  readonly youthUnits: number;
  readonly employers: number;
  readonly funders: number;
  /** First slot of each organisation's trainees, and the end. */
  readonly firstSlot: Uint32Array;
  readonly firstSession: Uint32Array;
  readonly firstTraining: Uint32Array;
  readonly firstEstablishment: Uint32Array;
}

export const sessionPlaces = 15;
const defaultSeed = 20_250_712;
/** The demo's own store takes the identifiers before it, so that a generated one fits beside it. */
const firstIdentifier = 1_000_000;
const traineeShare = 0.25;
const caseload = 250;

export function planWorld(options: WorldOptions): WorldPlan {
  const { people, today, seed = defaultSeed } = options;
  const trainees = Math.floor(people * traineeShare);
  const sizes = trainingSizes(trainees);
  const firstSession = starts(sizes.map((size) => Math.ceil(size / sessionPlaces)));
  return {
    people,
    today: dayOf(today),
    era: { seed, firstIdentifier, year: Number(today.slice(0, 4)) },
    trainees,
    organisations: sizes.length,
    sessions: firstSession.at(-1) ?? 0,
    agencies: Math.ceil(people / 3000),
    youthUnits: Math.ceil(people / 8000),
    employers: Math.ceil(people / 200),
    funders: 13,
    firstSlot: starts(sizes),
    firstSession,
    firstTraining: starts(sizes.map((size) => 1 + Math.floor(size / 60))),
    firstEstablishment: starts(sizes.map((size) => 1 + Math.floor(size / 200))),
  };
}

/** A permutation of the people: neighbours in the file are strangers in the store. */
export function shuffled(plan: WorldPlan, index: number, purpose: 'training' | 'counselling'): number {
  return (index * (purpose === 'training' ? 122_949_829 : 86_028_121) + 1009) % plan.people;
}

/** Position of the group that `slot` falls into: `first` holds where each group starts, and the end. */
export function groupOf(first: Uint32Array, slot: number): number {
  let low = 0;
  let high = first.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((first[middle] ?? 0) <= slot) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The two largest are those of the demo's accounts, so that these find their trainees in any store. */
export function trainingOrganisationId(plan: WorldPlan, rank: number): string {
  if (rank === 0) return castOrganisation('nord');
  if (rank === 1) return castOrganisation('isere');
  return rowId('organisation', 1_000_000 + rank, plan.era.seed);
}

export function employerId(plan: WorldPlan, rank: number): string {
  return rank === 0 ? castOrganisation('employer') : rowId('organisation', 2_000_000 + rank, plan.era.seed);
}

export function funderId(plan: WorldPlan, rank: number): string {
  return rank === 0 ? castOrganisation('region') : rowId('organisation', 3_000_000 + rank, plan.era.seed);
}

export function agencyId(plan: WorldPlan, rank: number): string {
  return rank === 0 ? castUnit('employment') : rowId('establishment', 1_000_000 + rank, plan.era.seed);
}

export function youthUnitId(plan: WorldPlan, rank: number): string {
  return rank === 0 ? castUnit('missionLocale') : rowId('establishment', 2_000_000 + rank, plan.era.seed);
}

export function establishmentId(plan: WorldPlan, index: number): string {
  return rowId('establishment', 3_000_000 + index, plan.era.seed);
}

/** Adviser of the person at `place` of the counselling order; the first one is the demo's own. */
export function adviserOf(place: number): { readonly account: string; readonly rank: number } {
  const rank = Math.floor(place / caseload);
  return { account: rank === 0 ? 'conseiller-grenoble' : `conseiller-${String(rank).padStart(5, '0')}`, rank };
}

function starts(sizes: readonly number[]): Uint32Array {
  const first = new Uint32Array(sizes.length + 1);
  sizes.forEach((size, index) => {
    first[index + 1] = (first[index] ?? 0) + size;
  });
  return first;
}
