/** How many persons the budgets of a holder let through, all of its accounts together. */
import { allowancesOf } from '../../budget/allowances.js';
import type { ClaimName } from '../../kernel/caller.js';
import type { RolePolicy } from '../../policy/compiled.js';
import { creationsADay } from '../../register/creationBound.js';
import type { Database } from '../../store/database.js';
import type { HeldAccount, Holder } from './holders.js';
import { windowBound } from './windowBound.js';
import type { WindowState } from './windowBound.js';
import { readWindowStates } from './windowStates.js';

const daySeconds = 86_400;

/** Each window that bounds the holder's own scope, as it stands: what an officer looks at. */
export interface StandingAllowance extends WindowState {
  readonly claim: ClaimName;
  readonly value: string;
}

/** The budgets of one holder in one role, read once for a stretch that begins now. */
export class HolderBudgets {
  readonly #role: RolePolicy;
  readonly #holder: Holder;
  readonly #seconds: number;
  readonly #states: ReadonlyMap<ClaimName, (value: string) => readonly WindowState[]>;

  private constructor(
    role: RolePolicy,
    holder: Holder,
    seconds: number,
    states: ReadonlyMap<ClaimName, (value: string) => readonly WindowState[]>,
  ) {
    this.#role = role;
    this.#holder = holder;
    this.#seconds = seconds;
    this.#states = states;
  }

  static async read(database: Database, role: RolePolicy, holder: Holder, seconds: number): Promise<HolderBudgets> {
    const claims = [...new Set(role.bound.persons.map(({ by }) => by))];
    const states = new Map<ClaimName, (value: string) => readonly WindowState[]>();
    for (const claim of claims) {
      const values = valuesOf(holder, claim);
      const allowances = scopeOf(role, claim);
      states.set(claim, await readWindowStates(database, { role: role.role, claim, values, allowances, seconds }));
    }
    return new HolderBudgets(role, holder, seconds, states);
  }

  /** `caseload`: undefined when links may be added without end. Infinity: nothing bounds it. */
  bound(caseload: number | undefined): number {
    const { organisation, kind } = this.#holder;
    const whole = organisation === undefined ? Infinity : this.#scope('ORGANISATION', organisation, caseload);
    return Math.min(whole, this.#ofAccounts(caseload) + this.#ofCreated(caseload, kind === 'ACCOUNT'));
  }

  /** Of the account and unit, or the organisation, itself. */
  standing(): readonly StandingAllowance[] {
    const claims: readonly ClaimName[] =
      this.#holder.kind === 'ACCOUNT' ? ['ACCOUNT', 'UNIT', 'ORGANISATION'] : ['ORGANISATION'];
    return claims.flatMap((claim) =>
      valuesOf(this.#holder, claim).flatMap((value) =>
        this.#statesOf(claim, value).map((state) => ({ claim, value, ...state })),
      ),
    );
  }

  /** Accounts of a unit share its budget, and spend their own. */
  #ofAccounts(caseload: number | undefined): number {
    const byUnit = new Map<string | null, number>();
    for (const account of this.#holder.accounts) {
      if (account.kind === 'MACHINE' && !this.#role.authentication.machine) continue;
      byUnit.set(account.unit, (byUnit.get(account.unit) ?? 0) + this.#ofAccount(account, caseload));
    }
    return [...byUnit].reduce(
      (sum, [unit, own]) => sum + (unit === null ? own : Math.min(own, this.#scope('UNIT', unit, caseload))),
      0,
    );
  }

  #ofAccount({ id, isInQuarantine }: HeldAccount, caseload: number | undefined): number {
    const own = this.#scope('ACCOUNT', id, caseload);
    return isInQuarantine ? Math.min(own, this.#quarantine()) : own;
  }

  /** Accounts that the administrators among them may make meanwhile. A second person of the organisation approves them; one alone can't. */
  #ofCreated(caseload: number | undefined, inQuarantine: boolean): number {
    const administrators = this.#holder.accounts.filter(
      (account) => account.isAdministrator && !account.isInQuarantine,
    );
    if (administrators.length === 0) return 0;
    const made = administrators.length * creationsADay * Math.ceil(this.#seconds / daySeconds);
    const each = this.#scope('ACCOUNT', '', caseload);
    return made * (inQuarantine ? Math.min(each, this.#quarantine()) : each);
  }

  #quarantine(): number {
    const spender = { claims: { ACCOUNT: '' }, standing: { isInQuarantine: true } };
    const terms = allowancesOf({ ...this.#role, bound: { ...this.#role.bound, persons: [] } }, spender);
    const states = terms.flatMap(({ persons }) =>
      persons.map((allowance) => ({ allowance, used: 0, peak: 0, counted: 0 })),
    );
    return windowBound(states, this.#seconds, undefined);
  }

  #scope(claim: ClaimName, value: string, caseload: number | undefined): number {
    return windowBound(this.#statesOf(claim, value), this.#seconds, caseload);
  }

  #statesOf(claim: ClaimName, value: string): readonly WindowState[] {
    return this.#states.get(claim)?.(value) ?? [];
  }
}

/** The allowances that are counted by one claim, as a spender of that claim has them. */
function scopeOf(role: RolePolicy, claim: ClaimName): readonly WindowState['allowance'][] {
  const claims = { ACCOUNT: '-', [claim]: '-' };
  const scopes = allowancesOf(role, { claims, standing: { isInQuarantine: false } });
  return scopes.find((scope) => scope.claim === claim)?.persons ?? [];
}

function valuesOf({ accounts, units, organisation }: Holder, claim: ClaimName): readonly string[] {
  switch (claim) {
    case 'ACCOUNT':
      return accounts.map(({ id }) => id);
    case 'UNIT':
      return units;
    case 'ORGANISATION':
      return organisation === undefined ? [] : [organisation];
    // Which person a token is about stands in the token alone.
    case 'SUBJECT':
      return [];
  }
}
