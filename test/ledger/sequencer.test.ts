import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { databaseSource } from '../../src/ledger/databaseSource.js';
import { verifyLedger } from '../../src/ledger/verifyLedger.js';
import type { Verification } from '../../src/ledger/verifyLedger.js';
import { openDesk, person, readOf } from './desk.js';
import type { LedgerDesk } from './desk.js';

let desk: LedgerDesk;
beforeAll(async () => {
  desk = await openDesk();
  return () => desk.close();
});
beforeEach(() => desk.reset());

const verified = async (): Promise<Verification> =>
  verifyLedger(await databaseSource(desk.database), { keys: desk.keys, witness: undefined });

const count = async (table: string): Promise<number> =>
  Number((await desk.rows(`SELECT count(*) AS n FROM cloison.${table}`))[0]?.['n']);

/** Of the sessions that hold the lock of the one who leads, in this database. */
const leaders = async (): Promise<readonly number[]> =>
  (
    await desk.rows(
      `SELECT l.pid FROM pg_locks l JOIN pg_database d ON d.oid = l.database
        WHERE d.datname = current_database() AND l.locktype = 'advisory' AND l.granted
          AND (l.classid::bigint << 32) + l.objid::bigint = 4785221909`,
    )
  ).map((row) => Number(row['pid']));

describe('the sequencer', () => {
  it('makes a checkpoint of what was appended, and none when nothing was', async () => {
    await desk.sequence();
    expect(await count('ledger_checkpoint')).toBe(0);
    await desk.read([person()]);
    await desk.sequence();
    await desk.sequence();
    expect(await count('ledger_checkpoint')).toBe(1);
    expect(await verified()).toMatchObject({ ok: true, entries: 1, leaves: 1, checkpoints: 1, unsealed: 0 });
  });

  it('takes a backlog in steps', async () => {
    for (let each = 0; each < 4; each++) await desk.read([person(), person()], [person()], []);
    const sequencer = desk.sequencer({ bounds: { entries: 5, leaves: 3 } });
    sequencer.start();
    await expect.poll(() => count('ledger_leaf')).toBe(12);
    await sequencer.close();
    expect(await verified()).toMatchObject({ ok: true, entries: 12, leaves: 16, checkpoints: 5 });
  });

  it('notes for each person the entries that name it, and for each entry what became of it', async () => {
    const [one, other, third] = [person(), person(), person()];
    const [first = 0, second = 0] = await desk.read([one, other], [other]);
    await desk.settle({
      delivered: [second],
      others: [{ entry: first, outcome: 'PART', persons: `{${other}}`, found: 0, scopes: [] }],
    });
    await desk.sequence();
    const entries = async (of: string): Promise<readonly number[]> =>
      (await desk.rows('SELECT entry FROM cloison.ledger_person WHERE person = $1 ORDER BY entry', [of])).map((row) =>
        Number(row['entry']),
      );
    expect([await entries(one), await entries(other), await entries(third)]).toEqual([
      [first],
      [first, second, second + 2],
      [],
    ]);
    expect(await desk.rows('SELECT entry, outcome, settlement FROM cloison.ledger_settled ORDER BY entry')).toEqual([
      { entry: first, outcome: 'PART', settlement: second + 2 },
      { entry: second, outcome: 'DELIVERED', settlement: second + 1 },
    ]);
  });

  it('leaves no gap however many write while it works', async () => {
    const sequencers = [desk.sequencer(), desk.sequencer()];
    for (const sequencer of sequencers) sequencer.start();
    await Promise.all(
      Array.from({ length: 6 }, async () => {
        for (let each = 0; each < 25; each++) {
          await desk.read([person(), person()], [person()]);
          await desk.append([{ kind: 'REFUSAL', detail: { code: 'NOT_ACTIVE' } }]);
        }
      }),
    );
    await Promise.all(sequencers.map((sequencer) => sequencer.close()));
    await desk.sequence();
    expect(await verified()).toMatchObject({ ok: true, entries: 450, leaves: 600, unsealed: 0 });
    expect(desk.failures).toEqual([]);
  });

  /** One entry is written and not committed while the next one is: their ids commit out of order. */
  async function outOfOrder(between: () => Promise<void>): Promise<void> {
    await desk.database.transaction(async (session) => {
      const values = [JSON.stringify([readOf([person()])])];
      await session.read({ name: '', text: 'SELECT FROM cloison.disclose($1::jsonb)', values });
      await desk.read([person()]);
      await between();
    });
    await desk.sequence();
  }

  it('waits for an entry that was written and not committed, and lets writers by meanwhile', async () => {
    await outOfOrder(async () => {
      await desk.sequence();
      await desk.read([person()]);
      expect(await count('ledger_leaf')).toBe(0);
    });
    expect(await verified()).toMatchObject({ ok: true, entries: 3, checkpoints: 1 });
    expect(desk.failures).toEqual([]);
  });

  it('would lose that entry without the lock, and verification would find it', async () => {
    const name = "'cloison.ledger_horizon()'::regprocedure";
    const [was] = await desk.rows(`SELECT pg_get_functiondef(${name}) AS definition`);
    await desk.tamper(
      `CREATE OR REPLACE FUNCTION cloison.ledger_horizon() RETURNS bigint LANGUAGE sql AS
         'SELECT coalesce(max(id), 0) FROM cloison.ledger_entry'`,
    );
    await outOfOrder(() => desk.sequence());
    await desk.tamper(String(was?.['definition']));
    expect((await verified()).findings).toMatchObject([{ kind: 'ENTRY_ADDED', entry: 1 }]);
  });

  it('works in one process at a time, and the next one takes over when its connection dies', async () => {
    const sequencers = [desk.sequencer(), desk.sequencer(), desk.sequencer()];
    for (const sequencer of sequencers) sequencer.start();
    for (let each = 1; each <= 3; each++) {
      await desk.read([person()]);
      await expect.poll(() => count('ledger_leaf')).toBe(each);
      const [leader, ...others] = await leaders();
      expect([typeof leader, others]).toEqual(['number', []]);
      await desk.rows('SELECT pg_terminate_backend($1)', [leader]);
      await expect.poll(async () => (await leaders()).filter((pid) => pid !== leader)).toHaveLength(1);
    }
    await Promise.all(sequencers.map((sequencer) => sequencer.close()));
    await expect.poll(leaders).toEqual([]);
    expect(await verified()).toMatchObject({ ok: true, entries: 3, unsealed: 0 });
  });

  const breaking: readonly (readonly [string, string])[] = [
    ['fails', "RAISE EXCEPTION 'no'"],
    ['loses its connection', 'PERFORM pg_terminate_backend(pg_backend_pid())'],
  ];
  it.each(breaking)(
    'keeps nothing of a step that %s half-way, says so once, and goes on when it can',
    async (_, does) => {
      await desk.read([person(), person()]);
      await desk.rows(`DO $do$ BEGIN
      CREATE FUNCTION public.stumble() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN ${does}; RETURN NULL; END $f$;
      CREATE TRIGGER stumbles AFTER INSERT ON cloison.ledger_settled FOR EACH STATEMENT EXECUTE FUNCTION public.stumble();
    END $do$`);
      const sequencer = desk.sequencer();
      sequencer.start();
      await expect.poll(() => desk.failures.length).toBeGreaterThan(0);
      expect([await count('ledger_leaf'), await count('ledger_person'), await count('ledger_checkpoint')]).toEqual([
        0, 0, 0,
      ]);
      await desk.rows('DROP FUNCTION public.stumble() CASCADE');
      await expect.poll(() => count('ledger_leaf')).toBe(1);
      await sequencer.close();
      expect(await verified()).toMatchObject({ ok: true, entries: 1, leaves: 2 });
      const messages = desk.failures.map((failure) => (failure as Error).message);
      expect(messages).toEqual([...new Set(messages)]);
    },
  );

  it('builds on no tree whose nodes were changed', async () => {
    await desk.read([person()], [person()], [person()]);
    await desk.sequence();
    await desk.tamper('UPDATE cloison.ledger_checkpoint SET frontier = root || root');
    await desk.read([person()]);
    await desk.sequence();
    expect(desk.failures).toHaveLength(1);
    expect(await count('ledger_checkpoint')).toBe(1);
  });
});

describe('the tables of the tree', () => {
  it.each(['ledger_log', 'ledger_leaf', 'ledger_person', 'ledger_settled', 'ledger_checkpoint', 'ledger_cut'])(
    'are append-only: %s',
    async (table) => {
      for (const statement of [`DELETE FROM cloison.${table}`, `TRUNCATE cloison.${table}`])
        await expect(desk.rows(statement)).rejects.toMatchObject({ cause: { sqlstate: '23001' } });
    },
  );
});
