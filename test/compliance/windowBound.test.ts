/** The bound that exposure prints, against a thief who asks the real budget, in any order, with any number of persons at once. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { windowBound } from '../../src/compliance/exposure/windowBound.js';
import { readWindowStates } from '../../src/compliance/exposure/windowStates.js';
import type { AllowanceTerm } from '../../src/kernel/spending.js';
import type { Database } from '../../src/store/database.js';
import { openRental } from '../support/rental.js';
import type { RentalStore } from '../support/rental.js';
import { personKey } from './ledgerDesk.js';

const hour = 3600;

async function sql(database: Database, text: string, values: readonly unknown[] = []): Promise<readonly unknown[]> {
  return database.read({ name: '', text, values });
}

/** The database's clock, at so many seconds after an instant of its own. */
function moveTo(database: Database, seconds: number): Promise<unknown> {
  const instant = new Date(Date.parse('2026-03-02T09:17:31Z') + seconds * 1000).toISOString();
  return sql(
    database,
    `CREATE OR REPLACE FUNCTION cloison.clock() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$SELECT timestamptz '${instant}'$$`,
  );
}

/** Asks for these persons as one operation; whether they were let through. */
async function ask(
  database: Database,
  scope: number,
  allowances: readonly AllowanceTerm[],
  persons: readonly number[],
): Promise<boolean> {
  const operation = {
    entry: { kind: 'READ', shapes: [] },
    persons: `{${persons.map(personKey).join()}}`,
    spending: [{ scope, persons: allowances, misses: [] }],
  };
  const [row] = await sql(database, 'SELECT outcome FROM cloison.disclose($1::jsonb)', [JSON.stringify([operation])]);
  return (row as { readonly outcome: string }).outcome === 'RECORDED';
}

describe('the bound of windows', () => {
  let store: RentalStore;
  let scopes = 0;
  beforeAll(async () => {
    store = await openRental();
  });
  afterAll(() => store.close());

  async function newScope(): Promise<{ readonly scope: number; readonly value: string }> {
    const value = `thief-${(scopes += 1)}`;
    const [row] = await sql(store.database, "SELECT cloison.budget_scope_of('LANDLORD', 'ACCOUNT', $1) AS scope", [
      value,
    ]);
    return { value, scope: (row as { readonly scope: number }).scope };
  }

  const step = fc.record({
    wait: fc.integer({ min: 0, max: 2 * hour }),
    persons: fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { minLength: 1, maxLength: 6 }),
  });

  it('is never passed, whatever was read before and is asked in whatever order', async () => {
    const { database } = store;
    const history = fc.array(step, { maxLength: 6 });
    const attack = fc.array(step, { minLength: 1, maxLength: 25 });
    const bounds = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 12 }));
    const property = fc.asyncProperty(history, attack, bounds, async (before, after, [small, large]) => {
      const { scope, value } = await newScope();
      const allowances = [
        { seconds: hour, of: small, shadow: false },
        { seconds: 5 * hour, of: large, shadow: false },
      ];
      let now = 0;
      await moveTo(database, now);
      for (const { wait, persons } of before) {
        await moveTo(database, (now += wait));
        // What was allowed before may have been more: a bound that was lowered since.
        await ask(
          database,
          scope,
          [
            { seconds: hour, of: 9, shadow: false },
            { seconds: 5 * hour, of: 20, shadow: false },
          ],
          persons,
        );
      }
      const began = now;
      const stretches = [hour, 3 * hour, 12 * hour];
      const bound: number[] = [];
      for (const seconds of stretches) {
        const question = { role: 'LANDLORD', claim: 'ACCOUNT' as const, values: [value], allowances, seconds };
        bound.push(windowBound((await readWindowStates(database, question))(value), seconds, undefined));
      }
      const read = stretches.map(() => new Set<number>());
      for (const { wait, persons } of after) {
        await moveTo(database, (now += wait));
        if (!(await ask(database, scope, allowances, persons))) continue;
        stretches.forEach((seconds, index) => {
          if (now < began + seconds) for (const person of persons) read[index]?.add(person);
        });
      }
      read.forEach((persons, index) => {
        expect(persons.size).toBeLessThanOrEqual(bound[index] ?? 0);
      });
    });
    await fc.assert(property, { numRuns: 30 });
  });

  it('is reached by who asks for one new person whenever there is room', async () => {
    const { database } = store;
    const { scope, value } = await newScope();
    const allowances = [{ seconds: hour, of: 5, shadow: false }];
    await moveTo(database, 0);
    const question = { role: 'LANDLORD', claim: 'ACCOUNT' as const, values: [value], allowances, seconds: hour };
    const bound = windowBound((await readWindowStates(database, question))(value), hour, undefined);
    let read = 0;
    for (let person = 0; person < 20; person++) {
      await moveTo(database, person * 60);
      if (await ask(database, scope, allowances, [person])) read += 1;
    }
    expect([read, bound]).toEqual([5, 5]);
  });

  it('counts a confirmed peak that overlaps the stretch, and no other', async () => {
    const { database } = store;
    const { scope, value } = await newScope();
    await moveTo(database, 0);
    const peak = `INSERT INTO cloison.budget_peak (scope_id, seconds, persons, from_at, until_at, reason, proposed_by, proposed_at,
  confirmed_by, confirmed_at) VALUES ($1, 3600, $2, cloison.clock() + $3::interval, cloison.clock() + $4::interval, 'A cohort.',
  'operator:ada', cloison.clock(), $5::text, CASE WHEN $5::text IS NOT NULL THEN cloison.clock() END)`;
    await sql(database, peak, [scope, 50, '2 hours', '4 hours', 'operator:bea']);
    await sql(database, peak, [scope, 70, '0 hours', '4 hours', null]);
    const allowances = [{ seconds: hour, of: 5, shadow: false }];
    const boundIn = async (seconds: number): Promise<number> => {
      const question = { role: 'LANDLORD', claim: 'ACCOUNT' as const, values: [value], allowances, seconds };
      return windowBound((await readWindowStates(database, question))(value), seconds, undefined);
    };
    expect(await boundIn(hour)).toBe(5);
    expect(await boundIn(3 * hour)).toBe(150);
  });

  it('is the least of several, and none where all are in shadow', () => {
    const state = (seconds: number, of: number, shadow = false): Parameters<typeof windowBound>[0][number] => ({
      allowance: { seconds, of, shadow },
      used: 0,
      peak: 0,
      counted: 0,
    });
    expect(windowBound([state(hour, 5), state(10 * hour, 20)], hour, undefined)).toBe(5);
    expect(windowBound([state(hour, 5), state(10 * hour, 20)], 10 * hour, undefined)).toBe(20);
    expect(windowBound([state(hour, 5, true)], hour, undefined)).toBe(Infinity);
    expect(windowBound([], hour, undefined)).toBe(Infinity);
  });

  it('takes a share of the caseload between floor and cap, and the cap where links may be made', () => {
    const allowance = { seconds: hour, share: 1.2, floor: 30, cap: 100, shadow: false };
    const boundOf = (caseload: number | undefined, counted = 0, used = 0): number =>
      windowBound([{ allowance, used, peak: 0, counted }], hour, caseload);
    expect([boundOf(10), boundOf(50), boundOf(1000), boundOf(undefined)]).toEqual([30, 60, 100, 100]);
    expect(
      windowBound([{ allowance: { ...allowance, share: 1.1, floor: 0 }, used: 0, peak: 0, counted: 0 }], hour, 10),
    ).toBe(11);
    expect([boundOf(10, 50), boundOf(10, 0, 77)]).toEqual([60, 77]);
  });
});
