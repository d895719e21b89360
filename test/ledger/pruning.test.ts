import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { databaseSource } from '../../src/ledger/databaseSource.js';
import { checkInclusion, proveInclusion } from '../../src/ledger/inclusionProof.js';
import { prunable, pruneLedger, pruningLimit } from '../../src/ledger/pruneLedger.js';
import { verifyLedger } from '../../src/ledger/verifyLedger.js';
import type { Verification } from '../../src/ledger/verifyLedger.js';
import { openDesk, person } from './desk.js';
import type { LedgerDesk } from './desk.js';

let desk: LedgerDesk;
beforeAll(async () => {
  desk = await openDesk();
  return () => desk.close();
});
beforeEach(() => desk.reset());

const moveClock = (instant: string): Promise<void> =>
  desk.tamper(
    `CREATE OR REPLACE FUNCTION cloison.clock() RETURNS timestamptz LANGUAGE sql VOLATILE AS 'SELECT ''${instant}''::timestamptz'`,
  );

const verified = async (): Promise<Verification> =>
  verifyLedger(await databaseSource(desk.database), { keys: desk.keys, witness: undefined });

const ada = person();
const pruning = { before: '2026-03-01T00:00:00Z', actor: 'operator:sam' };

/** Two entries and a settlement a month, each month a checkpoint, from January to April. */
async function fourMonths(): Promise<void> {
  for (const month of ['01', '02', '03', '04']) {
    await moveClock(`2026-${month}-10T12:00:00Z`);
    await desk.settle({ delivered: await desk.read([ada, person()], [person()]) });
    await desk.sequence();
  }
}

const counts = async (): Promise<readonly number[]> => {
  const tables = ['entry', 'leaf', 'person', 'settled', 'checkpoint', 'cut'];
  const [row] = await desk.rows(
    `SELECT ARRAY[${tables.map((table) => `(SELECT count(*) FROM cloison.ledger_${table})`).join()}]::integer[] AS counts`,
  );
  return row?.['counts'] as readonly number[];
};

describe('pruning', () => {
  it('takes what is older, with what was derived from it, and what follows is verified and grows on', async () => {
    await fourMonths();
    expect(await prunable(desk.database, pruning.before)).toEqual({ upTo: 6, entries: 6 });
    expect(await counts()).toEqual([12, 12, 12, 8, 4, 0]);
    expect(await pruneLedger(desk.database, desk.key, pruning)).toEqual({ upTo: 6, entries: 6 });
    expect(await counts()).toEqual([7, 6, 6, 4, 3, 1]);
    expect(await verified()).toMatchObject({ ok: true, entries: 6, checkpoints: 2, prunedUpTo: 6, unsealed: 1 });
    await desk.read([ada]);
    await desk.sequence();
    expect(await verified()).toMatchObject({ ok: true, entries: 8, prunedUpTo: 6, unsealed: 0 });
    const proofs = await proveInclusion(desk.database, { person: ada, entry: undefined });
    expect(proofs.map(({ entry }) => entry.id)).toEqual([7, 10, 14]);
    for (const proof of proofs) expect(await checkInclusion(proof, desk.keys)).toHaveProperty('checkpoint');
  });

  it('is recorded with who had it done', async () => {
    await fourMonths();
    await pruneLedger(desk.database, desk.key, pruning);
    expect(await desk.rows('SELECT kind, actor, detail FROM cloison.ledger_entry ORDER BY id DESC LIMIT 1')).toEqual([
      {
        kind: 'EVENT',
        actor: 'operator:sam',
        detail: { event: 'LEDGER_PRUNED', before: pruning.before, upTo: 6, entries: 6 },
      },
    ]);
  });

  it('goes on after an interruption, and again has nothing to do', async () => {
    await fourMonths();
    await desk.rows(`DO $do$ BEGIN
      CREATE FUNCTION public.stumble() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN RAISE EXCEPTION 'no'; END $f$;
      CREATE TRIGGER stumbles BEFORE DELETE ON cloison.ledger_leaf FOR EACH STATEMENT EXECUTE FUNCTION public.stumble();
    END $do$`);
    await expect(pruneLedger(desk.database, desk.key, pruning)).rejects.toMatchObject({ code: 'INTERNAL' });
    await desk.rows('DROP FUNCTION public.stumble() CASCADE');
    expect(await verified()).toMatchObject({ ok: true, entries: 6, prunedUpTo: 6 });
    expect(await pruneLedger(desk.database, desk.key, pruning)).toEqual({ upTo: 6, entries: 6 });
    expect(await pruneLedger(desk.database, desk.key, pruning)).toEqual({ upTo: 6, entries: 0 });
    expect(await counts()).toEqual([7, 6, 6, 4, 3, 1]);
  });

  it('moves on a second time', async () => {
    await fourMonths();
    await pruneLedger(desk.database, desk.key, pruning);
    await pruneLedger(desk.database, desk.key, { ...pruning, before: '2026-04-01T00:00:00Z' });
    expect(await verified()).toMatchObject({ ok: true, entries: 3, prunedUpTo: 9, unsealed: 2 });
    expect((await counts()).at(-1)).toBe(1);
  });

  it('does not hide an edit behind it', async () => {
    await fourMonths();
    await pruneLedger(desk.database, desk.key, pruning);
    await desk.tamper("UPDATE cloison.ledger_entry SET account = 'agent:other' WHERE id = 8");
    expect((await verified()).findings).toMatchObject([{ kind: 'ENTRY_CHANGED', entry: 8 }]);
  });

  it('takes nothing before there is a checkpoint', async () => {
    await moveClock('2026-01-10T12:00:00Z');
    await desk.read([ada]);
    expect(await pruneLedger(desk.database, desk.key, pruning)).toEqual({ upTo: 0, entries: 0 });
    expect(await counts()).toEqual([1, 0, 0, 0, 0, 0]);
  });

  it.each([
    [undefined, '2025-06-15T00:00:00Z', false],
    ['2025-12-15', '2025-12-15T00:00:00Z', false],
    ['2025-12-16', '2025-12-16T00:00:00Z', true],
  ])('before %s means before %s; too late is %s', async (day, before, isTooLate) => {
    await moveClock('2026-06-15T08:30:00Z');
    expect(await pruningLimit(desk.database, day)).toEqual({ before, isTooLate });
  });
});
