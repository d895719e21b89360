/** What the corridor asks about amounts: what an operation spends, and the counting that a share needs first. */
import type { Caller, ClaimName } from '../kernel/caller.js';
import { invariant } from '../kernel/invariant.js';
import type { Exhaustion, Spending } from '../kernel/spending.js';
import type { CompiledPolicy, RolePolicy } from '../policy/compiled.js';
import type { Database } from '../store/database.js';
import type { ColumnTypes } from '../store/read/linkSql.js';
import type { Reading } from '../store/read/parameters.js';
import type { Executor, Row } from '../store/statement.js';
import type { OwnAmounts, ScopeAllowances } from './allowances.js';
import { allowancesOf, ownAllowancesOf } from './allowances.js';
import { countCaseload } from './caseload.js';
import { CountedPersons } from './countedPersons.js';

/** One allowance as it stands now. `bound` null: its caseload was not counted yet. */
export interface AllowanceLeft {
  /** The field whose own amount it is; undefined: the role's. */
  readonly root: string | undefined;
  readonly kind: 'PERSONS' | 'MISSES';
  readonly claim: ClaimName;
  readonly seconds: number;
  readonly bound: number | null;
  readonly used: number;
  /** Seconds since the epoch; null: there is something left. */
  readonly opens: number | null;
  readonly shadow: boolean;
}

/** Numbers of scopes that one process remembers; one that is forgotten costs a statement. */
const rememberedScopes = 50_000;

export class Budget {
  readonly #policy: CompiledPolicy;
  readonly #database: Database;
  readonly #types: ColumnTypes;
  readonly #scopes = new Map<string, number>();
  readonly #counting = new Map<number, Promise<void>>();
  readonly #counted = new CountedPersons();

  constructor(policy: CompiledPolicy, database: Database, types: ColumnTypes) {
    this.#policy = policy;
    this.#database = database;
    this.#types = types;
  }

  /** Every scope that an operation of the caller spends. */
  spendingOf(caller: Caller): Promise<readonly Spending[]> | readonly Spending[] {
    return this.#spending(caller.role, allowancesOf(this.#roleOf(caller), caller));
  }

  /** The scopes of a field's own amounts, which are counted apart from the role's: `ROLE:root`. */
  ownSpendingOf(
    { role, claims }: Pick<Caller, 'role' | 'claims'>,
    amounts: OwnAmounts,
  ): Promise<readonly Spending[]> | readonly Spending[] {
    return this.#spending(`${role}:${amounts.root}`, ownAllowancesOf(amounts, claims));
  }

  /** What of the spending has nothing left, so that whatever is asked would be refused; undefined: there is something of each. */
  async exhaustionOf(spending: readonly Spending[]): Promise<Exhaustion | undefined> {
    const rows = (await this.#left(spending)) as readonly unknown[] as readonly AllowanceLeft[];
    const over = rows.find(({ shadow, bound, used }) => !shadow && bound !== null && used >= bound);
    if (over === undefined) return undefined;
    const { kind, claim, seconds, bound, used, opens } = over;
    return bound === null ? undefined : { kind, claim, seconds, bound, used, needed: 1, opens };
  }

  /** The same, knowing which of these persons this process has seen counted already: they need not be looked up again. */
  spendingOn(spending: readonly Spending[], persons: readonly string[]): readonly Spending[] {
    return spending.map((each) => ({ ...each, seen: this.#counted.since(each.scope, persons) }));
  }

  /** Whether all of them are known to have been counted in one of the scopes: who asks for them by id or name tries nothing. */
  knows(spending: readonly Spending[], persons: readonly string[]): boolean {
    return spending.some(({ scope }) => this.#counted.since(scope, persons) !== undefined);
  }

  /** After a failure: the database may be another one, in which scopes have other numbers. */
  forget(): void {
    this.#scopes.clear();
    this.#counted.forget();
  }

  /** Persons that were counted, for good, in all scopes at `at`, in seconds since the epoch. */
  noteCounted(spending: readonly Spending[], persons: readonly string[], at: number): void {
    for (const { scope } of spending) this.#counted.add(scope, persons, at);
  }

  /** Counts the caseload of a scope of the caller, once for all who wait for it. `executor`: a transaction counts by itself. */
  async count(executor: Executor, caller: Caller, scope: number, reading: Reading): Promise<void> {
    if (!this.#database.isOneWith(executor)) return this.#count(executor, caller, scope, reading);
    const underWay = this.#counting.get(scope);
    if (underWay !== undefined) return underWay;
    const counting = this.#count(executor, caller, scope, reading).finally(() => this.#counting.delete(scope));
    this.#counting.set(scope, counting);
    return counting;
  }

  /** What is left to the caller, an allowance a row. */
  async left(caller: Caller, reading: Reading): Promise<readonly AllowanceLeft[]> {
    const own = await this.#ownSpendings(caller);
    const spending = [...(await this.spendingOf(caller)), ...own.keys()];
    const roots = new Map([...own].map(([{ scope }, root]) => [scope, root]));
    const rows = await this.#left(spending);
    const uncounted = new Set(rows.filter(({ bound }) => bound === null).map(({ scope }) => Number(scope)));
    for (const scope of uncounted) await this.count(this.#database, caller, scope, reading);
    const counted = uncounted.size === 0 ? rows : await this.#left(spending);
    return counted.map(
      ({ scope, ...row }) => Object.freeze({ ...row, root: roots.get(Number(scope)) }) as unknown as AllowanceLeft,
    );
  }

  /** The scopes of the fields that have amounts of their own, each with its field. */
  async #ownSpendings(caller: Caller): Promise<ReadonlyMap<Spending, string>> {
    const { matches, requests } = this.#roleOf(caller);
    const fields = [
      ...matches.flatMap((name) => this.#policy.matches.get(name) ?? []),
      ...requests.flatMap((name) => this.#policy.requests.get(name) ?? []),
    ];
    const own = new Map<Spending, string>();
    for (const { name, misses } of fields)
      for (const spending of await this.ownSpendingOf(caller, { root: name, persons: [], misses }))
        own.set(spending, name);
    return own;
  }

  #left(spending: readonly Spending[]): Promise<readonly Row[]> {
    return this.#database.read({
      name: 'budget_left',
      text: 'SELECT scope, kind, claim, seconds, bound, used, opens, shadow FROM cloison.budget_left($1::jsonb)',
      values: [JSON.stringify(spending)],
    });
  }

  async #count(executor: Executor, caller: Caller, scope: number, reading: Reading): Promise<void> {
    const spending = (await this.spendingOf(caller)).find((each) => each.scope === scope);
    invariant(spending, 'a caseload is counted for a scope of the caller');
    const question = { policy: this.#policy, role: this.#roleOf(caller), claim: spending.claim, reading };
    const persons = await countCaseload(executor, this.#types, question);
    const text = 'SELECT cloison.budget_counted($1::int, $2::int)';
    await executor.read({ name: 'budget_counted', text, values: [scope, persons] });
  }

  #spending(role: string, allowances: readonly ScopeAllowances[]): Promise<readonly Spending[]> | readonly Spending[] {
    const known: Spending[] = [];
    for (const { claim, value, persons, misses } of allowances) {
      const scope = this.#scopes.get(keyOf(role, claim, value));
      if (scope === undefined) return this.#findScopes(role, allowances);
      known.push({ scope, claim, value, persons, misses });
    }
    return known;
  }

  async #findScopes(role: string, allowances: readonly ScopeAllowances[]): Promise<readonly Spending[]> {
    const spending: Spending[] = [];
    for (const { claim, value, persons, misses } of allowances) {
      const [row] = await this.#database.read({
        name: 'budget_scope',
        text: 'SELECT cloison.budget_scope_of($1, $2, $3) AS scope',
        values: [role, claim, value],
      });
      const scope = Number(row?.['scope']);
      if (this.#scopes.size >= rememberedScopes) this.#scopes.clear();
      this.#scopes.set(keyOf(role, claim, value), scope);
      spending.push({ scope, claim, value, persons, misses });
    }
    return spending;
  }

  #roleOf({ role }: Caller): RolePolicy {
    const policy = this.#policy.roles.get(role);
    invariant(policy, 'a caller has a role of the policy');
    return policy;
  }
}

function keyOf(role: string, claim: ClaimName, value: string): string {
  return `${role} ${claim} ${value}`;
}
