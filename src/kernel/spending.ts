/** The words in which budget and ledger speak of one allowance: they share no room. */
import type { ClaimName } from './caller.js';

/** An allowance of @bound in plain numbers. `of`, or `share` of the caseload between `floor` and `cap`. */
export interface AllowanceTerm {
  /** Length of the trailing window. */
  readonly seconds: number;
  readonly of?: number | undefined;
  readonly share?: number | undefined;
  readonly floor?: number | undefined;
  readonly cap?: number | undefined;
  /** It refuses nothing and is reported. */
  readonly shadow: boolean;
}

/** One scope whose budget an operation spends, by its number in the database, with all allowances that bound it. */
export interface Spending {
  readonly scope: number;
  readonly claim: ClaimName;
  /** Whose scope it is: a number alone would be another's in a database that was restored meanwhile. */
  readonly value?: string | undefined;
  readonly persons: readonly AllowanceTerm[];
  readonly misses: readonly AllowanceTerm[];
  /** Seconds since the epoch: all persons of the operation are known to have been counted in the scope then or later. */
  readonly seen?: number | undefined;
}

/** What of a budget does not suffice. */
export interface Exhaustion {
  readonly kind: 'PERSONS' | 'MISSES';
  readonly claim: ClaimName;
  readonly seconds: number;
  readonly bound: number;
  readonly used: number;
  readonly needed: number;
  /** Seconds since the epoch when `needed` will fit; null: never, it is more than the bound. */
  readonly opens: number | null;
}
