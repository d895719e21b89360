/** What budgets ask of the database, and what they remember so as not to ask again. */
import { beforeEach, describe, expect, it } from 'vitest';
import { Budget } from '../../src/budget/budget.js';
import { listWindows, shadowRefusals } from '../../src/budget/report.js';
import type { Caller, PurposeName, RoleName } from '../../src/kernel/caller.js';
import type { Spending } from '../../src/kernel/spending.js';
import type { Reading } from '../../src/store/read/parameters.js';
import { readTimes } from '../../src/store/read/readTimes.js';
import type { Row, Statement } from '../../src/store/statement.js';
import { counter } from '../policy/counter.js';
import { compiled } from '../policy/harness.js';

const now = Date.UTC(2027, 0, 15, 8);
const policy = compiled(...counter);

/** Numbers scopes as they come, answers the rest as a test says, and keeps what it was asked. */
class Recorder {
  readonly asked: Statement[] = [];
  answer: (statement: Statement) => readonly Row[] = () => [];
  #scopes = 0;

  read(statement: Statement): Promise<readonly Row[]> {
    this.asked.push(statement);
    if (statement.name === 'budget_scope') return Promise.resolve([{ scope: ++this.#scopes }]);
    return new Promise((resolve) => {
      resolve(this.answer(statement));
    });
  }

  isOneWith(other: unknown): boolean {
    return other === this;
  }

  named(name: string): readonly Statement[] {
    return this.asked.filter((statement) => statement.name === name);
  }
}

const callerOf = (role: string, claims: Caller['claims']): Caller => ({
  role: role as RoleName,
  purpose: 'MANAGEMENT' as PurposeName,
  claims,
  application: 'app',
  tokenId: 'token',
  expiresAt: now / 1000 + 300,
  kind: 'PERSON',
  actor: undefined,
  sender: 'DPOP',
  key: undefined,
  authenticatedAt: now / 1000,
  standing: { isInQuarantine: false, isAdministrator: false, isSubmissionOnly: false, stoppedFields: [], absorbed: [] },
  registerVersion: '1',
});
const manager = callerOf('MANAGER', { ACCOUNT: 'anna' });
const agency = callerOf('AGENCY', { ACCOUNT: 'bela', ORGANISATION: 'keys-ltd' });
const readingOf = ({ claims, purpose }: Caller): Reading => ({
  claims,
  purpose,
  absorbed: [],
  times: readTimes(now, policy.zones),
});

let database: Recorder;
let budget: Budget;
beforeEach(() => {
  database = new Recorder();
  budget = new Budget(policy, database, (_table, column) => (column.endsWith('_on') ? 'date' : 'text'));
});

const windowOf = (scope: number, changed: Row = {}): Row => ({
  scope,
  kind: 'PERSONS',
  claim: 'ACCOUNT',
  seconds: 86_400,
  bound: 10,
  used: 4,
  opens: null,
  shadow: false,
  ...changed,
});

describe('the number of a scope', () => {
  it('is asked for by role, claim and value, that of an own amount by the role and its root', async () => {
    await budget.spendingOf(agency);
    await budget.ownSpendingOf(agency, { root: 'counter', persons: [], misses: [] });
    const allowance = {
      of: 3,
      share: undefined,
      floor: undefined,
      cap: undefined,
      shadow: false,
      by: 'ACCOUNT',
    } as const;
    const per = { text: 'P1D', months: 0, days: 1, seconds: 0 };
    const own = await budget.ownSpendingOf(agency, { root: 'counter', persons: [{ ...allowance, per }], misses: [] });
    expect(own).toEqual([
      { scope: 2, claim: 'ACCOUNT', value: 'bela', persons: [{ seconds: 86_400, of: 3, shadow: false }], misses: [] },
    ]);
    expect(database.asked).toEqual(
      [
        ['AGENCY', 'ORGANISATION', 'keys-ltd'],
        ['AGENCY:counter', 'ACCOUNT', 'bela'],
      ].map((values) => ({
        name: 'budget_scope',
        text: 'SELECT cloison.budget_scope_of($1, $2, $3) AS scope',
        values,
      })),
    );
  });

  it('is remembered for fifty thousand, and with one more all are asked for again', async () => {
    const numbered = (number: number): Caller => callerOf('MANAGER', { ACCOUNT: `account-${String(number)}` });
    for (let number = 1; number <= 50_000; number++) await budget.spendingOf(numbered(number));
    expect(budget.spendingOf(numbered(1))).toMatchObject([{ scope: 1 }]);
    expect(budget.spendingOf(numbered(50_000))).toMatchObject([{ scope: 50_000 }]);
    await budget.spendingOf(numbered(50_001));
    expect(budget.spendingOf(numbered(50_001))).toMatchObject([{ scope: 50_001 }]);
    expect(budget.spendingOf(numbered(50_000))).toBeInstanceOf(Promise);
  });
});

describe('whether anything is left at all', () => {
  const spending: readonly Spending[] = [{ scope: 7, claim: 'ACCOUNT', value: 'anna', persons: [], misses: [] }];

  it('is asked of the windows of what would be spent', async () => {
    expect(await budget.exhaustionOf(spending)).toBeUndefined();
    expect(database.asked).toEqual([
      {
        name: 'budget_left',
        text: 'SELECT scope, kind, claim, seconds, bound, used, opens, shadow FROM cloison.budget_left($1::jsonb)',
        values: [JSON.stringify(spending)],
      },
    ]);
  });

  it.each<readonly [title: string, window: Row]>([
    ['has some left', { used: 9 }],
    ['is only tried out', { used: 10, shadow: true }],
    ['was not counted yet', { used: 10, bound: null }],
  ])('is so where a window %s', async (_title, window) => {
    database.answer = () => [windowOf(7, window)];
    expect(await budget.exhaustionOf(spending)).toBeUndefined();
  });

  it.each([10, 12])('is not where %d of ten are used: the first such window says when it opens', async (used) => {
    const opens = now / 1000 + 600;
    database.answer = () => [
      windowOf(7),
      windowOf(7, { kind: 'MISSES', used, opens }),
      windowOf(7, { seconds: 60, used: 99 }),
    ];
    expect(await budget.exhaustionOf(spending)).toEqual({
      kind: 'MISSES',
      claim: 'ACCOUNT',
      seconds: 86_400,
      bound: 10,
      used,
      needed: 1,
      opens,
    });
  });
});

describe('what is left to a caller', () => {
  it('is one question about all that it spends, and names the field of what is not the role’s', async () => {
    const windows = ({ scope, persons, misses }: Spending): readonly Row[] => [
      ...persons.map(({ of }) => windowOf(scope, { bound: of })),
      ...misses.map(({ of }) => windowOf(scope, { bound: of, kind: 'MISSES' })),
    ];
    database.answer = ({ values: [spending] }) =>
      (JSON.parse(String(spending)) as readonly Spending[]).flatMap(windows);
    const window = { claim: 'ACCOUNT', seconds: 86_400, used: 4, opens: null, shadow: false };
    const left = await budget.left(manager, readingOf(manager));
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
  const counting = (statement: Statement): readonly Row[] => (statement.name === '' ? [{ persons: 3 }] : []);

  it('is counted anew by who comes after a count that failed', async () => {
    await budget.spendingOf(agency);
    database.answer = () => {
      throw new Error('gone');
    };
    await expect(budget.count(database, agency, 1, readingOf(agency))).rejects.toThrow('gone');
    database.answer = counting;
    await budget.count(database, agency, 1, readingOf(agency));
    expect(database.asked.at(-1)).toEqual({
      name: 'budget_counted',
      text: 'SELECT cloison.budget_counted($1::int, $2::int)',
      values: [1, 3],
    });
  });

  it('is counted by a transaction for itself, whoever counts it meanwhile: nobody else sees what it sees', async () => {
    await budget.spendingOf(agency);
    const transaction = new Recorder();
    transaction.answer = counting;
    database.answer = counting;
    const both = [transaction, database, transaction].map((each) => budget.count(each, agency, 1, readingOf(agency)));
    await Promise.all(both);
    expect(transaction.named('budget_counted')).toHaveLength(2);
    expect(database.named('budget_counted')).toHaveLength(1);
  });

  it('is counted once for a scope whose windows wait for it, and then they are read again', async () => {
    let isCounted = false;
    database.answer = (statement) => {
      if (statement.name === 'budget_counted') isCounted = true;
      if (statement.name !== 'budget_left') return counting(statement);
      return [3600, 86_400].map((seconds) => windowOf(1, { seconds, bound: isCounted ? 20 : null }));
    };
    const left = await budget.left(agency, readingOf(agency));
    expect(left.map(({ seconds, bound, root }) => [seconds, bound, root])).toEqual([
      [3600, 20, undefined],
      [86_400, 20, undefined],
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
