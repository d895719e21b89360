import { machine } from '../accounts.js';
import { instantOf } from '../time.js';
import type { World } from '../world.js';
import type { Scenario } from './scenario.js';

const name = 'attendance file';

interface Trainee {
  readonly id: string;
  readonly enrolments: {
    readonly nodes: readonly { readonly id: string; readonly session: { readonly id: string } | null }[];
  };
}

export const copyWithEnrolments = `query CopyEnrolments($after: String) {
  jobSeekers(first: 50, after: $after) {
    nodes { id usedName givenNames enrolments(first: 2) { nodes { id status session { id } } } }
    pageInfo { hasNextPage endCursor }
  }
}`;

export const submitAttendance = `mutation Submit($session: ID!, $month: YearMonth!, $key: String!, $rows: [AttendanceRow!]!) {
  recordAttendance(session: $session, month: $month, key: $key, rows: $rows) { errors { row code } }
}`;

/** The first working day of the month: the software of the largest organisation sends last month's attendance, then all of it again. */
export const attendance: Scenario = {
  name,
  line: 1,
  volume: (world) =>
    `one organisation states up to ${String(rowsAtMost(world))} trainees’ August in calls by session, twice`,
  tasks: (world) => [{ at: instantOf(1, '08:00'), run: () => sendTwice(world) }],
};

const sessionsWhenQuick = 8;
const rowsAtMost = ({ isQuick }: World): number => (isQuick ? 300 : 5_000);

async function sendTwice(world: World): Promise<void> {
  const { honest } = world;
  const software = machine(0);
  const trainees = await honest.pages<Trainee>(name, software, copyWithEnrolments, { root: 'jobSeekers' });
  const bySession = new Map<string, object[]>();
  let rows = 0;
  for (const { id, enrolments } of trainees) {
    const [enrolment] = enrolments.nodes;
    const number = enrolment?.session?.id;
    if (enrolment === undefined || number === undefined || rows >= rowsAtMost(world)) continue;
    if (world.isQuick && bySession.size >= sessionsWhenQuick && !bySession.has(number)) continue;
    rows++;
    const row = { enrolment: enrolment.id, jobSeeker: id, hoursPresent: 120, hoursAbsent: rows % 9 };
    bySession.set(number, [...(bySession.get(number) ?? []), row]);
  }
  honest.require(rows > 0, name, 'nobody to state attendance of');
  for (const time of ['first', 'second']) {
    for (const [session, each] of bySession) {
      const variables = { session, month: '2026-08', key: `2026-08 ${session}`, rows: each };
      const data = await honest.ask<{ recordAttendance: { errors: readonly unknown[] } }>(
        name,
        software,
        submitAttendance,
        { variables },
      );
      honest.require(
        data === null || data.recordAttendance.errors.length === 0,
        name,
        `rows refused when sent the ${time} time`,
      );
    }
  }
}
