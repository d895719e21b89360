/** Who asks in a replay: the accounts of the store's organisations, some of which are stolen, and their entries in the register. */
import type { RegisterEntries } from '../../src/register/entries.js';
import {
  adviserAccount,
  employerId,
  employmentServiceId,
  funderId,
  trainingId,
  youthServiceId,
  youthUnitId,
} from './store/plan.js';
import type { Sizes } from './store/sizes.js';

export interface Account {
  readonly id: string;
  readonly kind: 'PERSON' | 'MACHINE';
  readonly role: string;
  readonly purpose: string;
  readonly organisation: string;
  readonly unit?: string;
  /** The client's address, as the proxy passes it on that ends TLS. */
  readonly address: string;
}

/** Whose ids an organisation's are. */
export function idScope(organisation: string): string {
  return `organisation ${organisation}`;
}

/** `client_id` of whom no software of its own asks for. */
export const application = 'partner-portal';

export function trainer(rank: number, number = 1): Account {
  return {
    id: `trainer-${String(rank)}-${String(number)}`,
    kind: 'PERSON',
    role: 'TRAINING_ORGANISATION',
    purpose: 'TRAINING_FOLLOW_UP',
    organisation: trainingId(rank),
    address: `10.${String(rank)}.0.1`,
  };
}

/** An organisation's software, with a certificate of its own. */
export function machine(rank: number): Account {
  return { ...trainer(rank), id: `software-${String(rank)}`, kind: 'MACHINE', address: `10.${String(rank)}.9.9` };
}

export function recruiter(employer: number, number = 1): Account {
  return {
    id: `recruiter-${String(employer)}-${String(number)}`,
    kind: 'PERSON',
    role: 'EMPLOYER',
    purpose: 'RECRUITMENT',
    organisation: employerId(employer),
    address: `172.16.${String(employer)}.${String(number)}`,
  };
}

export function youthCounsellor(unit: number, number = 1): Account {
  return {
    id: `youth-${String(unit)}-${String(number)}`,
    kind: 'PERSON',
    role: 'MISSION_LOCALE_ADVISER',
    purpose: 'COUNSELLING',
    organisation: youthServiceId(),
    unit: youthUnitId(unit),
    address: `172.17.${String(unit)}.1`,
  };
}

export function adviser(number: number): Account {
  return {
    id: adviserAccount(number),
    kind: 'PERSON',
    role: 'ADVISER',
    purpose: 'COUNSELLING',
    organisation: employmentServiceId(),
    address: `172.18.${String(number % 200)}.1`,
  };
}

export function funder(): Account {
  return {
    id: 'region-1',
    kind: 'PERSON',
    role: 'FUNDER',
    purpose: 'FUNDING_CONTROL',
    organisation: funderId(),
    address: '172.19.0.1',
  };
}

/** As the demo's organisations are sized: forty for the staff of one address, twelve for a cohort. */
export const staffRank = 6;
export const cohortRank = 3;
export const machineRanks: readonly number[] = [0, 2, cohortRank, 9, 19, 20];
const advisersRegistered = 40;

export function registerEntries(sizes: Sizes): RegisterEntries {
  const ranks = [...sizes.organisations.keys()];
  const accounts = [
    ...ranks.flatMap((rank) => Array.from({ length: trainersOf(rank) }, (_, index) => trainer(rank, index + 1))),
    ...Array.from({ length: sizes.employers }, (_, employer) =>
      [1, 2, 3, 4, 5, 6].map((n) => recruiter(employer, n)),
    ).flat(),
    ...Array.from({ length: sizes.youthUnits }, (_, unit) => [1, 2].map((n) => youthCounsellor(unit, n))).flat(),
    ...Array.from({ length: advisersRegistered }, (_, number) => adviser(number)),
    funder(),
  ];
  const machines = machineRanks.map((rank) => machine(rank));
  const organisations = [...new Set([...accounts, ...machines].map(({ organisation }) => organisation))];
  return {
    organisations: organisations.map((id) => ({ id, name: 'Organisation (exemple)' })),
    units: Array.from({ length: sizes.youthUnits }, (_, unit) => ({
      id: youthUnitId(unit),
      organisation: youthServiceId(),
    })),
    applications: [{ id: application }, ...machines.map(({ id, organisation }) => ({ id, organisation }))],
    accounts: [
      ...accounts.map(({ id, organisation, unit }) => ({ id, kind: 'PERSON' as const, organisation, unit })),
      ...machines.map(({ id, organisation }) => ({ id, kind: 'MACHINE' as const, organisation, application: id })),
    ],
  };
}

function trainersOf(rank: number): number {
  if (rank === staffRank) return 40;
  return rank === cohortRank ? 12 : 2;
}
