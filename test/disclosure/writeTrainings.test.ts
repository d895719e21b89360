/** The writes of the repository's own store: who registers, who refers, who states what became of it. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DemoAccount } from '../../src/demo/accounts.js';
import { storeFolder } from '../support/policies.js';
import { clockAt, startService } from '../support/service.js';
import type { Reply, Service } from '../support/service.js';

const isere = randomUUID();
const nord = randomUUID();
const subcontractor = randomUUID();
const session = randomUUID();
const otherSession = randomUUID();

function account(name: string, role: string, organisation: string, purposes: readonly string[]): DemoAccount {
  return {
    name,
    role,
    claims: { ACCOUNT: name, ORGANISATION: organisation },
    purposes,
    defaultPurpose: purposes[0] ?? '',
  };
}

const accounts = [
  account('adviser', 'ADVISER', randomUUID(), ['COUNSELLING', 'REGISTRATION']),
  account('colleague', 'ADVISER', randomUUID(), ['COUNSELLING', 'REGISTRATION']),
  account('isere', 'TRAINING_ORGANISATION', isere, ['TRAINING_FOLLOW_UP']),
  account('nord', 'TRAINING_ORGANISATION', nord, ['TRAINING_FOLLOW_UP']),
  account('subcontractor', 'TRAINING_ORGANISATION', subcontractor, ['TRAINING_FOLLOW_UP']),
];

let service: Service;
let client: pg.Client;

beforeAll(async () => {
  const clock = clockAt(new Date().toISOString());
  service = await startService({ folder: storeFolder, accounts, clock });
  client = new pg.Client(service.database.url);
  await client.connect();
  for (const [index, id] of [isere, nord, subcontractor].entries()) {
    await client.query("INSERT INTO organisation (id, name, siret, kind) VALUES ($1, 'Invented', $2, 'TRAINING')", [
      id,
      `0000000000000${String(index)}`,
    ]);
  }
  await client.query(
    "INSERT INTO establishment (id, organisation_id, name, postcode, city) VALUES ($1, $1, 'Invented', '38000', 'Nowhere')",
    [isere],
  );
  await client.query("INSERT INTO training (id, organisation_id, title, hours) VALUES ($1, $1, 'Invented', 70)", [
    isere,
  ]);
  for (const id of [session, otherSession]) {
    await client.query(
      "INSERT INTO session (id, training_id, organisation_id, establishment_id, starts_on, ends_on, places) VALUES ($1, $2, $2, $2, '2020-01-01', '2099-01-01', 1000)",
      [id, isere],
    );
  }
  await client.query(
    "INSERT INTO subcontract (session_id, subcontractor_id, starts_on) VALUES ($1, $2, '2020-01-01')",
    [session, subcontractor],
  );
});
afterAll(async () => {
  await client.end();
  await service.stop();
});

interface Payload {
  readonly errors: readonly { readonly row: number; readonly code: string }[];
  readonly enrolment?: { readonly id: string } | null;
}

async function write(
  name: string,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
  purpose?: string,
): Promise<Payload> {
  const reply: Reply = await service.ask(name, query, { variables, ...(purpose === undefined ? {} : { purpose }) });
  if (reply.data === null || reply.data === undefined || reply.codes.length > 0)
    throw new Error(`${reply.text} ${service.failures.map(String).join()}`);
  return reply.data['m'] as Payload;
}

/** The id that an account sees of a row. */
function idAt(name: string, type: string, uuid: string): string {
  const organisation = accounts.find((each) => each.name === name)?.claims.ORGANISATION ?? '';
  return (
    service.store.rooms.vault
      .ids(`organisation ${organisation}`, type)
      .encode(Buffer.from(uuid.replaceAll('-', ''), 'hex'))[0] ?? ''
  );
}

let registered = 0;

/** A person of the adviser's portfolio, and the row's key. */
async function newPerson(more: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const before = new Set((await client.query<{ id: string }>('SELECT id FROM job_seeker')).rows.map(({ id }) => id));
  registered += 1;
  const input = {
    identifier: `${String(1_000_000 + registered)}A`,
    birthName: 'Dupont-Inventé',
    usedName: 'Dupont-Inventé',
    givenNames: 'Odile',
    birthDate: '1984',
    ...more,
  };
  const query =
    'mutation ($input: RegisterJobSeekerInput!) { m: registerJobSeeker(input: $input) { errors { row code } } }';
  expect(await write('adviser', query, { input }, 'REGISTRATION')).toEqual({ errors: [] });
  const rows = (await client.query<{ id: string }>('SELECT id FROM job_seeker')).rows;
  return rows.find(({ id }) => !before.has(id))?.id ?? '';
}

/** A person referred to the session, and the enrolment's key. */
async function newTrainee(of = session): Promise<{ readonly person: string; readonly enrolment: string }> {
  const person = await newPerson();
  const query =
    'mutation ($input: ReferToSessionInput!) { m: referToSession(input: $input) { errors { row code } enrolment { id } } }';
  const input = {
    jobSeeker: idAt('adviser', 'JobSeeker', person),
    session: idAt('adviser', 'Session', of),
    plannedEndOn: '2030-01-31',
  };
  expect(await write('adviser', query, { input })).toMatchObject({ errors: [] });
  const { rows } = await client.query<{ id: string }>('SELECT id FROM enrolment WHERE job_seeker_id = $1', [person]);
  return { person, enrolment: rows[0]?.id ?? '' };
}

const entry =
  'mutation ($id: ID!, $on: Date!) { m: recordEntry(enrolment: $id, startedOn: $on) { errors { row code } enrolment { status } } }';
const exit =
  'mutation ($id: ID!, $on: Date!) { m: recordExit(enrolment: $id, endedOn: $on) { errors { row code } enrolment { status endedOn } } }';
const completion =
  'mutation ($id: ID!, $on: Date!) { m: recordCompletion(enrolment: $id, endedOn: $on) { errors { row code } } }';
const attendance = `mutation ($session: ID!, $month: YearMonth!, $key: String!, $rows: [AttendanceRow!]!) {
  m: recordAttendance(session: $session, month: $month, key: $key, rows: $rows) { errors { row code } }
}`;

describe('an adviser', () => {
  it('registers for registration only, and reads whom they registered', async () => {
    const input = { identifier: '9999999Z', birthName: 'X', usedName: 'X', givenNames: 'X', birthDate: '1984' };
    const query = 'mutation ($input: RegisterJobSeekerInput!) { registerJobSeeker(input: $input) { errors { code } } }';
    expect((await service.ask('adviser', query, { variables: { input } })).codes).toEqual(['WRITE_NOT_FOR_PURPOSE']);
    const person = await newPerson();
    const { data } = await service.ask(
      'adviser',
      'query ($id: ID!) { jobSeeker(id: $id) { birthName accompaniments(first: 5) { nodes { adviser } } } }',
      { variables: { id: idAt('adviser', 'JobSeeker', person) } },
    );
    expect(data).toEqual({
      jobSeeker: { birthName: 'Dupont-Inventé', accompaniments: { nodes: [{ adviser: 'adviser' }] } },
    });
  });

  it('corrects what a colleague has corrected meanwhile only after having seen it', async () => {
    const person = await newPerson();
    await client.query(
      "INSERT INTO accompaniment (job_seeker_id, adviser, unit_id, starts_on) SELECT job_seeker_id, 'colleague', unit_id, starts_on FROM accompaniment WHERE job_seeker_id = $1",
      [person],
    );
    const versionAt = async (name: string): Promise<unknown> => {
      const id = idAt(name, 'JobSeeker', person);
      const query = 'query ($id: ID!) { jobSeeker(id: $id) { version } }';
      const { data } = await service.ask(name, query, { variables: { id } });
      return (data?.['jobSeeker'] as { readonly version: unknown } | undefined)?.version;
    };
    const correct =
      'mutation ($input: CorrectJobSeekerInput!) { m: correctJobSeeker(input: $input) { errors { row code } } }';
    const inputAt = (name: string, version: unknown): Readonly<Record<string, unknown>> => ({
      input: { id: idAt(name, 'JobSeeker', person), version, usedName: `De ${name}` },
    });
    const [own, colleagues] = [await versionAt('adviser'), await versionAt('colleague')];
    expect(own).not.toBe(colleagues);
    expect(await write('colleague', correct, inputAt('colleague', colleagues))).toEqual({ errors: [] });
    const stale = { errors: [{ row: 0, code: 'STALE' }] };
    expect(await write('adviser', correct, inputAt('adviser', own))).toEqual(stale);
    expect(await write('adviser', correct, inputAt('adviser', await versionAt('colleague')))).toEqual(stale);
    expect(await write('adviser', correct, inputAt('adviser', await versionAt('adviser')))).toEqual({ errors: [] });
    await client.query("DELETE FROM accompaniment WHERE adviser = 'colleague'");
  });

  it('refers nobody whom another accompanies, and makes no link by registering an identifier that is there', async () => {
    const person = await newPerson();
    const query =
      'mutation ($input: ReferToSessionInput!) { m: referToSession(input: $input) { errors { row code } enrolment { id } } }';
    const input = { jobSeeker: idAt('colleague', 'JobSeeker', person), session: idAt('colleague', 'Session', session) };
    expect(await write('colleague', query, { input })).toEqual({
      errors: [{ row: 0, code: 'NOT_FOUND' }],
      enrolment: null,
    });
    const again = {
      identifier: `${String(1_000_000 + registered)}A`,
      birthName: 'Y',
      usedName: 'Y',
      givenNames: 'Y',
      birthDate: '1990',
    };
    const register =
      'mutation ($input: RegisterJobSeekerInput!) { m: registerJobSeeker(input: $input) { errors { row code } } }';
    expect(await write('colleague', register, { input: again }, 'REGISTRATION')).toEqual({ errors: [] });
    expect((await client.query("SELECT FROM accompaniment WHERE adviser = 'colleague'")).rowCount).toBe(0);
    expect((await client.query('SELECT FROM cloison.review WHERE existing = $1', [person])).rowCount).toBe(1);
  });

  it('refers to a session, and from then its organisation reaches the person; no other does', async () => {
    const { person, enrolment } = await newTrainee();
    const { rows } = await client.query<{ organisation_id: string }>(
      'SELECT organisation_id FROM enrolment WHERE id = $1',
      [enrolment],
    );
    expect(rows).toEqual([{ organisation_id: isere }]);
    const query = 'query ($id: ID!) { jobSeeker(id: $id) { usedName } }';
    for (const [name, seen] of [
      ['isere', { usedName: 'Dupont-Inventé' }],
      ['nord', null],
    ] as const) {
      expect((await service.ask(name, query, { variables: { id: idAt(name, 'JobSeeker', person) } })).data).toEqual({
        jobSeeker: seen,
      });
    }
  });
});

describe('a training organisation', () => {
  it('states an entry once, of its own trainee, and completes only who entered', async () => {
    const { enrolment } = await newTrainee();
    const id = idAt('isere', 'Enrolment', enrolment);
    expect(await write('nord', entry, { id: idAt('nord', 'Enrolment', enrolment), on: '2026-01-05' })).toEqual({
      errors: [{ row: 0, code: 'NOT_FOUND' }],
      enrolment: null,
    });
    expect(await write('isere', completion, { id, on: '2026-01-30' })).toEqual({ errors: [{ row: 0, code: 'STATE' }] });
    expect(await write('isere', entry, { id, on: '2026-01-05' })).toEqual({
      errors: [],
      enrolment: { status: 'IN_TRAINING' },
    });
    expect(await write('isere', entry, { id, on: '2026-01-06' })).toEqual({
      errors: [{ row: 0, code: 'STATE' }],
      enrolment: null,
    });
    expect(await write('isere', exit, { id, on: '2026-01-04' })).toEqual({
      errors: [{ row: 0, code: 'INCONSISTENT' }],
      enrolment: null,
    });
    expect(await write('isere', exit, { id, on: '2026-01-30' })).toEqual({ errors: [], enrolment: null });
  });

  it('still states the last month of who has left, and nothing else of them', async () => {
    const { person, enrolment } = await newTrainee();
    const yesterday = new Date(Date.now() - 2 * 86_400_000).toISOString().slice(0, 10);
    await client.query(
      "UPDATE enrolment SET status = 'EXITED', started_on = '2025-01-01', ended_on = $2 WHERE id = $1",
      [enrolment, yesterday],
    );
    const id = idAt('isere', 'Enrolment', enrolment);
    expect(await write('isere', exit, { id, on: '2025-06-01' })).toEqual({
      errors: [{ row: 0, code: 'NOT_FOUND' }],
      enrolment: null,
    });
    const rows = [{ enrolment: id, jobSeeker: idAt('isere', 'JobSeeker', person), hoursPresent: 70, hoursAbsent: 0 }];
    const month = { session: idAt('isere', 'Session', session), month: '2026-01', key: randomUUID(), rows };
    expect(await write('isere', attendance, month)).toEqual({ errors: [] });
    await client.query("UPDATE enrolment SET ended_on = '2025-02-01' WHERE id = $1", [enrolment]);
    expect(await write('isere', attendance, { ...month, key: randomUUID(), month: '2026-02' })).toEqual({
      errors: [{ row: 0, code: 'NOT_FOUND' }],
    });
  });

  it('states a month’s attendance in one call, sent twice: an error a row, the others stand', async () => {
    const [one, two, elsewhere] = [await newTrainee(), await newTrainee(), await newTrainee(otherSession)];
    const row = (
      name: string,
      { person, enrolment }: { readonly person: string; readonly enrolment: string },
      hoursPresent = 60,
    ): unknown => ({
      enrolment: idAt(name, 'Enrolment', enrolment),
      jobSeeker: idAt(name, 'JobSeeker', person),
      hoursPresent,
      hoursAbsent: 3,
    });
    const rows = [
      row('isere', one),
      row('isere', elsewhere),
      row('isere', { person: one.person, enrolment: two.enrolment }),
      { ...(row('isere', two) as object), enrolment: 'mangled' },
      row('isere', two, 12),
    ];
    const request = { session: idAt('isere', 'Session', session), month: '2026-03', key: 'march', rows };
    const expected = { errors: [1, 2, 3].map((at) => ({ row: at, code: 'NOT_FOUND' })) };
    expect(await write('isere', attendance, request)).toEqual(expected);
    expect(await write('isere', attendance, request)).toEqual(expected);
    expect((await client.query("SELECT FROM attendance WHERE month = '2026-03'")).rowCount).toBe(2);
    const again = await write('isere', attendance, { ...request, key: 'march again' });
    expect(again.errors.map(({ row: at, code }) => `${String(at)} ${code}`)).toEqual([
      '0 ALREADY_RECORDED',
      '1 NOT_FOUND',
      '2 NOT_FOUND',
      '3 NOT_FOUND',
      '4 ALREADY_RECORDED',
    ]);
    const delivered = {
      session: idAt('subcontractor', 'Session', session),
      month: '2026-04',
      key: 'april',
      rows: [row('subcontractor', one), row('subcontractor', elsewhere)],
    };
    expect(await write('subcontractor', attendance, delivered)).toEqual({ errors: [{ row: 1, code: 'NOT_FOUND' }] });
    const read =
      'query ($id: ID!) { jobSeeker(id: $id) { enrolments(first: 5) { nodes { attendances(first: 5) { nodes { month hoursPresent } } } } } }';
    const { data } = await service.ask('isere', read, { variables: { id: idAt('isere', 'JobSeeker', one.person) } });
    expect(data).toMatchObject({
      jobSeeker: {
        enrolments: {
          nodes: [
            {
              attendances: {
                nodes: expect.arrayContaining([
                  { month: '2026-03', hoursPresent: 60 },
                  { month: '2026-04', hoursPresent: 60 },
                ]) as unknown,
              },
            },
          ],
        },
      },
    });
  });

  it('states a thousand trainees in one call within seconds, and not one more', async () => {
    const trainees = Array.from({ length: 1000 }, () => ({ person: randomUUID(), enrolment: randomUUID() }));
    const sealing = service.store.rooms.vault.sealing();
    const keys = trainees.map(({ person }) => sealing.newKey(Buffer.from(person.replaceAll('-', ''), 'hex')));
    sealing.close();
    await client.query('INSERT INTO job_seeker (id, data_key) SELECT * FROM unnest($1::uuid[], $2::bytea[])', [
      trainees.map(({ person }) => person),
      keys,
    ]);
    await client.query(
      'INSERT INTO enrolment (id, job_seeker_id, session_id) SELECT u.e, u.p, $3 FROM unnest($1::uuid[], $2::uuid[]) u(e, p)',
      [trainees.map(({ enrolment }) => enrolment), trainees.map(({ person }) => person), session],
    );
    const rows = trainees.map(({ person, enrolment }) => ({
      enrolment: idAt('isere', 'Enrolment', enrolment),
      jobSeeker: idAt('isere', 'JobSeeker', person),
      hoursPresent: 100,
      hoursAbsent: 0,
    }));
    const request = { session: idAt('isere', 'Session', session), month: '2026-05', key: 'may', rows };
    const tooMany = await service.ask('isere', attendance, { variables: { ...request, rows: [...rows, rows[0]] } });
    expect(tooMany.codes).toEqual(['TOO_MANY_ROWS']);
    const started = performance.now();
    expect(await write('isere', attendance, request)).toEqual({ errors: [] });
    expect(await write('isere', attendance, request)).toEqual({ errors: [] });
    expect(performance.now() - started).toBeLessThan(10_000);
    expect((await client.query("SELECT FROM attendance WHERE month = '2026-05'")).rowCount).toBe(1000);
  });
});
