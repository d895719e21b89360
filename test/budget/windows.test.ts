/** Trailing windows on the database's clock, against a plain list of what was served when. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AllowanceTerm } from '../../src/kernel/spending.js';
import type { Outcome } from '../../src/ledger/entry.js';
import type { Desk } from './desk.js';
import { day, expectExhausted, openDesk, operation, people, perDay, expectRecorded } from './desk.js';

let desk: Desk;
const begin = 1_800_000_000;

beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

const disclose = (scope: number, persons: readonly string[], ...allowances: AllowanceTerm[]): Promise<Outcome> =>
  desk.ledger.disclose(operation({ scope, persons, allowances }));

const usedIn = async (scope: number): Promise<number> => {
  const text = 'SELECT used FROM cloison.budget_left($1::jsonb)';
  const spending = [{ scope, persons: [perDay(1)], misses: [] }];
  const [row] = await desk.query(text, [JSON.stringify(spending)]);
  return Number(row?.['used']);
};

describe('a budget of distinct persons', () => {
  it('is refused as a whole when it does not suffice, and then nothing is spent or recorded', async () => {
    await desk.moveTo(begin);
    const scope = await desk.newScope();
    expectRecorded(await disclose(scope, people(8), perDay(10)));
    const [before] = await desk.query('SELECT count(*) AS n FROM cloison.ledger_entry');
    const why = expectExhausted(await disclose(scope, people(3), perDay(10)));
    expect(why).toMatchObject({ kind: 'PERSONS', claim: 'ORGANISATION', seconds: day, bound: 10, used: 8, needed: 3 });
    expect(await desk.query('SELECT count(*) AS n FROM cloison.ledger_entry')).toEqual([before]);
    expect(await usedIn(scope)).toBe(8);
    expectRecorded(await disclose(scope, people(2), perDay(10)));
    expect(await usedIn(scope)).toBe(10);
  });

  it('costs nothing for whom it has served in the window, also when it is exhausted', async () => {
    await desk.moveTo(begin);
    const scope = await desk.newScope();
    const known = people(10);
    expectRecorded(await disclose(scope, known, perDay(10)));
    expectRecorded(await disclose(scope, known, perDay(10)));
    await desk.moveTo(begin + day / 2);
    expectRecorded(await disclose(scope, known.slice(3), perDay(10)));
    expect(await usedIn(scope)).toBe(10);
    expectExhausted(await disclose(scope, [...known.slice(1), ...people(1)], perDay(10)));
  });

  it('opens again when it says, and a minute earlier not', async () => {
    await desk.moveTo(begin);
    const scope = await desk.newScope();
    expectRecorded(await disclose(scope, people(6), perDay(10)));
    await desk.moveTo(begin + 3600);
    expectRecorded(await disclose(scope, people(4), perDay(10)));
    const { opens } = expectExhausted(await disclose(scope, people(5), perDay(10)));
    expect(opens).toBeGreaterThanOrEqual(begin + day);
    expect(opens).toBeLessThanOrEqual(begin + (day * 61) / 60);
    await desk.moveTo((opens ?? 0) - 60);
    expectExhausted(await disclose(scope, people(5), perDay(10)));
    await desk.moveTo(opens ?? 0);
    expectRecorded(await disclose(scope, people(5), perDay(10)));
  });

  it('never opens for more than it is', async () => {
    const scope = await desk.newScope();
    expect(expectExhausted(await disclose(scope, people(11), perDay(10))).opens).toBeNull();
  });

  it('is not refilled by midnight, nor by a clock that is set back', async () => {
    const midnight = Math.ceil(begin / day) * day;
    await desk.moveTo(midnight - 60);
    const scope = await desk.newScope();
    expectRecorded(await disclose(scope, people(10), perDay(10)));
    for (const at of [midnight + 60, midnight - 7200, midnight - 40 * day, midnight + day - 120]) {
      await desk.moveTo(at);
      expectExhausted(await disclose(scope, people(1), perDay(10)));
    }
    await desk.moveTo(midnight + day + day / 60);
    expectRecorded(await disclose(scope, people(10), perDay(10)));
  });

  it('is not refilled by a policy that changes the length of a window', async () => {
    await desk.moveTo(begin);
    const scope = await desk.newScope();
    const week: AllowanceTerm = { seconds: 7 * day, of: 10, shadow: false };
    expectRecorded(await disclose(scope, people(10), perDay(10)));
    expectExhausted(await disclose(scope, people(1), week));
    await desk.moveTo(begin + 3 * day);
    expectExhausted(await disclose(scope, people(1), week));
    expectRecorded(await disclose(scope, people(1), perDay(10)));
  });

  it('holds in each of its windows', async () => {
    await desk.moveTo(begin);
    const scope = await desk.newScope();
    const month: AllowanceTerm = { seconds: 30 * day, of: 25, shadow: false };
    for (const at of [0, 2, 4]) {
      await desk.moveTo(begin + at * day);
      const outcome = await disclose(scope, people(10), perDay(10), month);
      if (at < 4) expectRecorded(outcome);
      else expect(expectExhausted(outcome)).toMatchObject({ seconds: 30 * day, used: 20, needed: 10 });
    }
    expectRecorded(await disclose(scope, people(5), perDay(10), month));
  });

  it('in shadow refuses nothing and says in the entry what it would have refused', async () => {
    await desk.moveTo(begin);
    const scope = await desk.newScope();
    const shadow: AllowanceTerm = { seconds: day, of: 2, shadow: true };
    const { entry } = expectRecorded(
      await disclose(scope, people(5), shadow, { seconds: 30 * day, of: 20, shadow: false }),
    );
    const [row] = await desk.query('SELECT detail FROM cloison.ledger_entry WHERE id = $1', [entry]);
    expect(row?.['detail']).toMatchObject({ shadow: [{ kind: 'PERSONS', bound: 2, used: 0, needed: 5 }] });
    expect(await usedIn(scope)).toBe(5);
  });

  it('serves, over any trailing window, never more than its amount and never less than fits', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.tuple(fc.integer({ min: -1800, max: 40_000 }), fc.integer({ min: 1, max: 5 }), fc.nat({ max: 5 })),
          {
            minLength: 5,
            maxLength: 25,
          },
        ),
        async (steps) => {
          const scope = await desk.newScope();
          const served: { readonly person: string; readonly at: number }[] = [];
          const pool = people(40);
          let now = begin + 200 * day;
          // A scope's time is that of what it counted last, or now; what is refused moves it nowhere.
          let latest = 0;
          let next = 0;
          for (const [later, fresh, old] of steps) {
            now += later;
            const instant = Math.max(latest, now);
            await desk.moveTo(now);
            const persons = [...new Set([...pool.slice(next, next + fresh), ...pool.slice(0, Math.min(old, next))])];
            next = Math.min(pool.length, next + fresh);
            if (persons.length === 0) continue;
            const within = (seconds: number): Set<string> =>
              new Set(served.filter(({ at }) => at > instant - seconds).map(({ person }) => person));
            const outcome = await disclose(scope, persons, perDay(8));
            if (outcome.kind === 'RECORDED') {
              latest = instant;
              for (const person of persons) served.push({ person, at: instant });
              expect(within(day).size).toBeLessThanOrEqual(8);
            } else {
              expect(new Set([...within((day * 61) / 60), ...persons]).size).toBeGreaterThan(8);
            }
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});
