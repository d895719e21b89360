/** The people of a generated store, one row each with what links them, made one at a time. */
import type { Dice } from '../../kernel/dice.js';
import { addMonths, dateOf } from './days.js';
import { drawPerson } from './person.js';
import { rowId } from './rowId.js';
import type { DemoRow, RowObject } from './rows.js';
import type { DemoSession } from './sessions.js';
import { sessionAt } from './sessions.js';
import { jobTitles } from './trainingSubjects.js';
import type { WorldPlan } from './worldPlan.js';
import { adviserOf, agencyId, employerId, groupOf, sessionPlaces, shuffled, youthUnitId } from './worldPlan.js';

export function* peopleRows(plan: WorldPlan): Generator<DemoRow> {
  for (let index = 0; index < plan.people; index++) yield personRow(plan, index);
}

/** When a person registered and, of three in ten, when that ended; days since 1970. */
interface Registration {
  readonly from: number;
  readonly until: number | undefined;
}

interface Scene {
  readonly plan: WorldPlan;
  readonly index: number;
  readonly dice: Dice;
}

function personRow(plan: WorldPlan, index: number): DemoRow {
  const { person, age, dice } = drawPerson(plan.era, index);
  const scene: Scene = { plan, index, dice };
  const enrolment = enrolmentOf(scene);
  const registration = registrationOf(scene, enrolment?.referredOn);
  return {
    __typename: 'JobSeeker',
    ...person,
    status: registration.until === undefined ? 'REGISTERED' : 'DEREGISTERED',
    registeredOn: dateOf(registration.from),
    deregisteredOn: written(registration.until),
    accompaniments: [accompaniment(scene, registration, { age, hasDisability: person.disabilityRecognised === true })],
    enrolments: enrolment === undefined ? [] : [enrolment.row],
    applications: dice.chance(0.08) ? [application(scene)] : [],
  };
}

/** Most registered lately; who is in training is registered. */
function registrationOf({ plan, dice }: Scene, referredOn: number | undefined): Registration {
  const age = dice.next();
  const from = Math.min(
    plan.today - 1 - Math.floor(age * age * 1000),
    (referredOn ?? plan.today) - dice.between(3, 60),
  );
  const isOver = referredOn === undefined && dice.chance(0.35);
  return { from, until: isOver ? from + Math.floor(dice.next() * (plan.today - from)) : undefined };
}

function accompaniment(
  scene: Scene,
  registration: Registration,
  of: { readonly age: number; readonly hasDisability: boolean },
): RowObject {
  const { plan, index, dice } = scene;
  const place = shuffled(plan, index, 'counselling');
  const row = {
    id: rowId('accompaniment', index, plan.era.seed),
    startsOn: dateOf(Math.max(registration.from, addMonths(plan.today, -30))),
    endsOn: written(
      registration.until === undefined
        ? undefined
        : Math.max(registration.until, registration.from, addMonths(plan.today, -30)),
    ),
  };
  if (of.age < 26 && dice.chance(0.4))
    return { ...row, adviser: undefined, unit: youthUnitId(plan, place % plan.youthUnits) };
  if (of.hasDisability && dice.chance(0.5)) return { ...row, adviser: capEmploiAdviser(place), unit: undefined };
  const { account, rank } = adviserOf(place);
  return { ...row, adviser: account, unit: agencyId(plan, rank % plan.agencies) };
}

function capEmploiAdviser(place: number): string {
  const rank = Math.floor(place / 6000);
  return rank === 0 ? 'cap-emploi-isere' : `cap-emploi-${String(rank).padStart(5, '0')}`;
}

function enrolmentOf(scene: Scene): { readonly row: RowObject; readonly referredOn: number } | undefined {
  const { plan, index, dice } = scene;
  const slot = shuffled(plan, index, 'training');
  if (slot >= plan.trainees) return undefined;
  const rank = groupOf(plan.firstSlot, slot);
  const session = sessionAt(
    plan,
    (plan.firstSession[rank] ?? 0) + Math.floor((slot - (plan.firstSlot[rank] ?? 0)) / sessionPlaces),
  );
  const referredOn = Math.min(session.startsOn - dice.between(5, 60), plan.today - dice.between(1, 20));
  const row = {
    id: rowId('enrolment', index, plan.era.seed),
    session: session.id,
    organisation: session.organisation,
    referredOn: dateOf(referredOn),
    plannedEndOn: dateOf(session.endsOn),
    ...outcome(plan.today, session, dice),
  };
  return { row, referredOn };
}

/** What became of the referral, given when the session is. */
function outcome(today: number, session: DemoSession, dice: Dice): RowObject {
  const { startsOn, endsOn } = session;
  if (startsOn > today) return { status: 'REFERRED', startedOn: undefined, endedOn: undefined };
  const startedOn = dateOf(startsOn);
  const fate = dice.next();
  const left = dateOf(startsOn + Math.floor(dice.next() * (Math.min(today, endsOn) - startsOn)));
  if (fate < 0.07) return { status: 'ABANDONED', startedOn, endedOn: left };
  if (fate < 0.14) return { status: 'EXITED', startedOn, endedOn: left };
  if (endsOn > today) return { status: 'IN_TRAINING', startedOn, endedOn: undefined };
  return { status: 'COMPLETED', startedOn, endedOn: dateOf(endsOn) };
}

function application({ plan, index, dice }: Scene): RowObject {
  const appliedOn = plan.today - dice.between(1, 150);
  const popularity = dice.next();
  return {
    id: rowId('application', index, plan.era.seed),
    employer: employerId(plan, Math.floor(popularity * popularity * plan.employers)),
    jobTitle: jobTitles[dice.below(jobTitles.length)] ?? '',
    appliedOn: dateOf(appliedOn),
    closedOn: dice.chance(0.4) ? dateOf(appliedOn + Math.floor(dice.next() * (plan.today - appliedOn))) : undefined,
  };
}

function written(day: number | undefined): string | undefined {
  return day === undefined ? undefined : dateOf(day);
}
