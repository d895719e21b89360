/** Of several watchers one works; when its connection goes another does, and nothing that was learnt is lost. */
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/kernel/clock.js';
import { Ledger } from '../../src/ledger/ledger.js';
import { Register } from '../../src/register/register.js';
import { Database } from '../../src/store/database.js';
import { migrate } from '../../src/store/migrate.js';
import { detectors as allDetectors } from '../../src/watch/detectors/all.js';
import type { Detector } from '../../src/watch/detectors/detector.js';
import { SlowedAccounts } from '../../src/watch/slowedAccounts.js';
import { listAlarms } from '../../src/watch/sql/alarms.js';
import { Tripwires } from '../../src/watch/tripwires.js';
import type { RunningWatch } from '../../src/watch/watch.js';
import { startWatch } from '../../src/watch/watch.js';
import { createDatabase } from '../support/postgres.js';
import type { TestDatabase } from '../support/postgres.js';
import { insertEntries, pastOf, persons, sweepOf } from './entries.js';

const now = Date.now();
let template: TestDatabase;
let made: TestDatabase;
let client: pg.Client;
let databases: Database[];
let failures: unknown[];

beforeAll(async () => {
  template = await createDatabase();
  await migrate({ url: template.url, storeFolder: undefined });
});
afterAll(() => template.drop());
beforeEach(async () => {
  made = await createDatabase({ template: template.name });
  client = new pg.Client(made.url);
  await client.connect();
  databases = [];
  failures = [];
  return async () => {
    await client.end();
    for (const database of databases) await database.close();
    await made.drop();
  };
});

async function watchOn(detectors = allDetectors): Promise<RunningWatch> {
  const database = await Database.connect({
    url: made.url,
    max: 3,
    statementTimeoutMs: 10_000,
    applicationName: 'watch',
  });
  databases.push(database);
  const onFailure = (error: unknown): void => void failures.push(error);
  const ledger = new Ledger(database, onFailure);
  return startWatch({
    database,
    ledger,
    register: new Register(database, systemClock),
    policy: { naming: new Set(['Tenant.surname']), dailyBounds: new Map() },
    clock: systemClock,
    slowed: new SlowedAccounts(database),
    tripwires: new Tripwires(database, ledger, onFailure),
    onFailure,
    detectors,
  });
}

/** Once it has begun: what was there before teaches. */
async function watching(detectors?: readonly Detector[]): Promise<RunningWatch> {
  const watch = await watchOn(detectors);
  await expect.poll(() => watch.isWatching()).toBe(true);
  await expect.poll(async () => (await client.query('SELECT FROM cloison.watch_progress')).rowCount).toBe(1);
  return watch;
}

const alarms = async (): Promise<readonly string[]> => {
  const [database] = databases;
  return database === undefined ? [] : (await listAlarms(database, false)).map(({ account }) => account);
};

async function untilRead(): Promise<void> {
  const isRead =
    'SELECT p.last_entry >= (SELECT max(id) FROM cloison.ledger_entry) AS done FROM cloison.watch_progress p';
  await expect.poll(async () => (await client.query<{ done: boolean }>(isRead)).rows).toEqual([{ done: true }]);
}

describe('two watchers of one store', () => {
  it('take turns: when the connection of the one is lost the other goes on', async () => {
    const one = await watching();
    const other = await watchOn();
    await insertEntries(client, pastOf('ada', now));
    await untilRead();
    expect(other.isWatching()).toBe(false);
    await one.stop();
    await expect.poll(() => other.isWatching()).toBe(true);
    await insertEntries(client, sweepOf('ada', now, 12));
    await expect.poll(alarms).toEqual(['ada']);
    await other.stop();
    expect(failures).toEqual([]);
  });

  it('go on when the database ends the connection of the one that works', async () => {
    const one = await watching();
    await client.query(
      `SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
        WHERE d.datname = current_database() AND l.locktype = 'advisory' AND l.objid = 4785221908::bigint & 4294967295`,
    );
    await expect.poll(() => failures.length).toBeGreaterThan(0);
    await insertEntries(client, [...pastOf('ada', now), ...sweepOf('ada', now, 12)]);
    await expect.poll(alarms).toEqual(['ada']);
    await one.stop();
  });
});

describe('a watcher that is started again', () => {
  it('remembers: half a sweep before and half after is a sweep', async () => {
    const all = sweepOf('ada', now, 12);
    const one = await watching();
    await insertEntries(client, [...pastOf('ada', now), ...all.slice(0, 6)]);
    await untilRead();
    await one.stop();
    expect(await alarms()).toEqual([]);
    const other = await watchOn();
    await insertEntries(client, all.slice(6));
    await expect.poll(alarms).toEqual(['ada']);
    await other.stop();
  });

  it('raises nothing twice', async () => {
    const one = await watching();
    await insertEntries(client, [...pastOf('ada', now), ...sweepOf('ada', now, 9)]);
    await expect.poll(alarms).toEqual(['ada']);
    await one.stop();
    const other = await watchOn();
    await insertEntries(client, [{ at: now, account: 'bob', persons: persons(1) }]);
    await untilRead();
    await other.stop();
    expect(await alarms()).toEqual(['ada']);
  });
});

describe('the first watcher of a store that has a past', () => {
  it('learns from it and raises nothing', async () => {
    await insertEntries(client, [...pastOf('ada', now), ...sweepOf('ada', now, 12)]);
    const one = await watchOn();
    await expect.poll(async () => (await client.query('SELECT FROM cloison.watch_progress')).rowCount).toBe(1);
    await insertEntries(client, [{ at: now, account: 'bob', persons: persons(1) }]);
    await untilRead();
    await one.stop();
    expect(await alarms()).toEqual([]);
  });
});

it('with a detector that says nothing nobody is stopped', async () => {
  const one = await watching([{ name: 'WALK', observe: () => undefined }]);
  await insertEntries(client, [...pastOf('ada', now), ...sweepOf('ada', now, 12)]);
  await untilRead();
  await one.stop();
  expect(await alarms()).toEqual([]);
});
