import type { Account } from '../accounts.js';
import { adviser, funder, idScope, machine, recruiter, staffRank, trainer, youthCounsellor } from '../accounts.js';
import { reachOf } from '../reach.js';
import { subcontract } from '../store/rows.js';
import { trainingId } from '../store/plan.js';
import { instantOf, isWorkingDay } from '../time.js';
import type { World } from '../world.js';
import { copyChanged } from './nightlyCopy.js';
import type { Scenario, Task } from './scenario.js';

const list = `query List($after: String, $first: Int!) {
  jobSeekers(first: $first, after: $after) { nodes { id usedName givenNames phone } pageInfo { hasNextPage endCursor } }
}`;

interface Listed {
  readonly id: string;
}

/** Two organisations become one on the tenth; its books hold ids of both. */
export const absorption: Scenario = {
  name: 'absorption',
  line: 6,
  volume: () => 'one organisation absorbs another on the tenth, translates the ids of its books and copies all of both',
  tasks: (world) => [{ at: instantOf(10, '06:00'), run: () => absorb(world) }],
};

async function absorb(world: World): Promise<void> {
  const { honest, site, clock } = world;
  const scenario = 'absorption';
  const [old, survivor] = [machine(20), machine(19)];
  const before = await honest.pages<Listed>(scenario, old, copyChanged, { root: 'jobSeekers' });
  for (const operator of ['operator:one', 'operator:two'] as const) {
    await site.store.rooms.register.absorb(operator, { absorbed: old.organisation, into: survivor.organisation });
  }
  await clock.advance(5_000);
  const ids = before.slice(0, 200).map(({ id }) => id);
  const translate = 'query Ids($from: String!, $ids: [ID!]!) { currentIds(from: $from, type: "JobSeeker", ids: $ids) }';
  const asked = { variables: { from: old.organisation, ids } };
  const answer = await honest.ask<{ currentIds: readonly (string | null)[] }>(scenario, trainer(19), translate, asked);
  const copied = await honest.pages<Listed>(scenario, survivor, copyChanged, { root: 'jobSeekers' });
  const known = new Set(copied.map(({ id }) => id));
  const lost = (answer?.currentIds ?? []).filter((id) => id === null || !known.has(id)).length;
  honest.require(
    lost === 0 && ids.length > 0,
    scenario,
    `${String(lost)} of the absorbed organisation’s persons are not found again`,
  );
}

/** A morning a week: the subcontractor calls the list of the session that it delivers. */
export const subcontractor: Scenario = {
  name: 'subcontractor',
  line: 7,
  volume: () => 'one organisation that delivers a session for another calls its list, one morning a week',
  tasks: (world) => [2, 9, 16, 23, 30].map((day) => ({ at: instantOf(day, '06:30'), run: () => callList(world) })),
};

async function callList({ honest, site }: World): Promise<void> {
  const account = trainer(subcontract.by);
  const [organisation] = site.store.rooms.vault
    .ids(idScope(account.organisation), 'Organisation')
    .encode(Buffer.from(trainingId(subcontract.of).replaceAll('-', ''), 'hex'));
  const query = `query Call($after: String, $organisation: ID!) {
    sessions(first: 20, after: $after, filter: { organisation: $organisation }) {
      nodes { id enrolments(first: 25) { nodes { id jobSeeker { id usedName givenNames } } } }
      pageInfo { hasNextPage endCursor }
    }
  }`;
  const asked = { root: 'sessions', variables: { organisation } };
  const sessions = await honest.pages<Called>('subcontractor', account, query, asked);
  const called = sessions.flatMap(({ enrolments }) => enrolments?.nodes ?? []).length;
  honest.require(called > 0, 'subcontractor', 'nobody of the session is shown');
}

interface Called {
  readonly enrolments: { readonly nodes: readonly unknown[] } | null;
}

/** Away since July, back on a Sunday, from home. */
export const holiday: Scenario = {
  name: 'holiday return',
  line: 8,
  volume: () => 'one trainer, last seen on 13 July, reads 40 trainees at home on Sunday, the sixth',
  tasks: (world) => [
    { at: instantOf(-49, '08:00'), run: () => readFirst(world, trainer(32), 20) },
    { at: instantOf(6, '15:00'), run: () => readFirst(world, { ...trainer(32), address: '92.184.100.7' }, 40) },
  ],
};

async function readFirst({ honest, filled }: World, account: Account, size: number): Promise<void> {
  if (filled.plan.sizes.organisations.length <= 32) return;
  await honest.ask('holiday return', account, list, { variables: { first: size } });
}

/** All behind one address. One of them signs ten proofs wrongly; the others open bookmarks, some of which are of persons long gone. */
export const staff: Scenario = {
  name: 'staff of forty',
  line: 9,
  volume: ({ isQuick }) =>
    `40 accounts behind one address on ${isQuick ? 'one day' : '6 days'}: a list each, one bookmark each of somebody long gone; one signs ten proofs wrongly`,
  tasks: (world) =>
    (world.isQuick ? [4] : [4, 8, 11, 15, 22, 29]).map((day) => ({
      at: instantOf(day, '07:45'),
      run: () => fortyAtWork(world, day),
    })),
};

const one = 'query One($id: ID!) { jobSeeker(id: $id) { id usedName givenNames phone } }';

async function fortyAtWork(world: World, day: number): Promise<void> {
  const { honest, desk, clock } = world;
  const scenario = 'staff of forty';
  const gone = await goneFrom(world, trainingId(staffRank));
  for (let number = 1; number <= 40; number++) {
    const account = trainer(staffRank, number);
    await honest.ask(scenario, account, list, { variables: { first: 5 } });
    const id = gone[number % Math.max(1, gone.length)];
    if (id !== undefined) await honest.ask(scenario, account, one, { variables: { id } });
  }
  if (day !== 4) return;
  const clumsy = trainer(staffRank, 40);
  // Their own mistakes are no errors of ours; whoever makes them is let in again once the proof is right.
  await Promise.all(
    Array.from({ length: 10 }, () => desk.ask(clumsy, list, { variables: { first: 5 }, isProofWrong: true })),
  );
  await clock.advance(60_000);
  desk.forget(clumsy);
  await honest.ask(scenario, clumsy, list, { variables: { first: 5 } });
  await honest.ask(scenario, trainer(staffRank, 1), list, { variables: { first: 5 } });
}

/** Ids of persons whose link ended more than three months ago: bookmarks that nobody deleted. */
async function goneFrom({ site, clock }: World, organisation: string): Promise<readonly string[]> {
  const rows = await site.sql<{ id: string }>(
    `SELECT job_seeker_id AS id FROM enrolment
      WHERE organisation_id = $1 AND ended_on < $2::date - interval '4 months' ORDER BY 1 LIMIT 40`,
    [organisation, new Date(clock.now()).toISOString()],
  );
  const ids = site.store.rooms.vault.ids(idScope(organisation), 'JobSeeker');
  return rows.flatMap(({ id }) => ids.encode(Buffer.from(id.replaceAll('-', ''), 'hex')));
}

/** Session by session, who was enrolled and present, under pseudonyms. */
export const audit: Scenario = {
  name: 'funder’s audit',
  line: 11,
  volume: () => 'a funder reads the enrolments and attendance of all sessions of one organisation, on one day',
  tasks: (world) => [{ at: instantOf(17, '08:30'), run: () => auditOne(world) }],
};

async function auditOne({ honest, site }: World): Promise<void> {
  const account = funder();
  const [organisation] = site.store.rooms.vault
    .ids(idScope(account.organisation), 'Organisation')
    .encode(Buffer.from(trainingId(12).replaceAll('-', ''), 'hex'));
  const query = `query Audit($after: String, $organisation: ID!) {
    sessions(first: 5, after: $after, filter: { organisation: $organisation }) {
      nodes { id enrolments(first: 30) { nodes { id status jobSeeker { id identifierPseudonym } attendances(first: 6) { nodes { id month hoursPresent } } } } }
      pageInfo { hasNextPage endCursor }
    }
  }`;
  const nodes = await honest.pages<Listed>('funder’s audit', account, query, {
    root: 'sessions',
    variables: { organisation },
  });
  honest.require(nodes.length > 0, 'funder’s audit', 'no session is shown');
}

/** A link's first day begins on Réunion four hours before the server's, and its last ends in Guadeloupe four hours after. */
export const overseas: Scenario = {
  name: 'overseas edges',
  line: 12,
  volume: () =>
    'one adviser pages in the first hour, in Réunion, of a link of one day, and in its last hour, in Guadeloupe',
  tasks: (world) => [
    { at: instantOf(10, '22:00'), run: () => referOverseas(world) },
    { at: instantOf(11, '20:30'), run: () => seen(world, 'first hour in Réunion') },
    { at: instantOf(13, '03:30'), run: () => seen(world, 'last hour in Guadeloupe') },
  ],
};

const overseasAdviser = 10;

/** From the twelfth to the twelfth. */
async function referOverseas({ site }: World): Promise<void> {
  await site.sql(
    `INSERT INTO accompaniment (job_seeker_id, adviser, starts_on, ends_on)
     SELECT id, $1, '2026-09-12', '2026-09-12' FROM job_seeker WHERE id NOT IN
       (SELECT job_seeker_id FROM accompaniment WHERE adviser = $1) ORDER BY id LIMIT 1`,
    [adviser(overseasAdviser).id],
  );
}

async function seen({ honest, site, clock }: World, what: string): Promise<void> {
  const account = { ...adviser(overseasAdviser), address: '102.35.0.1' };
  const asked = { root: 'jobSeekers', variables: { first: 50 } };
  const nodes = await honest.pages<Listed>('overseas edges', account, list, asked);
  const reach = await reachOf(site, [account], clock.now(), clock.now());
  honest.require(
    nodes.length === reach.size,
    'overseas edges',
    `${what}: ${String(nodes.length)} of ${String(reach.size)} persons are shown`,
  );
}

/** At noon on the second Tuesday, in the middle of a list. */
export const deployment: Scenario = {
  name: 'policy at noon',
  line: 13,
  volume: () =>
    'replicas restarted while a list is paged: with the same policy the cursor goes on, with a reworded one the software begins anew',
  tasks: (world) => [{ at: instantOf(8, '10:00'), run: () => deploy(world) }],
};

async function deploy(world: World): Promise<void> {
  const { honest, site } = world;
  const scenario = 'policy at noon';
  const account = trainer(2, 2);
  const page = async (after?: string): Promise<string | undefined> => {
    const data = await honest.ask<{ jobSeekers: { pageInfo: { endCursor: string } } }>(scenario, account, list, {
      variables: { first: 10, after },
    });
    return data?.jobSeekers.pageInfo.endCursor;
  };
  const cursor = await page();
  for (let index = 0; index < site.count; index++) await site.restart(index);
  const next = await page(cursor);
  await site.deployReworded();
  const answer = await honest.answer(scenario, account, list, { variables: { first: 10, after: next } });
  const isClear = answer.codes.length === 0 || answer.codes[0] === 'CURSOR_POLICY_CHANGED';
  honest.require(isClear, scenario, `a cursor met ${answer.codes.join(', ')} after the deployment`);
  await page();
}

/** Its administrator, its only user and its only trainee. */
export const onePerson: Scenario = {
  name: 'one-person organisation',
  line: 14,
  volume: ({ isQuick }) => `an organisation of one trainee and one account, ${isQuick ? 'four' : 'all'} working days`,
  tasks: (world) => {
    const last = world.filled.plan.sizes.organisations.length - 1;
    return workingDays(world.isQuick ? 6 : 30).map((day) => ({
      at: instantOf(day, '13:00'),
      run: async () => {
        const nodes = await world.honest.pages<Listed>('one-person organisation', trainer(last), list, {
          root: 'jobSeekers',
          variables: { first: 50 },
        });
        world.honest.require(
          nodes.length === 1,
          'one-person organisation',
          `${String(nodes.length)} persons are shown`,
        );
      },
    }));
  },
};

/** An employer reads what came in; a counsellor of a Mission locale the unit's young people. */
export const others: Scenario = {
  name: 'employer, Mission locale',
  line: 0,
  volume: ({ isQuick }) =>
    `one recruiter (15 applications) and one counsellor (30 persons), ${isQuick ? 'four' : 'all'} working days`,
  tasks: (world) =>
    workingDays(world.isQuick ? 6 : 30).flatMap((day): readonly Task[] => [
      { at: instantOf(day, '09:00'), run: () => first15(world) },
      { at: instantOf(day, '09:05'), run: () => first30(world) },
    ]),
};

async function first15({ honest }: World): Promise<void> {
  await honest.ask('employer, Mission locale', recruiter(5), list, { variables: { first: 15 } });
}

async function first30({ honest }: World): Promise<void> {
  await honest.ask('employer, Mission locale', youthCounsellor(2), list, { variables: { first: 30 } });
}

function workingDays(until: number): readonly number[] {
  return Array.from({ length: until }, (_, index) => index + 1).filter(isWorkingDay);
}
