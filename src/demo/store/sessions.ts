/** The sessions of the demo's three training organisations; days are counted from today. */
import { invariant } from '../../kernel/invariant.js';
import type { CastName } from '../cast.js';
import { castOrganisation, castSeed, castUnit } from '../cast.js';
import { dateOf } from '../world/days.js';
import { rowId } from '../world/rowId.js';
import type { DemoRow } from '../world/rows.js';
import { trainingSubjects } from '../world/trainingSubjects.js';

export type TrainingCast = Extract<CastName, 'isere' | 'nord' | 'drome'>;

export interface DemoSession {
  readonly id: string;
  readonly organisation: TrainingCast;
  readonly startsOn: number;
  readonly endsOn: number;
}

export interface DemoSessions {
  readonly isere: readonly DemoSession[];
  readonly nord: readonly DemoSession[];
  readonly drome: readonly DemoSession[];
}

const counts = { isere: 16, nord: 250, drome: 2 } as const;
const firstIndex = { isere: 0, nord: 100, drome: 50 } as const;
/** Of ten sessions eight are under way and two begin soon. */
const soon = 8;

/** Persons in a session. */
export const placesOfIsere = 15;
export const placesOfNord = 20;
/** The last two months, counted back from this one. */
export const monthsOfAttendance = [2, 1] as const;

const demoSessions: DemoSessions = {
  isere: sessionsOf('isere'),
  nord: sessionsOf('nord'),
  drome: sessionsOf('drome'),
};

/** The session at `position` of an organisation's. */
export function demoSession(organisation: TrainingCast, position: number): DemoSession {
  const session = demoSessions[organisation][position];
  invariant(session, 'the demo has that session');
  return session;
}

function sessionsOf(organisation: TrainingCast): readonly DemoSession[] {
  return Array.from({ length: counts[organisation] }, (_, position) => ({
    id: rowId('session', firstIndex[organisation] + position, castSeed),
    organisation,
    startsOn: position % 10 < soon ? -90 + (position % 10) * 8 : 14 + (position % 10),
    endsOn: 60 + (position % 10) * 6,
  }));
}

/** Trainings, then their sessions, then who pays for four of them and who delivers a part of a fifth. */
export function sessionRows(today: number): readonly DemoRow[] {
  const organisations = ['isere', 'nord', 'drome'] as const;
  const trainings = organisations.map((organisation, index) => ({
    __typename: 'Training',
    id: trainingId(organisation),
    organisation: castOrganisation(organisation),
    title: trainingSubjects[index * 5] ?? '',
    hours: 420,
  }));
  const sessions = organisations
    .flatMap((organisation) => demoSessions[organisation])
    .map((session) => ({
      __typename: 'Session',
      id: session.id,
      training: trainingId(session.organisation),
      organisation: castOrganisation(session.organisation),
      establishment: castUnit(session.organisation),
      startsOn: dateOf(today + session.startsOn),
      endsOn: dateOf(today + session.endsOn),
      places: 20,
    }));
  return [...trainings, ...sessions, ...contractRows(today)];
}

const fundedSessions = demoSessions.isere.slice(0, 4);
const subcontractedSessions = demoSessions.isere.slice(4, 5);

function contractRows(today: number): readonly DemoRow[] {
  const startsOn = dateOf(today - 150);
  const fundings = fundedSessions.map(({ id }, index) => ({
    __typename: 'Funding',
    id: rowId('funding', index, castSeed),
    session: id,
    funder: castOrganisation('region'),
    startsOn,
  }));
  const subcontracts = subcontractedSessions.map(({ id }, index) => ({
    __typename: 'Subcontract',
    id: rowId('subcontract', index, castSeed),
    session: id,
    subcontractor: castOrganisation('drome'),
    startsOn,
  }));
  return [...fundings, ...subcontracts];
}

function trainingId(organisation: TrainingCast): string {
  return rowId('training', ['isere', 'nord', 'drome'].indexOf(organisation), castSeed);
}
