/** What budgets ask of the database, and what they remember so as not to ask again. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Budget } from '../../src/budget/budget.js';
import { listWindows, shadowRefusals } from '../../src/budget/report.js';
import type { Caller } from '../../src/kernel/caller.js';
import type { AllowanceTerm, Spending } from '../../src/kernel/spending.js';
import { counter } from '../policy/counter.js';
import { compiled } from '../policy/harness.js';
import { callerWith, makeLinks, now, readingOf, types } from './callers.js';
import type { Desk } from './desk.js';
import { day, expectRecorded, openDesk, operation, people, perDay } from './desk.js';
import { Watched } from './watched.js';

const policy = compiled(...counter, [
  'persons: [{ share: 1.2, floor: 20, cap: 500, per: "P30D", by: ORGANISATION }]',
  'persons: [{ share: 2, floor: 1, cap: 9, per: "P30D", by: ORGANISATION }, { share: 2, floor: 1, cap: 9, per: "P1D", by: ORGANISATION }]',
]);

let desk: Desk;
let database: Watched;
let budget: Budget;
let manager: Caller;
let agency: Caller;

beforeAll(async () => {
  desk = await openDesk();
  await desk.moveTo(now / 1000);
  await makeLinks(desk);
});
afterAll(() => desk.close());
beforeEach(() => {
  database = new Watched(desk.database);
  budget = new Budget(policy, database, types);
  manager = callerWith('MANAGER', 'MANAGEMENT', { ACCOUNT: `anna-${randomUUID()}` });
  agency = callerWith('AGENCY', 'LETTING', { ACCOUNT: `bela-${randomUUID()}`, ORGANISATION: `keys-${randomUUID()}` });
});

const scopeOf = async (caller: Caller): Promise<number> => {
  const [spending] = await budget.spendingOf(caller);
  if (spending === undefined) throw new Error('no scope');
  return spending.scope;
};

describe('the number of a scope', () => {
  it('is asked for by role, claim and value, that of an own amount by the role and its root', async () => {
    await budget.spendingOf(agency);
    await budget.ownSpendingOf(agency, { root: 'counter', persons: [], misses: [] });
    const allowance = { of: 3, share: undefined, floor: undefined, cap: undefined, shadow: false } as const;
    const per = { text: 'P1D', months: 0, days: 1, seconds: 0 };
    const persons = [{ ...allowance, by: 'ACCOUNT', per }] as const;
    const own = await budget.ownSpendingOf(agency, { root: 'counter', persons, misses: [] });
    const { ACCOUNT: value, ORGANISATION: organisation } = agency.claims;
    const scope: unknown = expect.any(Number);
    expect(own).toEqual([{ scope, claim: 'ACCOUNT', value, persons: [perDay(3)], misses: [] }]);
    expect(database.asked).toEqual(
      [
        ['AGENCY', 'ORGANISATION', organisation],
        ['AGENCY:counter', 'ACCOUNT', value],
      ].map((values) => ({
        name: 'budget_scope',
        text: 'SELECT cloison.budget_scope_of($1, $2, $3) AS scope',
        values,
      })),
    );
  });
});

describe('whether anything is left at all', () => {
  const misses: readonly AllowanceTerm[] = [];
  const spent = async (persons: readonly AllowanceTerm[], count = 4): Promise<readonly Spending[]> => {
    const spending = [{ scope: await scopeOf(manager), claim: 'ACCOUNT', persons: [perDay(9)], misses } as const];
    const asked = operation({ scope: 0, persons: people(count) });
    expectRecorded(await desk.ledger.disclose({ ...asked, spending }));
    return spending.map((each) => ({ ...each, persons }));
  };

  it('is asked of the windows of what would be spent', async () => {
    const spending = await spent([perDay(9)]);
    expect(await budget.exhaustionOf(spending)).toBeUndefined();
    expect(database.named('budget_left')).toEqual([
      {
        name: 'budget_left',
        text: 'SELECT scope, kind, claim, seconds, bound, used, opens, shadow FROM cloison.budget_left($1::jsonb)',
        values: [JSON.stringify(spending)],
      },
    ]);
  });

  it.each<readonly [title: string, allowance: AllowanceTerm]>([
    ['has some left', perDay(5)],
    ['is only tried out', { ...perDay(4), shadow: true }],
    ['was not counted yet', { seconds: day, share: 1, floor: 1, cap: 2, shadow: false }],
  ])('is so where a window %s', async (_title, allowance) => {
    expect(await budget.exhaustionOf(await spent([allowance]))).toBeUndefined();
  });

  it.each([4, 3])('is not where four of %d are used: the first such window says when it opens', async (bound) => {
    const spending = await spent([{ seconds: 3600, of: 9, shadow: false }, perDay(bound), perDay(1)]);
    const why = await budget.exhaustionOf(spending);
    expect(why).toEqual({
      kind: 'PERSONS',
      claim: 'ACCOUNT',
      seconds: day,
      bound,
      used: 4,
      needed: 1,
      opens: expect.any(Number) as unknown,
    });
    expect(why?.opens).toBeGreaterThan(now / 1000 + day - 3600);
  });
});

describe('what is left to a caller', () => {
  it('is one question about all that it spends, and names the field of what is not the role’s', async () => {
    const window = { claim: 'ACCOUNT', seconds: day, used: 0, opens: null, shadow: false };
    const left = await budget.left(manager, readingOf(policy, manager));
    expect(left).toEqual([
      { ...window, root: undefined, kind: 'PERSONS', bound: 200 },
      { ...window, root: 'openCounter', kind: 'PERSONS', bound: 20 },
      { ...window, root: 'openCounter', kind: 'MISSES', bound: 10 },
    ]);
    expect(left.every((each) => Object.isFrozen(each))).toBe(true);
    expect(database.named('budget_left')).toHaveLength(1);
  });
});

describe('a caseload', () => {
  const reading = (): ReturnType<typeof readingOf> => readingOf(policy, agency);

  it('is counted anew by who comes after a count that failed', async () => {
    const scope = await scopeOf(agency);
    await desk.query('ALTER TABLE public.lease RENAME TO gone');
    try {
      await expect(budget.count(database, agency, scope, reading())).rejects.toThrow('SQLSTATE 42P01');
    } finally {
      await desk.query('ALTER TABLE public.gone RENAME TO lease');
    }
    await budget.count(database, agency, scope, reading());
    expect(database.asked.at(-1)).toEqual({
      name: 'budget_counted',
      text: 'SELECT cloison.budget_counted($1::int, $2::int)',
      values: [scope, 0],
    });
  });

  it('is counted by a transaction for itself, whoever counts it meanwhile: nobody else sees what it sees', async () => {
    const scope = await scopeOf(agency);
    const counted = await desk.database.transaction(async (session) => {
      const transaction = new Watched(session);
      await Promise.all([transaction, transaction].map((each) => budget.count(each, agency, scope, reading())));
      return transaction.named('budget_counted').length;
    });
    expect(counted).toBe(2);
    expect(database.named('budget_counted')).toHaveLength(0);
  });

  it('is counted once for a scope whose windows wait for it, and then they are read again', async () => {
    const values = [agency.claims.ORGANISATION, people(3)];
    await desk.query(`INSERT INTO public.lease SELECT unnest($2::uuid[]), $1, '2026-12-01'`, values);
    const left = await budget.left(agency, reading());
    expect(left.map(({ seconds, bound, root }) => [seconds, bound, root])).toEqual([
      [30 * day, 6, undefined],
      [day, 6, undefined],
    ]);
    expect(database.asked.map(({ name }) => name)).toEqual([
      'budget_scope',
      'budget_left',
      '',
      'budget_counted',
      'budget_left',
    ]);
  });
});

it('a report is prepared once, under a name of its own', async () => {
  await listWindows(database, 'keys-ltd');
  await listWindows(database);
  await shadowRefusals(database, '2027-01-01');
  expect(database.asked.map(({ name, values }) => [name, values])).toEqual([
    ['budget_list', ['keys-ltd']],
    ['budget_list', [null]],
    ['budget_shadow', ['2027-01-01']],
  ]);
});
