/**
 * What the ledger keeps of one operation: who, why, from where, which persons, which coordinates at which precision. No value of
 * a person has a place in it.
 */
import type { Caller } from '../kernel/caller.js';
import type { Exhaustion, Spending } from '../kernel/spending.js';

/** Who did what: the part of an entry that is the same for all persons. Undefined members are NULL. */
export interface EntryHead {
  readonly kind: 'READ' | 'WRITE' | 'REFUSAL' | 'EVENT';
  readonly account?: string | undefined;
  readonly organisation?: string | undefined;
  readonly unit?: string | undefined;
  readonly application?: string | undefined;
  /** Who asks in the account's name (RFC 8693), or `operator:NAME` and `engine:PART` of an EVENT. */
  readonly actor?: string | undefined;
  /** `jti`. */
  readonly token?: string | undefined;
  readonly key?: string | undefined;
  readonly role?: string | undefined;
  readonly purpose?: string | undefined;
  readonly network?: string | undefined;
  /** Root fields, `Query.tenants`, with a comma between two. */
  readonly operation?: string | undefined;
  /** The first 16 characters of the policy's digest. */
  readonly policy?: string | undefined;
  readonly detail?: Readonly<Record<string, unknown>> | undefined;
}

/** Coordinates, each with `:PRECISION` unless EXACT, sorted. */
export type Shape = readonly string[];

/** Persons by their keys, in any form that PostgreSQL reads as a UUID, each once; what is disclosed of each. */
export interface Disclosed {
  readonly persons: readonly string[];
  readonly shapes: readonly Shape[];
  /** By person: index into {@link shapes}; undefined: all have the first. */
  readonly shapeOf: readonly number[] | undefined;
}

/** An id or a search: whom it found before anything was opened. `isHeld`: it may have found nobody after all. */
export interface Probe {
  readonly persons: readonly string[];
  readonly isHeld: boolean;
}

export interface Operation extends Disclosed {
  readonly head: EntryHead;
  readonly spending: readonly Spending[];
  readonly probes: readonly Probe[];
  /** Candidates of searches: given back unless they are served. */
  readonly held: readonly string[];
  /** Whether it is refused alike whomever it finds, also one whom the caller knows. */
  readonly isAlike?: boolean;
}

/** An operation that stands in the ledger; what becomes of it is said once. */
export interface Recording {
  readonly entry: number;
  /** Seconds since the epoch, by the database's clock. */
  readonly at: number;
  readonly scopes: readonly number[];
  /** Indexes of the probes that were counted as misses. */
  readonly missed: readonly number[];
  /** Persons that are given back unless they are served. */
  readonly held: readonly string[];
}

export type Outcome =
  | { readonly kind: 'RECORDED'; readonly recording: Recording }
  | { readonly kind: 'EXHAUSTED'; readonly why: Exhaustion }
  /** The caseload of the scope must be counted first. */
  | { readonly kind: 'COUNT'; readonly scope: number };

/** The part of an entry that names its caller. */
export function headOf(
  caller: Caller,
  { kind, operation, policy }: Pick<EntryHead, 'kind' | 'operation' | 'policy'>,
): EntryHead {
  const { claims, application, actor, tokenId, key, role, purpose, network } = caller;
  return {
    kind,
    account: claims.ACCOUNT,
    organisation: claims.ORGANISATION,
    unit: claims.UNIT,
    application,
    actor,
    token: tokenId,
    key,
    role,
    purpose,
    network,
    operation,
    policy,
  };
}
