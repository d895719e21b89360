import { randomUuid } from '../../../src/vault/random.js';
import { cohortRank, machine, trainer } from '../accounts.js';
import { sessionId, trainingId } from '../store/plan.js';
import { instantOf } from '../time.js';
import type { World } from '../world.js';
import type { Scenario } from './scenario.js';

const name = 'September cohort';

interface Newcomer {
  readonly id: string;
  readonly enrolments: { readonly nodes: readonly { readonly id: string; readonly status: string }[] };
}

export const copyNewcomers = `query CopyNewcomers($after: String, $since: DateTime) {
  jobSeekers(first: 50, after: $after, changedSince: $since) {
    nodes { id usedName givenNames enrolments(first: 3) { nodes { id status } } }
    pageInfo { hasNextPage endCursor }
  }
}`;

const open = 'query Open($id: ID!) { jobSeeker(id: $id) { id birthName usedName givenNames email phone } }';

const enter = `mutation Enter($enrolment: ID!, $startedOn: Date!) {
  recordEntry(enrolment: $enrolment, startedOn: $startedOn) { errors { row code } enrolment { id status } }
}`;

/** Referred at the end of August and copied by the organisation's software; on 1 and 2 September twelve accounts open each, and state the entry. */
export const cohort: Scenario = {
  name,
  line: 2,
  volume: (world) =>
    `${String(size(world))} new trainees of one organisation in two days: its software copies them, 12 accounts open each and state the entry`,
  tasks: (world) => [
    { at: instantOf(0, '20:00'), run: () => refer(world) },
    { at: instantOf(1, '07:15'), run: () => welcome(world, 0) },
    { at: instantOf(2, '07:15'), run: () => welcome(world, 1) },
  ],
};

function size({ isQuick, everybody }: World): number {
  return Math.min(isQuick ? 60 : 800, Math.floor(everybody.size / 5));
}

/** As the advisers of all the country did, by their own software. */
async function refer(world: World): Promise<void> {
  const { site, filled } = world;
  const session = sessionId(filled.plan.firstSession[cohortRank] ?? 0);
  await site.sql(
    `INSERT INTO enrolment (id, job_seeker_id, session_id, organisation_id, referred_on)
     SELECT x.id, j.id, $1, $2, '2026-08-31' FROM unnest($3::uuid[]) WITH ORDINALITY x(id, place)
       JOIN (SELECT j.id, row_number() OVER (ORDER BY j.id) AS place FROM job_seeker j
              WHERE NOT EXISTS (SELECT FROM enrolment e WHERE e.job_seeker_id = j.id) LIMIT $4) j USING (place)`,
    [session, trainingId(cohortRank), Array.from({ length: size(world) }, () => randomUuid()), size(world)],
  );
}

async function welcome(world: World, half: number): Promise<void> {
  const { honest } = world;
  const asked = { root: 'jobSeekers', variables: { since: new Date(instantOf(0, '12:00')).toISOString() } };
  const newcomers = await honest.pages<Newcomer>(name, machine(cohortRank), copyNewcomers, asked);
  const referred = newcomers.flatMap(({ id, enrolments }) =>
    enrolments.nodes.flatMap((enrolment) => (enrolment.status === 'REFERRED' ? [{ id, enrolment: enrolment.id }] : [])),
  );
  if (half === 0)
    honest.require(referred.length >= size(world), name, `only ${String(referred.length)} newcomers are shown`);
  for (const [index, { id, enrolment }] of referred.slice(0, Math.ceil(size(world) / 2)).entries()) {
    const account = trainer(cohortRank, 1 + (index % 12));
    await honest.ask(name, account, open, { variables: { id } });
    const variables = { enrolment, startedOn: '2026-09-01' };
    const data = await honest.ask<{ recordEntry: { errors: readonly unknown[] } }>(name, account, enter, { variables });
    honest.require(data === null || data.recordEntry.errors.length === 0, name, 'an entry was refused');
  }
}
