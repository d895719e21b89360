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

const open = `mutation Open($identifier: Identifier!, $birthDate: PartialDate!) {
  openAtCounter(identifier: $identifier, birthDate: $birthDate, reason: CAME_WITHOUT_APPOINTMENT) {
    jobSeeker { id usedName givenNames birthDateYear phoneLast2 emailMasked status }
  }
}`;

interface Opened {
  readonly openAtCounter: { readonly jobSeeker: { readonly usedName: string | null } | null };
}

/** Nobody who comes is of the portfolio. Half are new and looked for before they are registered, the others are opened for a reason. */
export const counter: Scenario = {
  name: 'walk-ins',
  line: 5,
  volume: ({ isQuick }) =>
    `one adviser serves ${String(isQuick ? 30 : walkIns)} walk-ins in a day, none of the portfolio: half new and registered, 3 of them searched twice, half opened at the counter`,
  tasks: (world) =>
    Array.from({ length: world.isQuick ? walkIns / 2 : walkIns }, (_, number) => ({
      at: instantOf(3, '07:00') + number * 8 * minuteMs,
      run: () => serve(world, number),
    })),
};

async function serve(world: World, number: number): Promise<void> {
  if (number % 2 === 0) await serveKnown(world, number);
  else await serveNew(world, number);
}

/** By the identifier and birth date that the person says, whoever accompanies them; one in ten mistypes first. */
async function serveKnown(world: World, number: number): Promise<void> {
  const { honest, filled } = world;
  const own = new Set(personsOf(world, 8));
  const index = Array.from({ length: filled.plan.sizes.people }, (_, place) => place).filter(
    (place) => !own.has(place),
  );
  const { identifier, birthDate, usedName } = drawPerson(filled.plan.era, index[number * 7] ?? 0).person;
  if (number % 20 === 0)
    await honest.ask('walk-ins', adviser(8), open, { variables: { identifier, birthDate: '1901-01-01' } });
  const answer = await honest.ask<Opened>('walk-ins', adviser(8), open, { variables: { identifier, birthDate } });
  const shown = answer?.openAtCounter.jobSeeker?.usedName;
  honest.require(shown === usedName, 'walk-ins', 'who stands at the counter is not shown');
}

async function serveNew({ honest, filled }: World, number: number): Promise<void> {
  const account = adviser(8);
  const scenario = 'walk-ins';
  const { birthName, givenNames, birthDate } = drawPerson({ ...filled.plan.era, seed: 99 }, number).person;
  const by = { birthName, givenNames, birthDate };
  if (number < 6)
    await honest.ask(scenario, account, find, { variables: { by: { ...by, birthName: `${birthName}X` } } });
  await honest.ask(scenario, account, find, { variables: { by } });
  const input = { ...by, usedName: birthName, identifier: `${String(9_000_000 + number)}Z` };
  await honest.ask(scenario, account, register, { variables: { input }, purpose: 'REGISTRATION' });
}
