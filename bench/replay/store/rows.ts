/** The rows of a replay's store in the importer's shape: what is about no person first, then the people. Lean: what is read, no more. */
import { dateOf } from '../../../src/demo/world/days.js';
import { mix32 } from '../../../src/demo/world/mix32.js';
import { Dice } from '../../../src/kernel/dice.js';
import { drawPerson } from '../../../src/demo/world/person.js';
import { rowId } from '../../../src/demo/world/rowId.js';
import type { RowObject } from '../../../src/demo/world/rows.js';
import { siretLike } from '../../../src/demo/world/siret.js';
import type { StorePlan } from './plan.js';
import {
  adviserAccount,
  counselOf,
  employerId,
  employerOf,
  employmentServiceId,
  firstDay,
  funderId,
  monthsBefore,
  sessionId,
  trainingId,
  trainingPlaceOf,
  youthServiceId,
  youthUnitId,
} from './plan.js';

/** The organisations whose sessions the funder pays for, and the one that delivers for another. */
const fundedRanks: readonly number[] = [10, 11, 12, 13];
export const subcontract = Object.freeze({ of: 12, by: 16 });

export function* entityRows({ sizes, firstSession }: StorePlan): Generator<RowObject> {
  yield organisation(employmentServiceId(), 1, 'PUBLIC_EMPLOYMENT');
  yield organisation(youthServiceId(), 2, 'PUBLIC_EMPLOYMENT');
  yield organisation(funderId(), 3, 'FUNDER');
  for (let number = 0; number < sizes.employers; number++)
    yield organisation(employerId(number), 100 + number, 'EMPLOYER');
  for (let number = 0; number < sizes.youthUnits; number++) yield establishment(youthUnitId(number), youthServiceId());
  for (const rank of sizes.organisations.keys()) {
    yield organisation(trainingId(rank), 1_000 + rank, 'TRAINING');
    yield establishment(rowId('establishment', rank, 7), trainingId(rank));
    yield training(rank);
    for (let index = firstSession[rank] ?? 0; index < (firstSession[rank + 1] ?? 0); index++)
      yield session(rank, index);
  }
}

export function* peopleRows(plan: StorePlan): Generator<RowObject> {
  for (let index = 0; index < plan.sizes.people; index++) yield personRow(plan, index);
}

function personRow(plan: StorePlan, index: number): RowObject {
  const { id, identifier, birthName, usedName, givenNames, birthDate, email, phone, address } = drawPerson(
    plan.era,
    index,
  ).person;
  return {
    __typename: 'JobSeeker',
    id,
    identifier,
    birthName,
    usedName,
    givenNames,
    birthDate,
    email,
    phone,
    address: address === undefined ? undefined : { postcode: address['postcode'], city: address['city'] },
    status: 'REGISTERED',
    registeredOn: monthsBefore(30),
    accompaniments: [accompaniment(plan, index)],
    enrolments: enrolments(plan, index),
    applications: applications(plan, index),
  };
}

function accompaniment(plan: StorePlan, index: number): RowObject {
  const counsel = counselOf(plan, index);
  const row = { id: rowId('accompaniment', index, plan.era.seed), startsOn: monthsBefore(14) };
  return 'unit' in counsel
    ? { ...row, unit: youthUnitId(counsel.unit) }
    : { ...row, adviser: adviserAccount(counsel.adviser) };
}

function enrolments(plan: StorePlan, index: number): readonly RowObject[] {
  const place = trainingPlaceOf(plan, index);
  if (place === undefined) return [];
  const { rank, session: number, endedOn } = place;
  const ended = endedOn === undefined ? { status: 'IN_TRAINING' } : { status: 'COMPLETED', endedOn: dateOf(endedOn) };
  return [
    {
      id: rowId('enrolment', index, plan.era.seed),
      session: sessionId(number),
      organisation: trainingId(rank),
      referredOn: monthsBefore(12),
      startedOn: monthsBefore(11),
      ...ended,
    },
  ];
}

function applications(plan: StorePlan, index: number): readonly RowObject[] {
  const employer = employerOf(plan, index);
  if (employer === undefined) return [];
  const appliedOn = dateOf(firstDay - new Dice(mix32(index, plan.era.seed + 5)).between(2, 90));
  return [{ id: rowId('application', index, plan.era.seed), employer: employerId(employer), appliedOn }];
}

function organisation(id: string, number: number, kind: string): RowObject {
  return {
    __typename: 'Organisation',
    id,
    name: `Organisation ${String(number)} (exemple)`,
    siret: siretLike(number),
    kind,
  };
}

function establishment(id: string, owner: string): RowObject {
  return {
    __typename: 'Establishment',
    id,
    organisation: owner,
    name: 'Centre (exemple)',
    postcode: '38500',
    city: 'Voiron',
  };
}

function training(rank: number): RowObject {
  return {
    __typename: 'Training',
    id: rowId('training', rank, 7),
    organisation: trainingId(rank),
    title: 'Maçonnerie',
    hours: 700,
  };
}

function session(rank: number, index: number): RowObject {
  return {
    __typename: 'Session',
    id: sessionId(index),
    training: rowId('training', rank, 7),
    organisation: trainingId(rank),
    establishment: rowId('establishment', rank, 7),
    startsOn: monthsBefore(11),
    endsOn: dateOf(firstDay + 180),
    places: 25,
  };
}

/** Who pays, and who delivers a first session for another. */
export function* contractRows({ firstSession }: StorePlan): Generator<RowObject> {
  for (const rank of fundedRanks) {
    for (let index = firstSession[rank] ?? 0; index < (firstSession[rank + 1] ?? 0); index++) {
      const id = rowId('funding', index, 7);
      yield { __typename: 'Funding', id, session: sessionId(index), funder: funderId(), startsOn: monthsBefore(11) };
    }
  }
  yield {
    __typename: 'Subcontract',
    id: rowId('subcontract', 0, 7),
    session: sessionId(firstSession[subcontract.of] ?? 0),
    subcontractor: trainingId(subcontract.by),
    startsOn: monthsBefore(11),
  };
}
