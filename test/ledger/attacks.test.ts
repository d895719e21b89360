/** What a thief, a peak, a clock or a partner's odd request would do to budgets and ledger, at their one SQL function. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Probe } from '../../src/ledger/entry.js';
import type { Desk } from '../budget/desk.js';
import { day, expectExhausted, openDesk, operation, people, perDay, expectRecorded } from '../budget/desk.js';

/** Where the desk's clock stands at first. */
const began = 1_800_000_000;

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

const nobody: Probe = { persons: [], isHeld: false };

describe('who has no persons left', () => {
  const spent = async (): Promise<number> => {
    const scope = await desk.newScope();
    expectRecorded(await desk.ledger.disclose(operation({ scope, persons: people(5), allowances: [perDay(5)] })));
    return scope;
  };

  it('learns nothing by guessing: somebody and nobody are refused alike', async () => {
    const scope = await spent();
    const try_ = async (probe: Probe): Promise<unknown> =>
      expectExhausted(
        await desk.ledger.disclose(
          operation({
            scope,
            persons: probe.persons,
            allowances: [perDay(5)],
            misses: [perDay(9)],
            probes: [probe],
            held: probe.isHeld ? probe.persons : [],
          }),
        ),
      );
    const refused = await try_(nobody);
    expect(refused).toMatchObject({ kind: 'PERSONS', bound: 5, used: 5, needed: 1 });
    expect(await try_({ persons: people(1), isHeld: false })).toEqual(refused);
    expect(await try_({ persons: people(1), isHeld: true })).toEqual(refused);
  });

  it('and no misses either, is told the same of both', async () => {
    const scope = await spent();
    const ask = async (probe: Probe): Promise<unknown> => {
      const { persons } = probe;
      const spending = { scope, persons, allowances: [perDay(5)], misses: [perDay(0)], probes: [probe] };
      return expectExhausted(await desk.ledger.disclose(operation(spending)));
    };
    expect(await ask(nobody)).toEqual(await ask({ persons: people(1), isHeld: false }));
  });
});

describe('the time at which it opens again', () => {
  it('counts that whom one had read must be read anew by then', async () => {
    const scope = await desk.newScope();
    const ask = (persons: readonly string[]): ReturnType<Desk['ledger']['disclose']> =>
      desk.ledger.disclose(operation({ scope, persons, allowances: [perDay(10)] }));
    const [first, second] = [people(6), people(4)];
    await desk.moveTo(began);
    expectRecorded(await ask(first));
    await desk.moveTo(began + day / 2);
    expectRecorded(await ask(second));
    const wanted = [...first, ...people(3)];
    const { opens } = expectExhausted(await ask(wanted));
    expect(opens).toBeGreaterThan(began + day * 1.4);
    await desk.moveTo(Number(opens) - 1);
    expectExhausted(await ask(wanted));
    await desk.moveTo(Number(opens));
    expectRecorded(await ask(wanted));
    await desk.moveTo(began);
  });

  it('is never, for more persons than the bound, however many of them are known', async () => {
    const scope = await desk.newScope();
    const known = people(10);
    expectRecorded(await desk.ledger.disclose(operation({ scope, persons: known, allowances: [perDay(10)] })));
    const wanted = operation({ scope, persons: [...known, ...people(1)], allowances: [perDay(10)] });
    expect(expectExhausted(await desk.ledger.disclose(wanted)).opens).toBeNull();
  });
});

describe('a planned peak', () => {
  it('gives more persons and not more misses', async () => {
    const scope = await desk.newScope();
    await desk.query(
      `INSERT INTO cloison.budget_peak (scope_id, seconds, persons, from_at, until_at, reason, proposed_by, proposed_at, confirmed_by, confirmed_at)
       VALUES ($1, $2, 50, to_timestamp($3::bigint - 60), to_timestamp($3::bigint + 86400), 'a cohort', 'operator:one', now(), 'operator:two', now())`,
      [scope, day, began],
    );
    await desk.moveTo(began);
    const miss = operation({ scope, persons: [], allowances: [perDay(10)], misses: [perDay(1)], probes: [nobody] });
    expectRecorded(await desk.ledger.disclose(miss));
    expect(expectExhausted(await desk.ledger.disclose(miss))).toMatchObject({ kind: 'MISSES', bound: 1 });
    expectRecorded(await desk.ledger.disclose(operation({ scope, persons: people(50), allowances: [perDay(10)] })));
  });
});

describe('a clock that is set back', () => {
  it('does not leave a share without its caseload', async () => {
    const scope = await desk.newScope();
    const share = { seconds: day, share: 1, floor: 1, cap: 100, shadow: false };
    const ask = (): ReturnType<Desk['ledger']['disclose']> =>
      desk.ledger.disclose(operation({ scope, persons: people(1), allowances: [share] }));
    const count = (): Promise<unknown> => desk.query('SELECT cloison.budget_counted($1, 2)', [scope]);
    await desk.moveTo(began + 7200);
    await count();
    expectRecorded(await ask());
    await desk.moveTo(began);
    await count();
    expectRecorded(await ask());
    expect(await ask()).toMatchObject({ kind: 'EXHAUSTED' });
  });
});

describe('one partner’s operation', () => {
  it('that the database refuses does not take those with it that share its statement', async () => {
    const scope = await desk.newScope();
    const honest = (): ReturnType<Desk['ledger']['disclose']> =>
      desk.ledger.disclose(operation({ scope, persons: people(1), allowances: [perDay(100)] }));
    const odd = operation({ scope: await desk.newScope(), persons: people(1), allowances: [perDay(5)] });
    const asked = [
      honest(),
      honest(),
      ...Array.from({ length: 4 }, () =>
        desk.ledger.disclose({ ...odd, head: { ...odd.head, account: 'a\u0000b' } }).catch((error: unknown) => error),
      ),
      honest(),
      honest(),
    ];
    const outcomes = await Promise.all(asked);
    expect(
      outcomes.map((outcome) => (outcome instanceof Error ? outcome.name : 'kind' in (outcome as object))),
    ).toEqual([true, true, ...Array.from({ length: 4 }, () => 'Failure'), true, true]);
  });

  it('of a refusal that cannot be written does not swallow the others', async () => {
    const head = { kind: 'REFUSAL' as const, account: 'honest' };
    for (const message of ['one', 'two\u0000', 'three', 'four'])
      desk.ledger.refused({ ...head, detail: { code: 'FORBIDDEN', message } });
    await desk.ledger.close();
    const rows = await desk.query(
      `SELECT detail ->> 'message' AS m FROM cloison.ledger_entry WHERE account = 'honest' ORDER BY m`,
    );
    expect(rows.map(({ m }) => m)).toEqual(['four', 'one', 'three']);
  });

  it('with more candidates than a number of two bytes holds is recorded all the same', async () => {
    const scope = await desk.newScope();
    const persons = people(33_000);
    const probes = [{ persons, isHeld: true }];
    expectRecorded(await desk.ledger.disclose(operation({ scope, persons, held: persons, probes })));
  });
});

describe('an entry', () => {
  it('is durable whatever the session says of commits', async () => {
    const [row] = await desk.query(
      `WITH said AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true)),
            locked AS MATERIALIZED (SELECT count(*) FROM said, cloison.disclose('[]'))
       SELECT current_setting('synchronous_commit') AS setting FROM locked`,
    );
    expect(row).toEqual({ setting: 'on' });
  });
});
