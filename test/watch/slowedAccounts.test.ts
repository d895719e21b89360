import { afterAll, beforeAll, expect, it } from 'vitest';
import { Database } from '../../src/store/database.js';
import { migrate } from '../../src/store/migrate.js';
import { SlowedAccounts } from '../../src/watch/slowedAccounts.js';
import { slowAccounts } from '../../src/watch/sql/slowed.js';
import { createDatabase } from '../support/postgres.js';
import type { TestDatabase } from '../support/postgres.js';

let made: TestDatabase;
let database: Database;

beforeAll(async () => {
  made = await createDatabase();
  await migrate({ url: made.url, storeFolder: undefined });
  database = await Database.connect({ url: made.url, max: 2, statementTimeoutMs: 10_000, applicationName: 'test' });
});
afterAll(async () => {
  await database.close();
  await made.drop();
});

it('one account waits, one request after the other and a few at most; nobody else does', async () => {
  await database.read(slowAccounts(['ada'], 3_600));
  const slowed = new SlowedAccounts(database, 20);
  expect(slowed.pass('ada')).toBeUndefined();
  await slowed.refresh();
  expect(slowed.pass('bob')).toBeUndefined();
  const order: number[] = [];
  const waiting = [0, 1, 2, 3, 4].map(async (index) => {
    await slowed.pass('ada');
    order.push(index);
  });
  await expect(slowed.pass('ada')).rejects.toMatchObject({ refusal: { code: 'SLOWED_DOWN' } });
  await Promise.all(waiting);
  expect(order).toEqual([0, 1, 2, 3, 4]);
  await slowed.pass('ada');
});

it('ends when its time is over', async () => {
  await database.read(slowAccounts(['eve'], -1));
  const slowed = new SlowedAccounts(database, 20);
  await slowed.refresh();
  expect(slowed.pass('eve')).toBeUndefined();
});
