/** Who leaves is not served any more: what it set going in the database ends there, and so does what takes too long. */
import { request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { expectDisclosed, expectRefused } from '../support/answers.js';
import { rentalFolder } from '../support/policies.js';
import { rentalAccounts } from '../support/rentalAccounts.js';
import { fillRental, run } from '../support/rentalRows.js';
import type { Service } from '../support/service.js';
import { clockAt, startService } from '../support/service.js';
import { untilSomebodyWaits } from '../support/waiting.js';

const clock = clockAt('2024-06-01T10:00:00.000Z');
const list = '{ tenants(first: 10) { nodes { id surname } } }';
const leases = '{ tenants(first: 10) { nodes { leases(first: 5) { nodes { id } } } } }';

let service: Service;
let holder: pg.Client;

beforeAll(async () => {
  service = await startService({
    folder: rentalFolder,
    accounts: rentalAccounts,
    clock,
    fill: (store) => fillRental(store),
  });
  holder = new pg.Client({ connectionString: service.database.url });
  await holder.connect();
});

afterAll(async () => {
  await holder.end();
  await service.stop();
});

/** Statements on a table that somebody else holds: those that wait, as PostgreSQL counts them. */
async function waiting(): Promise<number> {
  const text = 'SELECT FROM pg_locks l WHERE NOT l.granted AND pg_backend_pid() = ANY (pg_blocking_pids(l.pid))';
  return (await holder.query(text)).rowCount ?? 0;
}

async function until(count: number): Promise<void> {
  for (let patience = 1_000; patience > 0; patience--) {
    if ((await waiting()) === count) return;
    await sleep(10);
  }
  throw new Error(`${String(await waiting())} wait`);
}

const untilNobodyWaits = (): Promise<void> => until(0);

/** While a table is held, so that whoever reads it waits. */
async function whileHeld<T>(table: string, work: () => Promise<T>): Promise<T> {
  await holder.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
  try {
    return await work();
  } finally {
    await holder.query('ROLLBACK');
  }
}

const somebodyWaits = (): Promise<void> =>
  untilSomebodyWaits(async (text) => (await holder.query<pg.QueryResultRow>(text)).rows);

/** A request whose connection its sender can close; resolves once it is closed. */
function begin(account: string, query: string, purpose = 'LETTING'): { leave(): Promise<void> } {
  const headers = service.headersOf(service.ticketOf(account), purpose);
  const request = httpRequest(service.url, { method: 'POST', headers });
  request.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => request.once('close', () => resolve()));
  request.end(JSON.stringify({ query }));
  return {
    leave: () => {
      request.destroy();
      return closed;
    },
  };
}

describe('a client that leaves', () => {
  it('takes its statement with it, while the lock that it waited for still stands', async () => {
    await whileHeld('tenant', async () => {
      const asking = begin('brick', list);
      await somebodyWaits();
      await asking.leave();
      await untilNobodyWaits();
    });
    expectDisclosed(await service.ask('brick', list));
    expect(service.failures).toEqual([]);
    await vi.waitFor(async () => {
      const noted = "SELECT account FROM cloison.ledger_entry WHERE detail->>'code' = 'CLIENT_LEFT'";
      expect(await run(service.store, noted)).toEqual([{ account: 'brick' }]);
    }, 10_000);
  });

  it('takes what would have come after it, in one transaction and in the next', async () => {
    const left = new AbortController();
    const database = service.store.rooms.database.under(left.signal);
    const count = { name: '', text: 'SELECT count(*)::int AS count FROM tenant', values: [] };
    const erase = { name: '', text: 'DELETE FROM mandate', values: [] };
    const writing = database.transaction(async (session) => {
      await session.write(erase);
      left.abort(new Error('left'));
      await session.read(count);
    });
    await expect(writing).rejects.toThrow('left');
    await expect(database.read(count)).rejects.toThrow('left');
    expect(await run(service.store, 'SELECT FROM mandate')).not.toEqual([]);
  });

  it('takes its write back', async () => {
    const agent = '{ tenants(first: 1) { nodes { id phone } } }';
    const before = await service.ask('agent-north', agent);
    const { id } = (before.data as { tenants: { nodes: readonly { id: string }[] } }).tenants.nodes[0] ?? { id: '' };
    const write = `mutation { correctTenant(input: { id: "${id}", phone: "+441632960999" }) { errors { code } } }`;
    await whileHeld('tenant', async () => {
      const asking = begin('agent-north', write);
      await somebodyWaits();
      await asking.leave();
      await untilNobodyWaits();
    });
    expect((await service.ask('agent-north', agent)).text).toBe(before.text);
    expect(service.failures).toEqual([]);
  });

  it('leaves nobody else without a connection', async () => {
    await whileHeld('tenant', async () => {
      const many = Array.from({ length: 12 }, () => begin('brick', list));
      await somebodyWaits();
      await Promise.all(many.map((asking) => asking.leave()));
      await untilNobodyWaits();
      expectDisclosed(await service.ask('brick', '{ dwellings(first: 5) { nodes { rooms } } }'));
    });
    expectDisclosed(await service.ask('brick', leases));
    expect(service.failures).toEqual([]);
  });
});

describe('an operation', () => {
  it('that takes longer than any may is refused, and its statement ends', async () => {
    const shared = { folder: rentalFolder, accounts: rentalAccounts, clock };
    const hurried = await startService({ ...shared, replicaOf: service, bounds: { seconds: 0.2 } });
    try {
      await whileHeld('tenant', async () => {
        expectRefused(await hurried.ask('brick', list), 'OPERATION_TOO_SLOW');
        await untilNobodyWaits();
      });
      expect(hurried.failures).toEqual([]);
    } finally {
      await hurried.stop();
    }
  });
});

describe('without its guard', () => {
  it('a statement outlives whoever asked for it', async () => {
    const { database } = service.store.rooms;
    const { signal } = new AbortController();
    const left = new AbortController();
    await whileHeld('tenant', async () => {
      const statement = { name: '', text: 'SELECT FROM tenant', values: [] };
      const guarded = database.under(left.signal).read(statement);
      const forgotten = database.under(signal).read(statement);
      await until(2);
      left.abort(new Error('left'));
      await expect(guarded).rejects.toThrow('left');
      await until(1);
      await holder.query('ROLLBACK');
      await expect(forgotten).resolves.toBeDefined();
    });
  });
});
