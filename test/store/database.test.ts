import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Failure } from '../../src/kernel/failure.js';
import { Database } from '../../src/store/database.js';
import { sqlstateOf, violatedUnique } from '../../src/store/sqlError.js';
import type { Statement } from '../../src/store/statement.js';
import { createDatabase } from '../support/postgres.js';
import type { TestDatabase } from '../support/postgres.js';

const canary = 'Quenouille-Brisemiche';

let made: TestDatabase;
let database: Database;

function options(url: string, statementTimeoutMs = 2_000): Parameters<typeof Database.connect>[0] {
  return { url, max: 3, statementTimeoutMs, applicationName: 'cloison test' };
}

function statement(name: string, text: string, ...values: readonly unknown[]): Statement {
  return { name, text, values };
}

async function failureOf(work: Promise<unknown>): Promise<Failure> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof Failure)) throw new Error('expected a Failure', { cause: error });
  return error;
}

/** Everything that a log could print of an error. */
function everythingIn(error: Failure): string {
  const cause: unknown = error.cause;
  const parts: unknown[] = [error.message, error.publicMessage, error.stack];
  if (cause instanceof Error) parts.push(cause.message, cause.stack, JSON.stringify(cause), ...Object.values(cause));
  return parts.join('\n');
}

beforeAll(async () => {
  made = await createDatabase();
  database = await Database.connect(options(made.url));
  await database.exclusive((session) =>
    session.run(
      'CREATE TABLE tenant (id int PRIMARY KEY, name text CONSTRAINT one_name UNIQUE, room int NOT NULL DEFAULT 1)',
    ),
  );
});

afterAll(async () => {
  await database.close();
  await made.drop();
});

describe('connecting', () => {
  it('fails with a code when nobody answers, and names no password', async () => {
    const failure = await failureOf(Database.connect(options(`postgresql://tenant:${canary}@127.0.0.1:1/x`)));
    expect(failure.code).toBe('STORE_UNAVAILABLE');
    expect(failure.message).toBe('connecting to the database: ECONNREFUSED');
    expect(everythingIn(failure)).not.toContain(canary);
  });

  it('refuses a connection string that cannot be read, without quoting it', async () => {
    const failure = await failureOf(Database.connect(options(`postgresql://tenant:${canary}@[bad/x`)));
    expect(failure.code).toBe('CONFIG_INVALID');
    expect(everythingIn(failure)).not.toContain(canary);
  });

  it('names the SQLSTATE when the password is wrong', async () => {
    const url = new URL(made.url);
    url.password = canary;
    const failure = await failureOf(Database.connect(options(url.href)));
    expect(failure.message).toBe('connecting to the database: SQLSTATE 28P01');
    expect(everythingIn(failure)).not.toContain(canary);
  });
});

describe('connecting to an older server', () => {
  it('is refused', async () => {
    // PostgreSQL's own answer is hidden behind a function of the same name.
    await database.read(
      statement('', "CREATE FUNCTION public.current_setting(text) RETURNS text LANGUAGE sql AS $$ SELECT '140012' $$"),
    );
    const url = new URL(made.url);
    url.searchParams.set('options', '-c search_path=public,pg_catalog');
    const failure = await failureOf(Database.connect(options(url.href)));
    await database.read(statement('', 'DROP FUNCTION public.current_setting(text)'));
    expect([failure.code, failure.message]).toEqual([
      'STORE_MISMATCH',
      'PostgreSQL 15 to 18 is needed; this server is 14',
    ]);
  });
});

describe('a statement', () => {
  it('gives rows whose values have lost nothing', async () => {
    const [row] = await database.read(
      statement(
        'all_types',
        `
      SELECT true AS yes, '\\x00ff10'::bytea AS bytes, 9007199254740991::bigint AS large, '2026-02-29'::text AS text,
             '2024-02-29'::date AS day, '2026-01-02 03:04:05.123456+02'::timestamptz AS instant,
             '6f1c2a34-0000-4000-8000-000000000001'::uuid AS id, 12.50::numeric AS exact, 1.5::float8 AS float,
             '{"a":[1]}'::jsonb AS json, ARRAY['a','b,c']::text[] AS texts, ARRAY['\\xff']::bytea[] AS many, NULL AS nothing,
             'P1Y2M'::interval AS span, ARRAY['6f1c2a34-0000-4000-8000-000000000001']::uuid[] AS ids`,
      ),
    );
    expect(row).toEqual({
      yes: true,
      bytes: Buffer.from([0, 255, 16]),
      large: Number.MAX_SAFE_INTEGER,
      text: '2026-02-29',
      day: '2024-02-29',
      instant: '2026-01-02T01:04:05.123456Z',
      id: '6f1c2a34-0000-4000-8000-000000000001',
      exact: '12.50',
      float: 1.5,
      json: { a: [1] },
      texts: ['a', 'b,c'],
      many: [Buffer.from([255])],
      nothing: null,
      span: 'P1Y2M',
      ids: ['6f1c2a34-0000-4000-8000-000000000001'],
    });
  });

  it('refuses a name that PostgreSQL would cut', async () => {
    await expect(database.read(statement('x'.repeat(64), 'SELECT 1'))).rejects.toThrow('63 bytes');
  });

  it('says nothing of a value when a unique constraint refuses it, but says which constraint', async () => {
    const add = (id: number): Statement =>
      statement('add', 'INSERT INTO tenant (id, name) VALUES ($1, $2)', id, canary);
    await database.read(add(1));
    const failure = await failureOf(database.read(add(2)));
    expect([failure.code, failure.message, violatedUnique(failure)]).toEqual([
      'INTERNAL',
      'statement add: SQLSTATE 23505',
      'one_name',
    ]);
    expect(everythingIn(failure)).not.toContain(canary);
  });

  it.each([
    ['a value of the wrong type', 'SELECT $1::int', '22P02'],
    ['a cast inside', "SELECT ($1 || '')::date", '22007'],
    ['a message that a function raises', "SELECT set_config('x.y', $1, true)::int", '22P02'],
    ['a column that is not there', 'SELECT $1, missing FROM tenant', '42703'],
  ])('keeps values out of the error for %s', async (what, text, sqlstate) => {
    const failure = await failureOf(database.read(statement(`bad ${what}`.slice(0, 63), text, canary)));
    expect(sqlstateOf(failure)).toBe(sqlstate);
    expect(everythingIn(failure)).not.toContain(canary);
  });

  it('is cancelled when it takes too long, and the pool goes on', async () => {
    const hasty = await Database.connect(options(made.url, 50));
    const failure = await failureOf(hasty.read(statement('slow', 'SELECT pg_sleep(5)')));
    expect([failure.code, sqlstateOf(failure)]).toEqual(['STORE_UNAVAILABLE', '57014']);
    expect(await hasty.read(statement('quick', 'SELECT 1 AS one'))).toEqual([{ one: 1 }]);
    await hasty.close();
  });
});

describe('a transaction', () => {
  const count = async (): Promise<unknown> =>
    (await database.read(statement('count', 'SELECT count(*) AS n FROM tenant')))[0]?.['n'];

  it('keeps nothing when its work throws', async () => {
    const before = await count();
    await expect(
      database.transaction(async (tx) => {
        await tx.write(statement('tx_add', 'INSERT INTO tenant (id) VALUES ($1)', 100));
        throw new Error('on second thoughts');
      }),
    ).rejects.toThrow('on second thoughts');
    expect(await count()).toBe(before);
  });

  it('is a broken assumption when its work hides a statement that failed', async () => {
    const before = await count();
    await expect(
      database.transaction(async (tx) => {
        await tx.write(statement('tx_add', 'INSERT INTO tenant (id) VALUES ($1)', 101));
        await tx.run('SELECT 1/0').catch(() => undefined);
      }),
    ).rejects.toThrow('hid a failed statement');
    expect(await count()).toBe(before);
  });

  it('keeps what it wrote, and gives what its work gave', async () => {
    const before = Number(await count());
    const written = await database.transaction((tx) =>
      tx.write(statement('tx_add', 'INSERT INTO tenant (id) VALUES ($1)', 102)),
    );
    expect([written, await count()]).toEqual([1, before + 1]);
  });
});

describe('a pool', () => {
  it('outlives its connections: those in use fail with a code, the next ones are new', async () => {
    const other = await Database.connect(options(made.url));
    const killer = await Database.connect(options(made.url));
    const kill = statement(
      'kill',
      `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    const inUse = failureOf(
      other.transaction(async (tx) => {
        await killer.read(kill);
        await tx.read(statement('after', 'SELECT 1'));
      }),
    );
    expect((await inUse).code).toBe('STORE_UNAVAILABLE');
    expect(await other.read(statement('again', 'SELECT 2 AS two'))).toEqual([{ two: 2 }]);
    await killer.read(kill);
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
    expect(await other.read(statement('again', 'SELECT 2 AS two'))).toEqual([{ two: 2 }]);
    await Promise.all([other.close(), killer.close()]);
  });

  it('says that it is full rather than waiting for ever', async () => {
    const small = await Database.connect({ ...options(made.url), max: 1, connectionTimeoutMs: 100 });
    const failure = await small.exclusive(() => failureOf(small.read(statement('wait', 'SELECT 1'))));
    expect([failure.code, failure.message]).toEqual([
      'STORE_UNAVAILABLE',
      'connecting to the database: timeout exceeded when trying to connect',
    ]);
    await small.close();
  });
});
