/** What the corridor asks about amounts: what an operation spends, and the counting that a share needs first. */
import type { Caller, ClaimName } from '../kernel/caller.js';
import { invariant } from '../kernel/invariant.js';
import type { Exhaustion, Spending } from '../kernel/spending.js';
import type { CompiledPolicy, RolePolicy } from '../policy/compiled.js';
import type { Database } from '../store/database.js';
import type { ColumnTypes } from '../store/read/linkSql.js';
import type { Reading } from '../store/read/parameters.js';
import type { Executor } from '../store/statement.js';
import type { OwnAmounts, ScopeAllowances } from './allowances.js';
import { allowancesOf, ownAllowancesOf } from './allowances.js';
import { countCaseload } from './caseload.js';
import { CountedPersons } from './countedPersons.js';
import { ownAmountsOf } from './ownAmounts.js';

/** One allowance as it stands now. `bound` null: its caseload was not counted yet. */
export interface AllowanceLeft {
  /** The field that spends it; undefined: it is the role's own amount, spent by all. */
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

type StandingAllowance = Omit<AllowanceLeft, 'root'> & Pick<Spending, 'scope'>;

/** Numbers of scopes that one process remembers; one that is forgotten costs a statement. */
const rememberedScopes = 50_000;

export class Budget {
  readonly #policy: CompiledPolicy;
  readonly #database: Pick<Database, 'read' | 'isOneWith'>;
  readonly #types: ColumnTypes;
  readonly #scopes = new Map<string, number>();
  readonly #counting = new Map<number, Promise<void>>();
  readonly #counted = new CountedPersons();

  constructor(policy: CompiledPolicy, database: Pick<Database, 'read' | 'isOneWith'>, types: ColumnTypes) {
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
    const rows = await this.#left(spending);
    const [over] = rows.flatMap(({ kind, claim, seconds, bound, used, opens, shadow }) =>
      shadow || bound === null || used < bound ? [] : [{ kind, claim, seconds, bound, used, needed: 1, opens }],
    );
    return over;
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

  /** What is left to the caller, an allowance a row, the role's first; of an own one, a row for each field that spends it. */
  async left(caller: Caller, reading: Reading): Promise<readonly AllowanceLeft[]> {
    const own = await this.#ownFields(caller);
    const spending = [...(await this.spendingOf(caller)), ...own.keys()];
    const rows = await this.#left(spending);
    const uncounted = new Set(rows.flatMap(({ bound, scope }) => (bound === null ? [scope] : [])));
    for (const scope of uncounted) await this.count(this.#database, caller, scope, reading);
    const counted = uncounted.size === 0 ? rows : await this.#left(spending);
    return spending.flatMap((each) => rowsOf(counted, each.scope, own.get(each) ?? [undefined]));
  }

  /** The scopes that are not the role's, each with the fields that spend it. */
  async #ownFields(caller: Caller): Promise<ReadonlyMap<Spending, readonly string[]>> {
    const own = new Map<Spending, readonly string[]>();
    for (const amounts of ownAmountsOf(this.#policy, this.#roleOf(caller)))
      for (const spending of await this.ownSpendingOf(caller, amounts)) own.set(spending, amounts.fields);
    return own;
  }

  async #left(spending: readonly Spending[]): Promise<readonly StandingAllowance[]> {
    const rows = await this.#database.read({
      name: 'budget_left',
      text: 'SELECT scope, kind, claim, seconds, bound, used, opens, shadow FROM cloison.budget_left($1::jsonb)',
      values: [JSON.stringify(spending)],
    });
    return rows as readonly unknown[] as readonly StandingAllowance[];
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
      invariant(row, 'a scope is found or made');
      const scope = Number(row['scope']);
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

function rowsOf(
  rows: readonly StandingAllowance[],
  of: number,
  roots: readonly AllowanceLeft['root'][],
): readonly AllowanceLeft[] {
  return rows.flatMap(({ scope, ...row }) =>
    scope === of ? roots.map((root) => Object.freeze({ ...row, root })) : [],
  );
}

function keyOf(role: string, claim: ClaimName, value: string): string {
  return `${role} ${claim} ${value}`;
}
