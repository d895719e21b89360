/** Operations of several partners share a statement; what is wrong with one is nobody else's affair. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Gathered } from '../../src/ledger/gathered.js';
import { Ledger } from '../../src/ledger/ledger.js';
import { Database } from '../../src/store/database.js';
import type { Desk } from './desk.js';
import { expectRecorded, openDesk, operation, people, perDay } from './desk.js';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

const twelve = async (of: (index: number) => Promise<ReturnType<typeof operation>>): Promise<readonly string[]> => {
  const operations = await Promise.all(Array.from({ length: 12 }, (_, index) => of(index)));
  const settled = await Promise.allSettled(operations.map((each) => desk.ledger.disclose(each)));
  return settled.map((each) => (each.status === 'fulfilled' ? each.value.kind : 'FAILED'));
};

it('one that PostgreSQL refuses fails alone', async () => {
  const outcomes = await twelve(async (index) => {
    const scope = await desk.newScope();
    const spent = operation({ scope, persons: people(1), allowances: [perDay(10)] });
    return index === 7 ? { ...spent, head: { ...spent.head, account: 'a\u0000b' } } : spent;
  });
  expect(outcomes.map((kind, index) => (index === 7 ? kind : 'RECORDED'))).toEqual(outcomes);
  expect(outcomes[7]).toBe('FAILED');
});

it('a scope that somebody holds keeps nobody else waiting for good', async () => {
  const held = await desk.newScope();
  const holder = await Database.connect({
    url: desk.url,
    max: 1,
    statementTimeoutMs: 60_000,
    applicationName: 'holder',
  });
  try {
    await holder.transaction(async (session) => {
      await session.read({
        name: '',
        text: 'SELECT FROM cloison.budget_scope WHERE id = $1 FOR UPDATE',
        values: [held],
      });
      const outcomes = await twelve(async (index) => {
        const scope = index % 4 === 0 ? held : await desk.newScope();
        return operation({ scope, persons: people(1), allowances: [perDay(10)] });
      });
      expect(outcomes.map((kind, index) => (index % 4 === 0 ? kind : 'RECORDED'))).toEqual(outcomes);
      expect(outcomes.filter((kind) => kind === 'FAILED')).toHaveLength(3);
    });
    const spent = operation({ scope: held, persons: people(1), allowances: [perDay(10)] });
    expectRecorded(await desk.ledger.disclose(spent));
  } finally {
    await holder.close();
  }
});

it('fails all that were under way when the connection is lost, and tries none of them twice', async () => {
  let tries = 0;
  const gathered = new Gathered<number, number>(
    () => {
      tries++;
      return Promise.reject(new Error('lost'));
    },
    { batchesAtOnce: 1, itemsAtOnce: 10, mayTryAlone: () => false },
  );
  const settled = await Promise.allSettled([1, 2, 3].map((item) => gathered.add(item)));
  expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(tries).toBe(2);
});

it('answers nobody when the database is gone', async () => {
  const gone = await Database.connect({
    url: desk.url,
    max: 1,
    statementTimeoutMs: 1_000,
    applicationName: 'gone',
    connectionTimeoutMs: 300,
  });
  await gone.close();
  const ledger = new Ledger(gone, () => undefined);
  const spent = operation({ scope: await desk.newScope(), persons: people(1), allowances: [perDay(10)] });
  await expect(ledger.disclose(spent)).rejects.toThrow('Cannot use a pool');
});

it('a scope whose number is another’s in a restored database is spent by nobody', async () => {
  const scope = await desk.newScope();
  const spent = operation({ scope, persons: people(1), allowances: [perDay(10)] });
  const known = spent.spending.map((each) => ({ ...each, value: 'organisation-of-before' }));
  await expect(desk.ledger.disclose({ ...spent, spending: known })).rejects.toThrow('the ledger takes no entry');
  const counted = known.map((each) => ({ ...each, seen: 4_000_000_000 }));
  await expect(desk.ledger.disclose({ ...spent, spending: counted })).rejects.toThrow('the ledger takes no entry');
  expectRecorded(await desk.ledger.disclose(spent));
});
