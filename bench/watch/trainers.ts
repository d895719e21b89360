/**
 * Organisations and their staff, of every size: a machine that copies by night, sessions that begin all at once, cohorts in
 * September, attendance of thousands in one file, an office that moves, one that takes another over.
 */
import type { Chance } from './chance.js';
import type { Worker } from './advisers.js';
import { holidaysOf, mistyped } from './advisers.js';
import { Caseload } from './caseload.js';
import type { Day, Desk } from './desk.js';
import { addressOf, ask, detailFields, firstDay, instantOf, isWeekend, listFields, placeOf } from './desk.js';

export interface Organisation {
  readonly id: string;
  readonly caseload: Caseload;
  readonly staff: readonly Trainer[];
  readonly machine: Desk | undefined;
  /** Copies all every night; else what changed, and all on Sundays. */
  readonly copiesAll: boolean;
  cohort: readonly string[];
  expectedUntil: number;
}

interface Trainer {
  readonly desk: Desk;
  readonly holidays: ReadonlySet<number>;
  group: readonly string[];
}

const pageSize = 50;
/** 1 September. */
const peakDay = Date.UTC(2026, 8, 1) / 86_400_000;

export function organisationOf(chance: Chance, id: string, size: number): Organisation {
  const caseload = new Caseload(chance.persons(size));
  const office = { old: addressOf(chance), next: addressOf(chance) };
  const movesOn = chance.is(0.3) ? firstDay + chance.between(30, 350) : Infinity;
  const zone = chance.is(0.07) ? chance.one([-4, 4]) : 1;
  const officeOn = (day: number): string => (day >= movesOn ? office.next : office.old);
  const deskOf = (account: string, isMachine: boolean): Desk => ({
    account,
    organisation: id,
    role: 'TRAINER',
    isMachine,
    dailyBound: undefined,
    office: officeOn,
    homes: [addressOf(chance)],
    zone,
    startsAt: isMachine ? chance.between(1, 4) : chance.between(8, 10),
  });
  const staff = Array.from({ length: Math.max(1, Math.min(30, Math.round(size / 70))) }, (_, index) => ({
    desk: deskOf(`${id}-${String(index)}`, false),
    holidays: holidaysOf(chance),
    group: chance.some(caseload.persons, Math.min(size, chance.between(8, 25))),
  }));
  const machine = size >= 20 ? deskOf(`${id}-machine`, true) : undefined;
  return {
    id,
    caseload,
    staff,
    machine,
    copiesAll: chance.is(0.5),
    cohort: [],
    expectedUntil: 0,
  };
}

export function organisationWorker(organisation: Organisation, size: number): Worker {
  return {
    work: (day) => {
      turnOver(day, organisation, size);
      copyByNight(day, organisation);
      stateAttendance(day, organisation);
      for (const trainer of organisation.staff) trainerDay(day, organisation, trainer);
    },
  };
}

/** One takes the other over: two operators say so, and all of its persons are new to everybody. */
export function absorbs(survivor: Organisation, absorbed: Organisation, day: number): void {
  survivor.caseload.add(absorbed.caseload.persons);
  survivor.expectedUntil = day + 7;
}

function turnOver({ day, chance }: Day, organisation: Organisation, size: number): void {
  const { caseload } = organisation;
  organisation.cohort = [];
  const leaving = chance.some(caseload.persons, Math.round(size * 0.004));
  caseload.remove(leaving);
  caseload.add(chance.persons(leaving.length));
  if (day === peakDay || day === peakDay + 1)
    organisation.cohort = chance.persons(Math.min(400, Math.round(size * 0.35)));
  else if (chance.is(0.03)) organisation.cohort = chance.persons(Math.min(60, Math.ceil(size * 0.1)));
  caseload.add(organisation.cohort);
}

function copyByNight(day: Day, organisation: Organisation): void {
  const { machine, caseload, copiesAll } = organisation;
  if (machine === undefined) return;
  const isSunday = new Date(day.day * 86_400_000).getUTCDay() === 0;
  const list =
    copiesAll || isSunday ? caseload : new Caseload(day.chance.some(caseload.persons, caseload.size * 0.02 + 1));
  const start = instantOf(day.day, machine, machine.startsAt) + day.chance.between(0, 600_000);
  list.pages(pageSize).forEach((persons, index) => {
    ask(day, machine, {
      ...common(day, organisation),
      at: start + index * 300,
      network: machine.office(day.day),
      persons,
      coordinates: detailFields,
    });
  });
}

/** On the first of a month, in files of a thousand rows, twice: it names nobody. */
function stateAttendance(day: Day, organisation: Organisation): void {
  const [trainer] = organisation.staff;
  if (trainer === undefined || new Date(day.day * 86_400_000).getUTCDate() > 1) return;
  const desk = organisation.machine ?? trainer.desk;
  const at = instantOf(day.day, trainer.desk, trainer.desk.startsAt);
  for (const [index, persons] of [...organisation.caseload.pages(1000), ...organisation.caseload.pages(1000)].entries())
    ask(day, desk, {
      at: at + index * 2_000,
      network: desk.office(day.day),
      persons,
      coordinates: [],
      kind: 'WRITE',
      isNaming: false,
    });
}

function trainerDay(day: Day, organisation: Organisation, trainer: Trainer): void {
  const { chance } = day;
  const { desk, holidays } = trainer;
  if (holidays.has(day.day % 365) || (isWeekend(day.day) && !chance.is(0.02))) return;
  const network = placeOf(day, desk);
  const at = instantOf(day.day, desk, desk.startsAt + chance.next());
  if (chance.is(0.02)) trainer.group = newGroup(day, organisation);
  const mine = organisation.cohort.filter(
    (_, index) => index % organisation.staff.length === organisation.staff.indexOf(trainer),
  );
  if (mine.length > 0) trainer.group = [...trainer.group.slice(-10), ...mine];
  new Caseload(trainer.group).pages(pageSize).forEach((persons, index) => {
    ask(day, desk, { ...common(day, organisation), at: at + index * 8_000, network, persons, coordinates: listFields });
  });
  // Some go on where they stopped the day before.
  const from = chance.is(0.1) ? chance.between(1, 4) : 0;
  if (chance.is(0.1))
    organisation.caseload
      .pages(pageSize, from + chance.between(1, 3))
      .slice(from)
      .forEach((persons, index) => {
        ask(day, desk, {
          ...common(day, organisation),
          at: at + 600_000 + index * 9_000,
          network,
          persons,
          coordinates: listFields,
        });
      });
  for (const person of chance.some(trainer.group, chance.between(2, 8)))
    ask(day, desk, {
      ...common(day, organisation),
      at: at + chance.next() * 7 * 3_600_000,
      network,
      persons: [person],
      coordinates: detailFields,
    });
  if (chance.is(0.003)) mistyped(day, desk, { at: at + 3_600_000, network });
}

function newGroup({ chance }: Day, { caseload }: Organisation): readonly string[] {
  return chance.some(caseload.persons, Math.min(caseload.size, chance.between(8, 25)));
}

function common({ day }: Day, organisation: Organisation): { readonly caseload: number; readonly isExpected: boolean } {
  return { caseload: organisation.caseload.size, isExpected: day < organisation.expectedUntil };
}
