/** Amounts of a real policy on a real database: whose scope is whose, what a share is taken of, what is left. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Budget } from '../../src/budget/budget.js';
import { countCaseload } from '../../src/budget/caseload.js';
import { listWindows, shadowRefusals } from '../../src/budget/report.js';
import type { Caller } from '../../src/kernel/caller.js';
import type { Spending } from '../../src/kernel/spending.js';
import type { Reading } from '../../src/store/read/parameters.js';
import { Database } from '../../src/store/database.js';
import { compiled, roleOf } from '../policy/harness.js';
import { untilSomebodyWaits } from '../support/waiting.js';
import { callerWith, makeLinks, now, readingOf as readingBy, types } from './callers.js';
import type { Desk } from './desk.js';
import { day, expectRecorded, openDesk, operation, people } from './desk.js';

const agencyOnly =
  '@bound(role: AGENCY, page: 50, cost: 2000, persons: [{ share: 1.2, floor: 20, cap: 500, per: "P30D", by: ORGANISATION }])';
const policy = compiled([
  agencyOnly,
  `@bound(role: AGENCY, page: 50, cost: 2000,
     persons: [{ share: 2, floor: 1, cap: 9, per: "P30D", by: ORGANISATION }, { of: 4, per: "P1D", by: ACCOUNT, shadow: true }],
     misses: [{ of: 3, per: "P1D", by: ACCOUNT }])`,
]);
const callerOf = (organisation: string, role = 'AGENCY'): Caller =>
  callerWith(role, 'LETTING', { ACCOUNT: `anna-${organisation}`, ORGANISATION: organisation });
const readingOf = (asking: Caller): Reading => readingBy(policy, asking);

let desk: Desk;
let budget: Budget;
let caller: Caller;

beforeAll(async () => {
  desk = await openDesk();
  await desk.moveTo(now / 1000);
  await makeLinks(desk);
});
afterAll(() => desk.close());
beforeEach(() => {
  budget = new Budget(policy, desk.database, types);
  caller = callerOf(`agency-${randomUUID()}`);
});

const lease = async (tenant: string, offered: string, ended: string | null = null, agency = caller): Promise<void> => {
  const values = [tenant, agency.claims.ORGANISATION, offered, ended];
  await desk.query('INSERT INTO public.lease VALUES ($1, $2, $3, $4, NULL)', values);
};

const spend = async (spending: readonly Spending[], persons: readonly string[]): Promise<void> => {
  const [scope] = spending;
  if (scope === undefined) throw new Error('no scope');
  expectRecorded(await desk.ledger.disclose({ ...operation({ scope: scope.scope, persons }), spending }));
};

describe('the scopes of a caller', () => {
  it('are asked of the database once, and remembered', async () => {
    const asked = budget.spendingOf(caller);
    expect(asked).toBeInstanceOf(Promise);
    const spending = await asked;
    expect(spending.map(({ claim, value }) => [claim, value])).toEqual([
      ['ORGANISATION', caller.claims.ORGANISATION],
      ['ACCOUNT', caller.claims.ACCOUNT],
    ]);
    expect(budget.spendingOf(caller)).toEqual(spending);
  });

  it('have one number each, in every process and for every role, claim and value', async () => {
    const spending = await budget.spendingOf(caller);
    expect(await new Budget(policy, desk.database, types).spendingOf(caller)).toEqual(spending);
    const others = [
      ...(await budget.spendingOf(callerOf(`agency-${randomUUID()}`))),
      ...(await budget.spendingOf(callerOf(caller.claims.ORGANISATION ?? '', 'MANAGER'))),
    ];
    const numbers = [...spending, ...others].map(({ scope }) => scope);
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(numbers.every(Number.isInteger)).toBe(true);
  });

  it('are asked for again after a failure: another database numbers them otherwise', async () => {
    await budget.spendingOf(caller);
    budget.forget();
    expect(budget.spendingOf(caller)).toBeInstanceOf(Promise);
  });

  it('are nobody’s whose role the policy does not know', () => {
    expect(() => budget.spendingOf(callerOf('anywhere', 'STRANGER'))).toThrow('a caller has a role of the policy');
  });
});

describe('whom a process has seen counted', () => {
  it('is looked up no more, in each scope of the caller', async () => {
    const spending = await budget.spendingOf(caller);
    const persons = people(2);
    expect(budget.spendingOn(spending, persons)).toEqual(spending.map((each) => ({ ...each, seen: undefined })));
    budget.noteCounted(spending, persons, 1_800_000_000);
    expect(budget.spendingOn(spending, persons)).toEqual(spending.map((each) => ({ ...each, seen: 1_800_000_000 })));
  });

  it('is known when one scope has counted them all, and not when a stranger is among them', async () => {
    const spending = await budget.spendingOf(caller);
    const [known, stranger] = [people(2), people(1)];
    budget.noteCounted(spending.slice(1), known, 1_800_000_000);
    expect(budget.knows(spending, known)).toBe(true);
    expect(budget.knows(spending.slice(0, 1), known)).toBe(false);
    expect(budget.knows(spending, [...known, ...stranger])).toBe(false);
    expect(budget.knows(spending, [])).toBe(false);
  });

  it('is forgotten with the scopes', async () => {
    const spending = await budget.spendingOf(caller);
    const persons = people(1);
    budget.noteCounted(spending, persons, 1_800_000_000);
    budget.forget();
    expect(budget.knows(spending, persons)).toBe(false);
  });
});

describe('a share', () => {
  it('is taken of the distinct persons whom the links reach now, the longest window after their end included', async () => {
    const [twice = '', ended = '', long = '', past = '', elsewhere = ''] = people(5);
    await lease(twice, '2026-12-01');
    await lease(twice, '2026-12-24');
    await lease(ended, '2026-06-01', '2026-10-15');
    await lease(past, '2026-06-01', '2026-10-13');
    await lease(long, '2027-02-01');
    await lease(elsewhere, '2026-12-01', null, callerOf('another'));
    expect(await countCaseload(desk.database, types, questionOf('ORGANISATION'))).toBe(2);
  });

  it('of a claim that no link compares is taken of nobody', async () => {
    await lease(randomUUID(), '2026-12-01');
    expect(await countCaseload(desk.database, types, questionOf('ACCOUNT'))).toBe(0);
  });

  it('counts for an organisation those of whom it has absorbed', async () => {
    const absorbed = callerOf(`agency-${randomUUID()}`);
    await lease(randomUUID(), '2026-12-01');
    await lease(randomUUID(), '2026-12-01', null, absorbed);
    const question = questionOf('ORGANISATION');
    const reading = { ...question.reading, absorbed: [absorbed.claims.ORGANISATION ?? ''] };
    expect(await countCaseload(desk.database, types, { ...question, reading })).toBe(2);
  });

  const questionOf = (claim: 'ORGANISATION' | 'ACCOUNT'): Parameters<typeof countCaseload>[2] => ({
    policy,
    role: roleOf(policy, 'AGENCY'),
    claim,
    reading: readingOf(caller),
  });
});

describe('counting a caseload', () => {
  const caseloadOf = async (scope: number): Promise<unknown> =>
    (await desk.query('SELECT caseload FROM cloison.budget_scope WHERE id = $1', [scope]))[0]?.['caseload'];

  it('is done once for all who wait for it, and anew for who asks later', async () => {
    await lease(randomUUID(), '2026-12-01');
    const [{ scope } = { scope: 0 }] = await budget.spendingOf(caller);
    const counting = desk.database.transaction(async (tx) => {
      await tx.read({ name: '', text: 'LOCK TABLE public.lease IN ACCESS EXCLUSIVE MODE', values: [] });
      const asked = [1, 2, 3].map(() => budget.count(desk.database, caller, scope, readingOf(caller)));
      await untilSomebodyWaits((text) => tx.read({ name: '', text, values: [] }));
      expect(await waitingStatements()).toBe(1);
      return asked;
    });
    await Promise.all(await counting);
    expect(await caseloadOf(scope)).toBe(1);
    await lease(randomUUID(), '2026-12-01');
    await budget.count(desk.database, caller, scope, readingOf(caller));
    expect(await caseloadOf(scope)).toBe(2);
  });

  it('is done by a transaction for itself: it sees what nobody else sees yet', async () => {
    const [{ scope } = { scope: 0 }] = await budget.spendingOf(caller);
    await desk.database.transaction(async (tx) => {
      const values = [randomUUID(), caller.claims.ORGANISATION];
      await tx.read({ name: '', text: `INSERT INTO public.lease VALUES ($1, $2, '2026-12-01')`, values });
      await budget.count(tx, caller, scope, readingOf(caller));
    });
    expect(await caseloadOf(scope)).toBe(1);
  });

  it('is not done for the scope of somebody else', async () => {
    const [{ scope } = { scope: 0 }] = await budget.spendingOf(callerOf(`agency-${randomUUID()}`));
    await expect(budget.count(desk.database, caller, scope, readingOf(caller))).rejects.toThrow(
      'a caseload is counted for a scope of the caller',
    );
  });

  const waitingStatements = async (): Promise<number> => {
    const [row] = await desk.query(
      `SELECT count(*)::int AS n FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%persons%lease%'`,
    );
    return Number(row?.['n']);
  };
});

describe('what is left to a caller', () => {
  it('is told an allowance a row, its share counted first, and when it opens again', async () => {
    await lease(randomUUID(), '2026-12-01');
    await lease(randomUUID(), '2026-12-01');
    const left = await budget.left(caller, readingOf(caller));
    expect(left.toSorted((one, other) => one.seconds - other.seconds || one.kind.localeCompare(other.kind))).toEqual([
      { kind: 'MISSES', claim: 'ACCOUNT', seconds: day, bound: 3, used: 0, opens: null, shadow: false },
      { kind: 'PERSONS', claim: 'ACCOUNT', seconds: day, bound: 4, used: 0, opens: null, shadow: true },
      { kind: 'PERSONS', claim: 'ORGANISATION', seconds: 30 * day, bound: 4, used: 0, opens: null, shadow: false },
    ]);
    await spend(await budget.spendingOf(caller), people(4));
    const organisation = (await budget.left(caller, readingOf(caller))).find(({ claim }) => claim === 'ORGANISATION');
    expect(organisation).toMatchObject({ bound: 4, used: 4 });
    expect(organisation?.opens).toBeGreaterThan(now / 1000 + 29 * day);
    expect(Object.isFrozen(organisation)).toBe(true);
  });
});

describe('what an operator looks at', () => {
  it('is how full the windows are, the fullest first, of all or of one', async () => {
    const other = callerOf(`agency-${randomUUID()}`);
    await lease(randomUUID(), '2026-12-01');
    await budget.left(caller, readingOf(caller));
    await budget.left(other, readingOf(other));
    await spend(await budget.spendingOf(caller), people(2));
    await spend(await budget.spendingOf(other), people(1));
    const [value, otherValue] = [caller.claims.ORGANISATION, other.claims.ORGANISATION];
    expect(await listWindows(desk.database, value)).toEqual([
      { role: 'AGENCY', claim: 'ORGANISATION', value, kind: 'PERSONS', seconds: 30 * day, used: 2, caseload: 1 },
    ]);
    const all = (await listWindows(desk.database)).map((window) => window.value);
    expect(all.indexOf(value ?? '')).toBeGreaterThanOrEqual(0);
    expect(all.indexOf(value ?? '')).toBeLessThan(all.indexOf(otherValue ?? ''));
  });

  it('is what bounds in shadow would have refused, by whom and since when', async () => {
    const spending = await budget.spendingOf(caller);
    await budget.count(desk.database, caller, spending[0]?.scope ?? 0, readingOf(caller));
    const inShadow = spending.slice(1);
    await spend(inShadow, people(3));
    await spend(inShadow, people(3));
    const refusals = await shadowRefusals(desk.database, '2000-01-01');
    const found = refusals.find(({ bound }) => bound === 4);
    expect(found).toMatchObject({ kind: 'PERSONS', claim: 'ACCOUNT', seconds: day, bound: 4, operations: 1 });
    expect(await shadowRefusals(desk.database, '2999-01-01')).toEqual([]);
  });
});

it('another database’s caseload is counted apart', async () => {
  const other = await Database.connect({
    url: desk.url,
    max: 1,
    statementTimeoutMs: 10_000,
    applicationName: 'test',
  });
  try {
    const [{ scope } = { scope: 0 }] = await budget.spendingOf(caller);
    await budget.count(other, caller, scope, readingOf(caller));
    expect(await budget.left(caller, readingOf(caller))).toHaveLength(3);
  } finally {
    await other.close();
  }
});
