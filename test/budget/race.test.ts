/** However many race over however many replicas, nobody above the budget is recorded, and none below it refused. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Desk } from './desk.js';
import { openDesk, operation, people, perDay } from './desk.js';

let desk: Desk;

beforeAll(async () => {
  desk = await openDesk(3);
});
afterAll(() => desk.close());

describe('three replicas on one budget of a hundred', () => {
  it('record exactly a hundred of those who race for it, twenty times in a row', async () => {
    for (let run = 0; run < 20; run++) {
      const scope = await desk.newScope();
      const outcomes = await Promise.all(
        people(192).map((person, index) => {
          const replica = desk.replicas[index % 3] ?? desk.ledger;
          return replica.disclose(operation({ scope, persons: [person], allowances: [perDay(100)] }));
        }),
      );
      expect(outcomes.filter(({ kind }) => kind === 'RECORDED')).toHaveLength(100);
      const [row] = await desk.query('SELECT count(*)::int AS n FROM cloison.budget_person WHERE scope_id = $1', [
        scope,
      ]);
      expect(row?.['n']).toBe(100);
    }
  });

  it('neither wait for each other in a circle nor lose a count when operations spend several scopes in any order', async () => {
    const scopes = await Promise.all([1, 2, 3].map(() => desk.newScope()));
    const outcomes = await Promise.all(
      Array.from({ length: 120 }, (_, index) => {
        const [first, second] = [scopes[index % 3], scopes[(index + 1 + (index % 2)) % 3]];
        const spent = operation({ scope: first ?? 0, persons: people(2), allowances: [perDay(1000)] });
        const spending = [first, second].map((scope) => ({ ...spent.spending[0], scope: scope ?? 0 }));
        return (desk.replicas[index % 3] ?? desk.ledger).disclose({ ...spent, spending } as typeof spent);
      }),
    );
    expect(outcomes.every(({ kind }) => kind === 'RECORDED')).toBe(true);
    const rows = await desk.query(
      `SELECT w.scope_id, (SELECT sum(c) FROM unnest(w.counts) c)::int AS counted,
              (SELECT count(*)::int FROM cloison.budget_person p WHERE p.scope_id = w.scope_id) AS persons
         FROM cloison.budget_window w WHERE w.scope_id = ANY ($1::int[])`,
      [scopes],
    );
    expect(rows).toHaveLength(3);
    expect(rows.every((row) => row['counted'] === row['persons'])).toBe(true);
    expect(rows.reduce((total, row) => total + Number(row['counted']), 0)).toBe(480);
  });

  it('would overrun it without the lock of the scope', async () => {
    const unlocked = await openDesk(3);
    try {
      const [row] = await unlocked.query(`SELECT pg_get_functiondef('cloison.disclose'::regproc) AS text`);
      const text = String(row?.['text']).replace('ORDER BY s.id FOR NO KEY UPDATE', 'ORDER BY s.id');
      // Six have looked before any has written.
      await unlocked.query(
        text.replace('entry := cloison', 'PERFORM pg_advisory_xact_lock_shared(1); entry := cloison'),
      );
      const scope = await unlocked.newScope();
      // Its windows are there: else their keys would stand for the lock.
      await unlocked.ledger.disclose(operation({ scope, persons: people(1), allowances: [perDay(5)] }));
      const racing = await unlocked.database.transaction(async (tx) => {
        await tx.read({ name: '', text: 'SELECT pg_advisory_xact_lock(1)', values: [] });
        const asked = people(30).map((person, index) =>
          (unlocked.replicas[index % 3] ?? unlocked.ledger).disclose(
            operation({ scope, persons: [person], allowances: [perDay(5)] }),
          ),
        );
        const waiting = `SELECT count(*)::int AS n FROM pg_locks
          WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;
        const counted = async (): Promise<unknown> =>
          (await tx.read({ name: '', text: waiting, values: [] }))[0]?.['n'];
        await expect.poll(counted).toBeGreaterThanOrEqual(6);
        return { asked };
      });
      const outcomes = await Promise.all(racing.asked);
      expect(outcomes.filter(({ kind }) => kind === 'RECORDED').length).toBeGreaterThan(5);
    } finally {
      await unlocked.close();
    }
  });
});
