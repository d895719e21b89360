import { drawPerson } from '../../../src/demo/world/person.js';
import { adviser } from '../accounts.js';
import { adviserAccount, counselOf } from '../store/plan.js';
import { instantOf, isWorkingDay, minuteMs } from '../time.js';
import type { World } from '../world.js';
import type { Scenario } from './scenario.js';

const portfolio = `query Portfolio($after: String, $first: Int!) {
  jobSeekers(first: $first, after: $after) {
    nodes { id identifier usedName givenNames birthDate email phone status }
    pageInfo { hasNextPage endCursor }
  }
}`;
const one =
  'query One($id: ID!) { jobSeeker(id: $id) { id birthName usedName givenNames birthDate email phone address { postcode city } } }';
const find = 'query Find($by: JobSeekerBy!) { findJobSeeker(by: $by) { id usedName givenNames birthDate } }';

interface Listed {
  readonly id: string;
}

const advisers = [3, 4, 5];
const asMany = ({ isQuick }: World): readonly number[] => (isQuick ? advisers.slice(0, 1) : advisers);

/** A few dozen persons, some searches by name as people type them, one of them for somebody who is not theirs. */
export const adviserDays: Scenario = {
  name: 'adviser’s day',
  line: 10,
  volume: (world) =>
    `${String(asMany(world).length)} adviser(s), ${world.isQuick ? 'four' : 'all'} working days: 30 listed, 12 opened, 4 searches without accents or by birth name, 2 mistyped`,
  tasks: (world) =>
    asMany(world).flatMap((number) =>
      Array.from({ length: world.isQuick ? 6 : 30 }, (_, index) => index + 1)
        .filter(isWorkingDay)
        .map((day) => ({ at: instantOf(day, '07:30'), run: () => adviserDay(world, number, day) })),
    ),
};

async function adviserDay(world: World, number: number, day: number): Promise<void> {
  const { honest } = world;
  const account = adviser(number);
  const scenario = 'adviser’s day';
  const listed = await honest.ask<{ jobSeekers: { nodes: readonly Listed[] } }>(scenario, account, portfolio, {
    variables: { first: 30 },
  });
  for (const { id } of (listed?.jobSeekers.nodes ?? []).slice(0, 12)) {
    await honest.ask(scenario, account, one, { variables: { id } });
  }
  const own = personsOf(world, number);
  for (const place of [0, 1, 2, 3]) {
    const person = own[(day * 5 + place) % Math.max(1, own.length)];
    if (person === undefined) return;
    const { birthName, usedName, givenNames, birthDate } = drawPerson(world.filled.plan.era, person).person;
    const by =
      place % 2 === 0
        ? { birthName: plain(birthName), givenNames, birthDate }
        : { usedName: plain(usedName), givenNames, birthDate };
    await honest.ask(scenario, account, find, { variables: { by } });
  }
  // Mistyped: nobody is found, and nothing is said.
  for (const birthDate of ['1901-01-01', '1902-02-02']) {
    await honest.ask(scenario, account, find, {
      variables: { by: { birthName: 'Exemplaire', givenNames: 'Zoé', birthDate } },
    });
  }
}

const memory = new Map<string, readonly number[]>();

function personsOf({ filled: { plan } }: World, number: number): readonly number[] {
  const key = `${String(plan.sizes.people)} ${adviserAccount(number)}`;
  const known = memory.get(key);
  if (known !== undefined) return known;
  const persons: number[] = [];
  for (let index = 0; index < plan.sizes.people; index++) {
    const counsel = counselOf(plan, index);
    if ('adviser' in counsel && counsel.adviser === number) persons.push(index);
  }
  memory.set(key, persons);
  return persons;
}

function plain(name: string): string {
  return name
    .normalize('NFD')
    .replaceAll(/\p{Mn}/gu, '')
    .toLowerCase();
}

/** Monday, the seventh: 350 persons of a colleague for three weeks, as one more row each. */
export const takeover: Scenario = {
  name: 'takeover',
  line: 4,
  volume: ({ filled }) =>
    `one adviser reads the own portfolio and a colleague’s ${String(filled.plan.sizes.portfolio)} on Monday, then 40 a day for three weeks`,
  tasks: (world) => [
    ...summerDays.map((day) => ({ at: instantOf(day, '07:10'), run: () => ownWork(world, day) })),
    { at: instantOf(6, '20:00'), run: () => cover(world) },
    { at: instantOf(7, '06:45'), run: () => takenOver(world) },
    ...[8, 9, 10, 14, 15, 21, 25].map((day) => ({
      at: instantOf(day, '06:45'),
      run: () => ask(world, { first: 40 }),
    })),
  ],
};

/** Before: somebody who works, and has gone through the own portfolio once in summer. */
const summerDays = [-14, -13, -12, -11, -8, -7];

async function ownWork({ honest }: World, day: number): Promise<void> {
  if (day > -14) await honest.ask('takeover', adviser(2), portfolio, { variables: { first: 40 } });
  else await honest.pages('takeover', adviser(2), portfolio, { root: 'jobSeekers', variables: { first: 50 } });
}

async function cover({ site }: World): Promise<void> {
  await site.sql(
    `INSERT INTO accompaniment (job_seeker_id, adviser, starts_on, ends_on)
     SELECT job_seeker_id, $1, '2026-09-07', '2026-09-27' FROM accompaniment WHERE adviser = $2`,
    [adviserAccount(2), adviserAccount(7)],
  );
}

async function takenOver({ honest, filled }: World): Promise<void> {
  const nodes = await honest.pages<Listed>('takeover', adviser(2), portfolio, {
    root: 'jobSeekers',
    variables: { first: 50 },
  });
  const least = filled.plan.sizes.portfolio * 1.2;
  honest.require(nodes.length >= least, 'takeover', `only ${String(nodes.length)} persons are shown`);
}

async function ask({ honest }: World, variables: Readonly<Record<string, unknown>>): Promise<void> {
  await honest.ask('takeover', adviser(2), portfolio, { variables });
}

const register =
  'mutation Register($input: RegisterJobSeekerInput!) { registerJobSeeker(input: $input) { errors { row code } } }';
const walkIns = 60;

/** Who comes is looked for first: nobody is in the portfolio. Half are new and registered, the others served by word of mouth. */
export const counter: Scenario = {
  name: 'walk-ins',
  line: 5,
  volume: ({ isQuick }) =>
    `one adviser serves ${String(isQuick ? 30 : walkIns)} walk-ins in a day, none of the portfolio; 3 searched twice, half registered`,
  tasks: (world) =>
    Array.from({ length: world.isQuick ? walkIns / 2 : walkIns }, (_, number) => ({
      at: instantOf(3, '07:00') + number * 8 * minuteMs,
      run: () => serve(world, number),
    })),
};

async function serve({ honest, filled }: World, number: number): Promise<void> {
  const account = adviser(8);
  const scenario = 'walk-ins';
  const { birthName, givenNames, birthDate } = drawPerson({ ...filled.plan.era, seed: 99 }, number).person;
  const by = { birthName, givenNames, birthDate };
  if (number < 3)
    await honest.ask(scenario, account, find, { variables: { by: { ...by, birthName: `${birthName}X` } } });
  await honest.ask(scenario, account, find, { variables: { by } });
  if (number % 2 === 0) return;
  const input = { ...by, usedName: birthName, identifier: `${String(9_000_000 + number)}Z` };
  await honest.ask(scenario, account, register, { variables: { input }, purpose: 'REGISTRATION' });
}
