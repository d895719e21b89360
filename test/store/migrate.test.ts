import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Failure } from '../../src/kernel/failure.js';
import { Database } from '../../src/store/database.js';
import { migrate } from '../../src/store/migrate.js';
import { createDatabase } from '../support/postgres.js';
import type { TestDatabase } from '../support/postgres.js';

let made: TestDatabase;
let folder: string;

async function file(name: string, text: string): Promise<void> {
  await writeFile(join(folder, name), text);
}

async function tables(): Promise<readonly string[]> {
  const database = await Database.connect({
    url: made.url,
    max: 1,
    statementTimeoutMs: 1_000,
    applicationName: 'test',
  });
  const rows = await database.read({
    name: 'tables',
    text: `SELECT schemaname || '.' || tablename AS name FROM pg_tables WHERE schemaname IN ('public', 'cloison') ORDER BY 1`,
    values: [],
  });
  await database.close();
  return rows.map((row) => String(row['name']));
}

const engineFolder = fileURLToPath(new URL('../../src/store/migrations/', import.meta.url));
const engineFiles = readdirSync(engineFolder).toSorted();
/** As the files make them, and the two in which it is written what was run. */
const engineTables = [
  'cloison.migration',
  'cloison.store_migration',
  ...engineFiles.flatMap((name) =>
    [...readFileSync(join(engineFolder, name), 'utf8').matchAll(/^CREATE TABLE (cloison\.\w+)/gm)].flatMap(
      ([, table]) => table ?? [],
    ),
  ),
].toSorted();

beforeEach(async () => {
  made = await createDatabase();
  folder = await mkdtemp(join(tmpdir(), 'cloison-migrations-'));
  return async () => {
    await made.drop();
    await rm(folder, { recursive: true });
  };
});

const printed = vi.spyOn(console, 'info');
const complained = vi.spyOn(console, 'error');
beforeAll(() => void [printed.mockClear(), complained.mockClear()]);
afterAll(() => {
  expect([printed.mock.calls, complained.mock.calls]).toEqual([[], []]);
  vi.restoreAllMocks();
});

describe('migrations', () => {
  it('name the file, its line and the SQLSTATE of what fails, keep what came before and nothing of the file', async () => {
    await file('0001_tenants.sql', 'CREATE TABLE tenant (id uuid);\n');
    await file('0002_rooms.sql', 'CREATE TABLE room (id uuid);\n\nALTER TABLE nowhere ADD COLUMN x int;\n');
    await expect(migrate({ url: made.url, storeFolder: folder })).rejects.toMatchObject({
      code: 'MIGRATION_FAILED',
      message: 'migration 0002_rooms.sql: SQLSTATE 42P01: relation "nowhere" does not exist',
    } satisfies Partial<Failure>);
    expect(await tables()).toEqual([...engineTables, 'public.tenant']);

    await file('0002_rooms.sql', 'CREATE TABLE room (id uuid);\n');
    expect(await migrate({ url: made.url, storeFolder: folder })).toEqual(['0002_rooms.sql']);
  });

  it('name the line of a mistake in the SQL', async () => {
    await file('0001_tenants.sql', '-- Tenants.\nCREATE TABLE tenant (\n  id uuid,,\n);\n');
    await expect(migrate({ url: made.url, storeFolder: folder })).rejects.toMatchObject({
      message: 'migration 0001_tenants.sql, line 3: SQLSTATE 42601: syntax error at or near ","',
    });
  });

  it('quote no value of a row that they meet', async () => {
    await file(
      '0001_tenants.sql',
      "CREATE TABLE tenant (name text UNIQUE); INSERT INTO tenant VALUES ('Quenouille'), ('Quenouille');",
    );
    const error: unknown = await migrate({ url: made.url, storeFolder: folder }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'MIGRATION_FAILED', message: 'migration 0001_tenants.sql: SQLSTATE 23505' });
    expect(JSON.stringify(error) + String((error as Failure).cause)).not.toContain('Quenouille');
  });

  it('are refused when a new one would have to run before one that was run', async () => {
    await file('0002_rooms.sql', 'CREATE TABLE room (id uuid);');
    await migrate({ url: made.url, storeFolder: folder });
    await file('0001_tenants.sql', 'CREATE TABLE tenant (id uuid);');
    await expect(migrate({ url: made.url, storeFolder: folder })).rejects.toMatchObject({
      code: 'MIGRATION_FAILED',
      message: expect.stringContaining('0001_tenants is preceding') as string,
    });
  });

  it('are refused when a file name has no number', async () => {
    await file('tenants.sql', 'SELECT 1;');
    await expect(migrate({ url: made.url, storeFolder: folder })).rejects.toMatchObject({
      code: 'MIGRATION_FAILED',
      message: 'migration tenants.sql: a file is named like 0001_tenants.sql',
    });
  });

  it('fail with a code when the folder is not there', async () => {
    await expect(migrate({ url: made.url, storeFolder: join(folder, 'none') })).rejects.toMatchObject({
      code: 'MIGRATION_FAILED',
    });
  });

  it('run once each, the engine’s first, and pass over what is no SQL', async () => {
    await file('0001_tenants.sql', 'CREATE TABLE tenant (id uuid);');
    await file('README.md', 'Not SQL.');
    expect(await migrate({ url: made.url, storeFolder: folder })).toEqual([...engineFiles, '0001_tenants.sql']);
    expect(await migrate({ url: made.url, storeFolder: folder })).toEqual([]);
    expect(await tables()).toEqual([...engineTables, 'public.tenant']);
  });

  it('take turns when two servers start together', async () => {
    await file('0001_tenants.sql', 'CREATE TABLE tenant (id uuid); SELECT pg_sleep(0.2);');
    const runs = await Promise.all([1, 2].map(() => migrate({ url: made.url, storeFolder: folder })));
    expect(runs.map((names) => names.length).toSorted((left, right) => left - right)).toEqual([
      0,
      engineFiles.length + 1,
    ]);
  });

  it('fail with STORE_UNAVAILABLE when nobody answers', async () => {
    await expect(migrate({ url: 'postgresql://x:y@127.0.0.1:1/x', storeFolder: folder })).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
    });
  });
});
