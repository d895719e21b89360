/** The watcher of a served store with two replicas: a stolen account is stopped on both, and nobody else notices. */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parseUuid } from '../../src/kernel/uuid.js';
import { detectors } from '../../src/watch/detectors/all.js';
import { SecretBytes } from '../../src/vault/secretBytes.js';
import { addTripwire, removeTripwire } from '../../src/watch/manageTripwires.js';
import { listAlarms } from '../../src/watch/sql/alarms.js';
import type { ListedAlarm } from '../../src/watch/sql/alarms.js';
import { expectDisclosed, expectRefused } from '../support/answers.js';
import { rentalFolder } from '../support/policies.js';
import { rentalAccounts } from '../support/rentalAccounts.js';
import { fillRental } from '../support/rentalRows.js';
import type { Service } from '../support/service.js';
import { clockAt, startService } from '../support/service.js';
import { insertEntries, pastOf, persons, sweepOf } from './entries.js';
import type { Receiver } from './receiver.js';
import { startReceiver } from './receiver.js';

const clock = clockAt('2026-11-20T10:00:00.000Z');
/** The ledger goes by the database's clock. */
const attackAt = Date.now();
const names = '{ tenants(first: 10) { nodes { surname } } }';
const secret = Buffer.alloc(32, 7);
/** A person whom nobody reaches. */
const nobody = parseUuid('e9000000-0000-4000-8000-000000000001');

let receiver: Receiver;
let service: Service;
let replica: Service;
let client: pg.Client;

beforeAll(async () => {
  receiver = await startReceiver(secret, 2);
  const webhook = { url: receiver.url, key: new SecretBytes(Buffer.from(secret)) };
  const options = { folder: rentalFolder, accounts: rentalAccounts, clock, webhook, detectors };
  const unreached = {
    __typename: 'Tenant',
    id: String(nobody),
    fileNumber: 'X-9001',
    surname: 'Nowhereman',
    forename: 'Ada',
    born: '1970-01-01',
    cameOn: '2024-01-01',
  };
  service = await startService({ ...options, fill: (store) => fillRental(store, [unreached]) });
  replica = await startService({ ...options, replicaOf: service });
  client = new pg.Client(service.database.url);
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await replica.stop();
  await service.stop();
  await receiver.close();
});

const alarmsOf = async (account: string): Promise<readonly ListedAlarm[]> =>
  (await listAlarms(service.store.rooms.database, false)).filter((alarm) => alarm.account === account);
const raised = (account: string): Promise<void> =>
  vi.waitFor(async () => expect(await alarmsOf(account)).not.toEqual([]), { timeout: 20_000, interval: 50 });
const stopsOf = (account: string): ReturnType<typeof service.store.rooms.register.stopsOf> =>
  service.store.rooms.register.stopsOf('ACCOUNT', account);

describe('an account that sweeps a list from a strange network', () => {
  beforeAll(async () => {
    await insertEntries(client, [...pastOf('brick', attackAt), ...pastOf('harbour', attackAt)]);
    await insertEntries(client, sweepOf('brick', attackAt, 12));
    await raised('brick');
  });

  it('is stopped on every replica, by the engine, and two persons must lift it', async () => {
    for (const each of [service, replica]) expectRefused(await each.ask('brick', names), 'NOT_ACTIVE');
    expect(await stopsOf('brick')).toMatchObject([
      { author: 'engine:watch', isAutomatic: true, leavesSubmissionOpen: false },
    ]);
  });

  it('is the only one who notices', async () => {
    for (const each of [service, replica]) expectDisclosed(await each.ask('harbour', names));
    expect(await alarmsOf('harbour')).toEqual([]);
  });

  it('raised one alarm, with counts and no value', async () => {
    expect(await alarmsOf('brick')).toMatchObject([
      { detector: 'WALK', level: 5, accounts: ['brick'], reactions: ['NOTIFY', 'STOP'], acknowledgedBy: null },
    ]);
  });

  it('stands in the ledger as an event of the engine', async () => {
    const { rows } = await client.query<{ detail: unknown }>(
      "SELECT detail FROM cloison.ledger_entry WHERE kind = 'EVENT' AND actor = 'engine:watch' AND detail ->> 'account' = 'brick'",
    );
    expect(rows).toMatchObject([
      { detail: { event: 'ALARM', detector: 'WALK', level: 5, reactions: ['NOTIFY', 'STOP'] } },
    ]);
  });

  it('is told to the webhook, signed, again and again until it is taken', async () => {
    await expect.poll(() => receiver.told.length).toBeGreaterThan(0);
    const [alarm] = await alarmsOf('brick');
    expect(receiver.refused()).toBe(2);
    expect(receiver.told[0]).toMatchObject({
      id: `alarm-${String(alarm?.id)}`,
      isSigned: true,
      body: { alarm: alarm?.id, account: 'brick', detector: 'WALK', level: 5 },
    });
  });
});

describe('a person who does not exist', () => {
  const guess = '{ findTenant(by: { fileNumber: "X-9001", surname: "Nowhereman" }) { forename } }';
  const stranger = '{ findTenant(by: { fileNumber: "X-9002", surname: "Nowhereman" }) { forename } }';

  it('is absent, as anybody whom nobody knows is, and whoever guesses it is stopped', async () => {
    const { policy, ledger, database } = service.store.rooms;
    if (nobody === undefined) throw new Error('no key');
    const order = { policy, type: 'Tenant', person: nobody, actor: 'operator:duty' } as const;
    expect(await addTripwire(database, ledger, order)).toBe(3);
    await Promise.all([service.store.tripwires.refresh(), replica.store.tripwires.refresh()]);
    const absent = await replica.ask('agent-north', stranger);
    expect(await alarmsOf('agent-north')).toEqual([]);
    expect((await replica.ask('agent-north', guess)).text).toBe(absent.text);
    await raised('agent-north');
    expect(await alarmsOf('agent-north')).toMatchObject([{ detector: 'TRIPWIRE', level: 5 }]);
    expectRefused(await service.ask('agent-north', guess), 'NOT_ACTIVE');
    await removeTripwire(database, ledger, order);
  });

  it('is nobody whom anybody reaches', async () => {
    const { policy, ledger, database } = service.store.rooms;
    const orla = parseUuid('e0000000-0000-4000-8000-000000000001');
    if (orla === undefined) throw new Error('no key');
    const order = { policy, type: 'Tenant', person: orla, actor: 'operator:duty' } as const;
    await expect(addTripwire(database, ledger, order)).rejects.toMatchObject({ refusal: { code: 'ARGUMENT_INVALID' } });
  });
});

describe('a machine', () => {
  it('loses its reads alone: what it hands in is still taken', async () => {
    await client.query("UPDATE cloison.account SET kind = 'MACHINE' WHERE id = 'surety'");
    await insertEntries(client, pastOf('surety', attackAt));
    const tries = Array.from({ length: 40 }, (_, index) => ({
      at: attackAt + index * 100,
      account: 'surety',
      misses: 1,
    }));
    await insertEntries(client, tries);
    await raised('surety');
    expect(await stopsOf('surety')).toMatchObject([{ leavesSubmissionOpen: true, isAutomatic: true }]);
  });
});

describe('an account that reads too many in a day from where it always is', () => {
  it('must authenticate again, and is slowed on every replica', async () => {
    const slow = Array.from({ length: 11 }, (_, hour) => ({
      at: attackAt - (11 - hour) * 3_600_000,
      account: 'harbour',
      persons: persons(50),
    }));
    await insertEntries(client, slow);
    await raised('harbour');
    expect(await alarmsOf('harbour')).toMatchObject([
      { detector: 'SHARE', level: 3, reactions: ['NOTIFY', 'SLOW', 'STEP_UP'] },
    ]);
    const { rows } = await client.query('SELECT id FROM cloison.account WHERE step_up_since IS NOT NULL ORDER BY id');
    expect(rows).toEqual([{ id: 'harbour' }]);
    expect((await client.query('SELECT account FROM cloison.slowed_account')).rows).toEqual([{ account: 'harbour' }]);
    expect(await stopsOf('harbour')).toEqual([]);
  });
});

describe('an entry that commits after one with a higher id', () => {
  it('is read all the same', async () => {
    await insertEntries(client, pastOf('agent-south', attackAt));
    const late = new pg.Client(service.database.url);
    await late.connect();
    await late.query('BEGIN');
    const tries = Array.from({ length: 40 }, (_, index) => ({
      at: attackAt + index * 100,
      account: 'agent-south',
      misses: 1,
    }));
    await insertEntries(late, tries);
    await insertEntries(client, pastOf('orla', attackAt));
    const isPast = async (): Promise<boolean> => {
      const { rows } = await client.query<{ past: boolean }>(
        `SELECT p.last_entry >= (SELECT max(id) FROM cloison.ledger_entry WHERE account = 'orla') AS past FROM cloison.watch_progress p`,
      );
      return rows[0]?.past === true;
    };
    await expect.poll(isPast).toBe(true);
    await late.query('COMMIT');
    await late.end();
    await raised('agent-south');
    expect(await alarmsOf('agent-south')).toMatchObject([{ detector: 'MISSES' }]);
  });
});
