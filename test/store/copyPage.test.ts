import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CopyPage } from '../../src/store/copyPage.js';
import { copyWriter } from '../../src/store/copyValue.js';
import type { CopyValue, CopyWriter } from '../../src/store/copyValue.js';
import { Database } from '../../src/store/database.js';
import { sqlErrorOf } from '../../src/store/sqlError.js';
import { createDatabase } from '../support/postgres.js';
import type { TestDatabase } from '../support/postgres.js';

let made: TestDatabase;
let database: Database;

beforeAll(async () => {
  made = await createDatabase();
  database = await Database.connect({ url: made.url, max: 1, statementTimeoutMs: 5_000, applicationName: 'test' });
  await database.exclusive((session) =>
    session.run("CREATE TYPE mood AS ENUM ('GLAD', 'SAD'); CREATE TABLE row (n int PRIMARY KEY)"),
  );
});
afterAll(async () => {
  await database.close();
  await made.drop();
});

function writerOf(type: string): CopyWriter {
  const writer = copyWriter(type, type === 'mood');
  if (writer === undefined) throw new Error(`no writer for ${type}`);
  return writer;
}

async function load(page: CopyPage, target: string, rows: readonly number[]): Promise<number> {
  return database.transaction((tx) => tx.copyInto(target, page.chunks(rows)));
}

describe('a value in the binary format of COPY', () => {
  it.each<[string, CopyValue, string]>([
    ['bytea', Buffer.from([0, 1, 255]), '\\x0001ff'],
    ['bytea', Buffer.alloc(0), '\\x'],
    ['uuid', '6f1c2a34-0000-4000-8000-00000000000a', '6f1c2a34-0000-4000-8000-00000000000a'],
    ['text', 'Zoë, “l’été”\t𝄞\n', 'Zoë, “l’été”\t𝄞\n'],
    ['varchar', '', ''],
    ['bool', true, 'true'],
    ['bool', false, 'false'],
    ['int2', -32768, '-32768'],
    ['int4', 2147483647, '2147483647'],
    ['float4', 1.5, '1.5'],
    ['float8', -0.1, '-0.1'],
    ['date', '1999-12-31', '1999-12-31'],
    ['date', '0001-01-01', '0001-01-01'],
    ['date', '2024-02-29', '2024-02-29'],
    ['date', '9999-12-31', '9999-12-31'],
    ['timestamptz', '1969-07-20T20:17:40.123Z', '1969-07-20 20:17:40.123+00'],
    ['timestamptz', '2026-03-29T01:30:00.000Z', '2026-03-29 01:30:00+00'],
    ['interval', 'P1Y2M3DT4H5M6S', 'P1Y2M3DT4H5M6S'],
    ['mood', 'SAD', 'SAD'],
  ])('%s is read by PostgreSQL as it was meant: %s', async (type, value, expected) => {
    const page = new CopyPage([writerOf(type), writerOf(type)]);
    page.add([value], [0, 1]);
    const [row] = await database.transaction(async (tx) => {
      await tx.run(`CREATE TEMPORARY TABLE cell (a ${type}, b ${type}) ON COMMIT DROP`);
      await tx.copyInto('"cell" ("a", "b")', page.chunks([0]));
      return tx.read({ name: '', text: 'SELECT a::text AS a, b FROM cell', values: [] });
    });
    expect(row).toEqual({ a: expected, b: null });
  });

  it('has no writer for a type that the importer does not know', () => {
    expect(copyWriter('point', false)).toBeUndefined();
  });
});

describe('a page', () => {
  it('sends the rows that are asked for and no others, beyond its first buffer', async () => {
    const page = new CopyPage([writerOf('int4')]);
    for (let row = 0; row < 20_000; row++) page.add([row], [0]);
    expect(await load(page, '"row" ("n")', [0, 1, 5, 6, 7, 19_999])).toBe(6);
    const rows = await database.read({ name: '', text: 'SELECT array_agg(n ORDER BY n) AS n FROM row', values: [] });
    expect(rows).toEqual([{ n: [0, 1, 5, 6, 7, 19_999] }]);
  });

  it('names the row at which COPY stopped, counted among those that were sent, and keeps none', async () => {
    const page = new CopyPage([writerOf('int4')]);
    for (const value of [100, 101, 100, 102]) page.add([value], [0]);
    const error: unknown = await load(page, '"row" ("n")', [0, 2, 3]).catch((reason: unknown) => reason);
    expect(sqlErrorOf(error)).toMatchObject({ sqlstate: '23505', constraint: 'row_pkey', copyRow: 2 });
    expect(await load(page, '"row" ("n")', [0, 1, 3])).toBe(3);
  });

  it('is loaded as nothing when no row is asked for', async () => {
    const page = new CopyPage([writerOf('int4')]);
    expect(await load(page, '"row" ("n")', [])).toBe(0);
  });
});
