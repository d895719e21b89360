/**
 * Brings a database to the tables that this version and the store expect. Forward only: plain SQL files, each in a
 * transaction of its own, the engine's before the store's, each set with a table of what was run.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';
import pg from 'pg';
import { Failure } from '../kernel/failure.js';
import { asFailure, SqlError } from './sqlError.js';

export interface MigrationOptions {
  /** Connection string of a role that may create schemas and tables. */
  readonly url: string;
  /** Folder of the store's own `NNNN_name.sql`; without one, only the engine's are run. */
  readonly storeFolder: string | undefined;
}

interface MigrationSet {
  readonly folder: string;
  readonly table: string;
}

const engineFolder = fileURLToPath(new URL('./migrations/', import.meta.url));
const fileName = /^\d{4}_[a-z0-9_]+\.sql$/;
/** Two servers that start together take turns; a longer wait means that somebody holds a lock by accident. */
const lockTimeout = '60s';
const lockKey = 4_785_221_903;

/**
 * Runs what was not run yet and gives the names of those files. Throws MIGRATION_FAILED with the file, its line and the
 * SQLSTATE, after which nothing of that file is kept and the files before it are.
 */
export async function migrate(options: MigrationOptions): Promise<readonly string[]> {
  const sets: MigrationSet[] = [{ folder: engineFolder, table: 'migration' }];
  if (options.storeFolder !== undefined) sets.push({ folder: options.storeFolder, table: 'store_migration' });
  for (const set of sets) await requireFileNames(set.folder);
  return withClient(options.url, async (client) => {
    const names: string[] = [];
    for (const set of sets) names.push(...(await runSet(client, set)));
    return names;
  });
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'cloison migrate',
    connectionTimeoutMillis: 5_000,
  });
  // A connection lost between two statements comes as an event; the next statement reports it.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(`SET lock_timeout = '${lockTimeout}'`);
    await client.query(`SELECT pg_advisory_lock(${lockKey})`);
    return await work(client);
  } catch (error) {
    throw asFailure(error, 'preparing the migrations');
  } finally {
    await client.end();
  }
}

async function runSet(client: pg.Client, set: MigrationSet): Promise<readonly string[]> {
  if (await isUpToDate(client, set)) return [];
  const current = new CurrentMigration();
  try {
    const run = await runner({
      dbClient: client,
      dir: set.folder,
      ignorePattern: '(?!.*\\.sql$).*',
      migrationsSchema: 'cloison',
      createMigrationsSchema: true,
      migrationsTable: set.table,
      direction: 'up',
      singleTransaction: false,
      // Held by withClient, which waits where the library gives up.
      noLock: true,
      logger: current,
    });
    return run.map(({ name }) => `${name}.sql`);
  } catch (error) {
    throw await failureOf(error, set, current.name);
  }
}

/** Whoever may only serve (`cloison migrate --serve-role`) makes no table, and need not when all are there. */
async function isUpToDate(client: pg.Client, { folder, table }: MigrationSet): Promise<boolean> {
  const { rows: found } = await client.query<{ at: string | null }>('SELECT to_regclass($1) AS at', [
    `cloison.${table}`,
  ]);
  if (found[0]?.at === null || found[0] === undefined) return false;
  const { rows } = await client.query<{ name: string }>(`SELECT name FROM cloison.${table} ORDER BY id`);
  const files = (await readdir(folder)).filter((name) => fileName.test(name)).toSorted();
  return rows.map(({ name }) => `${name}.sql`).join() === files.join();
}

/**
 * The library's logger, which prints nothing: its texts hold the whole SQL. It remembers which file is being run, for
 * the errors that it throws don't say.
 */
class CurrentMigration {
  name: string | undefined;

  info = (message: string): void => {
    this.name = /^### MIGRATION (.+) \(UP\) ###$/.exec(message)?.[1] ?? this.name;
  };
  warn = (): void => undefined;
  error = (): void => undefined;
}

async function failureOf(error: unknown, set: MigrationSet, name: string | undefined): Promise<unknown> {
  const failure = asFailure(error, 'migrating');
  if (!(failure instanceof Failure)) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'an unknown error';
    return new Failure('MIGRATION_FAILED', `the migrations of ${set.folder} cannot be run: ${reason}`);
  }
  if (name === undefined || !(failure.cause instanceof SqlError)) return failure;
  const line = await lineOf(error, join(set.folder, `${name}.sql`));
  return new Failure('MIGRATION_FAILED', `migration ${name}.sql${line}: ${failure.cause.message}`, {
    cause: failure.cause,
  });
}

/** PostgreSQL counts characters from the start of the text that it was sent, which is the file. */
async function lineOf(error: unknown, path: string): Promise<string> {
  const position = error instanceof Error && 'position' in error ? Number(error.position) : Number.NaN;
  if (!Number.isInteger(position)) return '';
  const before = (await readFile(path, 'utf8')).slice(0, position - 1);
  return `, line ${before.split('\n').length}`;
}

async function requireFileNames(folder: string): Promise<void> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new Failure('MIGRATION_FAILED', `the migrations of ${folder} cannot be read`, { cause });
  });
  for (const name of names) {
    if (name.endsWith('.sql') && !fileName.test(name)) {
      throw new Failure('MIGRATION_FAILED', `migration ${name}: a file is named like 0001_tenants.sql`);
    }
  }
}
