/** Not recorded, not answered: with the ledger's function gone, broken or out of reach nothing is opened, and nothing is written. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CorridorRooms } from '../../src/disclosure/disclosureContext.js';
import type { Outcome } from '../../src/ledger/entry.js';
import { expectDisclosed, expectRefused, pageOf } from '../support/answers.js';
import { openBreach } from '../support/breach.js';
import { entriesAfter, lastEntry } from '../support/disclosed.js';
import { rentalFolder } from '../support/policies.js';
import { administer } from '../support/postgres.js';
import { brick, rentalAccounts } from '../support/rentalAccounts.js';
import { fillRental, run } from '../support/rentalRows.js';
import type { Reply, Service } from '../support/service.js';
import { clockAt, startService } from '../support/service.js';
import { libraryFolder, openDesk } from '../disclosure/writeDesk.js';

const names = '{ tenants(first: 10) { nodes { id surname } } }';
const disclose = 'cloison.disclose(jsonb)';
const results = '(place integer, outcome text, entry bigint, at bigint, missed integer[], why jsonb)';

let service: Service;

beforeAll(async () => {
  service = await startService({
    folder: rentalFolder,
    accounts: rentalAccounts,
    clock: clockAt('2026-11-20T10:00:00.000Z'),
    fill: (store) => fillRental(store),
  });
});
afterAll(() => service.stop());

/** The room with some of its members in place of its own. */
function withMembers<Room extends object>(room: Room, members: Readonly<Record<string, unknown>>): Room {
  return new Proxy(room, {
    get: (target, name) => {
      if (typeof name === 'string' && Object.hasOwn(members, name)) return members[name];
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}

/** How often a page of sealed values was opened while `brick` asked, and what it got. */
async function asked(rooms: Partial<CorridorRooms> = {}): Promise<{ readonly reply: Reply; readonly opened: number }> {
  let opened = 0;
  const { vault } = service.store.rooms;
  const seen = withMembers(vault, {
    opening: () => {
      opened++;
      return vault.opening();
    },
  });
  const breach = await openBreach(service, { role: 'LANDLORD', rooms: { vault: seen, ...rooms } });
  const reply = await breach.ask('brick', names, { purpose: 'LETTING' });
  await breach.close();
  return { reply, opened };
}

describe('an answer that cannot be recorded', () => {
  const ways: readonly (readonly [string, string, string])[] = [
    [
      'when the function is gone',
      `ALTER FUNCTION ${disclose} RENAME TO elsewhere`,
      'ALTER FUNCTION cloison.elsewhere(jsonb) RENAME TO disclose',
    ],
    [
      'when the function fails',
      `ALTER FUNCTION ${disclose} RENAME TO elsewhere;
       CREATE FUNCTION ${disclose} RETURNS TABLE ${results} LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''broken''; END'`,
      `DROP FUNCTION ${disclose}; ALTER FUNCTION cloison.elsewhere(jsonb) RENAME TO disclose`,
    ],
    [
      'when the ledger itself is gone',
      'ALTER TABLE cloison.ledger_entry RENAME TO elsewhere',
      'ALTER TABLE cloison.elsewhere RENAME TO ledger_entry',
    ],
    [
      'when a budget’s window is gone',
      'ALTER TABLE cloison.budget_window RENAME TO elsewhere',
      'ALTER TABLE cloison.elsewhere RENAME TO budget_window',
    ],
  ];
  let mend: string | undefined;
  afterEach(async () => {
    if (mend !== undefined) await run(service.store, mend);
    mend = undefined;
  });

  it.each(ways)('%s is 503, and nothing was opened for it', async (_, breaks, mends) => {
    await run(service.store, breaks);
    mend = mends;
    // Whom a replica has seen counted needs no window: this one has seen nobody.
    const fresh = await replica();
    const reply = await fresh.ask('harbour', '{ tenants(first: 10) { nodes { id surname } } }');
    await fresh.stop();
    expectUnavailable(reply);
    if (!mends.includes('budget_window')) {
      const { reply: spied, opened } = await asked();
      expectUnavailable(spied);
      expect(opened).toBe(0);
    }
    await run(service.store, mends);
    mend = undefined;
    const afterwards = await replica();
    expectDisclosed(await afterwards.ask('brick', names));
    await afterwards.stop();
  });

  it('when the database goes away between reading and recording is 503, and nothing was opened for it', async () => {
    const { ledger } = service.store.rooms;
    const { name } = service.database;
    const losing = withMembers(ledger, {
      disclose: async (operation: Parameters<typeof ledger.disclose>[0]): Promise<Outcome> => {
        await administer(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`);
        await administer(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${name}'`);
        return ledger.disclose(operation);
      },
    });
    const { reply, opened } = await asked({ ledger: losing });
    await administer(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
    expectUnavailable(reply);
    expect(opened).toBe(0);
    // Connections that were ended are found out one by one.
    await expect.poll(async () => (await asked()).reply.status).toBe(200);
    expect((await asked()).opened).toBe(1);
  });

  it('when it is a write’s is 503, and the row is as it was', async () => {
    const [lease] = await run(service.store, `SELECT id::text FROM lease WHERE status = 'SIGNED' LIMIT 1`);
    const key = Buffer.from(String(lease?.['id']).replaceAll('-', ''), 'hex');
    const [id] = service.store.rooms.vault.ids(`organisation ${brick}`, 'Lease').encode(key);
    const handOver = `mutation { handOver(lease: "${String(id)}") { errors { code } lease { status } } }`;
    await run(service.store, `ALTER FUNCTION ${disclose} RENAME TO elsewhere`);
    mend = 'ALTER FUNCTION cloison.elsewhere(jsonb) RENAME TO disclose';
    expectUnavailable(await service.ask('brick', handOver));
    const kept = await run(service.store, `SELECT status FROM lease WHERE id = '${String(lease?.['id'])}'`);
    expect(kept).toEqual([{ status: 'SIGNED' }]);
  });
});

describe('a ledger that says it has recorded, and has not', () => {
  it('is seen: the client has a person whom no entry names', async () => {
    const before = await lastEntry(service);
    const lying = withMembers(service.store.rooms.ledger, {
      disclose: (): Promise<Outcome> =>
        Promise.resolve({ kind: 'RECORDED', recording: { entry: 1, at: 0, scopes: [], missed: [], held: [] } }),
    });
    const { reply } = await asked({ ledger: lying });
    expect(pageOf(reply, 'tenants').nodes.length).toBeGreaterThan(0);
    expect((await entriesAfter(service, before)).flatMap(({ persons }) => persons)).toEqual([]);
  });
});

describe('an idempotency key', () => {
  it('is not spent by a write whose payload did not fit the budget', async () => {
    const desk = await openDesk();
    const branch = await desk.branchId('oak', 'Oak');
    const reader = await desk.newReader('oak', 'I-1', 'Odile');
    const lendAll = `mutation ($key: String!, $dueOn: Date!, $rows: [LendRow!]!) {
      m: lendAll(key: $key, dueOn: $dueOn, rows: $rows) { errors { row code } loans { id title } } }`;
    const variables = { key: 'once', dueOn: '2024-07-01', rows: [{ reader, branch, title: 'An Invented Book' }] };
    const spentOf = (amount: number): Promise<unknown> =>
      desk.sql(
        `UPDATE cloison.budget_window w SET counts[(w.bucket % 61) + 1] = $1 FROM cloison.budget_scope s
          WHERE s.id = w.scope_id AND s.role = 'LIBRARIAN'`,
        [amount],
      );
    await desk.ask('librarian-oak', '{ branches(first: 1) { nodes { id } } readers(first: 1) { nodes { id } } }');
    await desk.sql(
      `DELETE FROM cloison.budget_person p USING cloison.budget_scope s WHERE s.id = p.scope_id AND s.role = 'LIBRARIAN'`,
    );
    await spentOf(100);
    const stranger = await startService({
      folder: libraryFolder,
      accounts: [librarian],
      clock: desk.clock,
      replicaOf: desk.service,
    });
    expectRefused(await stranger.ask('librarian-oak', lendAll, { variables }), 'BUDGET_EXHAUSTED');
    expect(await desk.sql('SELECT FROM loan')).toHaveLength(0);
    expect(await desk.sql('SELECT FROM cloison.write_key')).toHaveLength(0);
    await spentOf(0);
    const another = { ...variables, dueOn: '2024-07-02' };
    expectDisclosed(await stranger.ask('librarian-oak', lendAll, { variables: another }));
    expect(await desk.sql('SELECT FROM loan')).toHaveLength(1);
    await stranger.stop();
    await desk.close();
  });
});

const librarian = {
  name: 'librarian-oak',
  role: 'LIBRARIAN',
  claims: { ACCOUNT: 'librarian-oak', ORGANISATION: 'b0000000-0000-4000-8000-000000000001' },
  purposes: ['LENDING', 'FILING'],
  defaultPurpose: 'LENDING',
};

/** Another process: it has seen nobody counted. */
function replica(): Promise<Service> {
  return startService({ folder: rentalFolder, accounts: rentalAccounts, clock: service.clock, replicaOf: service });
}

function expectUnavailable(reply: Reply): void {
  expectRefused(reply, 'STORE_UNAVAILABLE');
  expect(reply.status).toBe(503);
  for (const surname of ['Quillfeather', 'Vandermoth', 'Tarnbrook']) expect(reply.text).not.toContain(surname);
}
