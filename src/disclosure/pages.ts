/** The tickets of the corridor: one page for each place of the plan, and what each stage has added to it. */
import type { ScalarValue } from '../kernel/scalar.js';
import type { IdMapping } from '../plan/idMapping.js';
import type { MatchPlan } from '../plan/matching.js';
import type { ChildPlan, ListPlan, RelationPlan, RootPlan, SelectionPlan } from '../plan/requestPlan.js';
import type { SealedRows } from '../store/read/packet.js';

/** Rows of one selection, sealed as they lie in the store. */
export interface FetchedPage {
  readonly selection: SelectionPlan;
  readonly rows: SealedRows;
  readonly children: readonly FetchedChild[];
}

export type FetchedChild =
  | {
      readonly kind: 'relation';
      readonly plan: RelationPlan;
      readonly page: FetchedPage;
      /** Row of `page` by the key that the parent names. */
      readonly byKey: ReadonlyMap<string, number>;
    }
  | {
      readonly kind: 'list';
      readonly plan: ListPlan;
      readonly page: FetchedPage;
      readonly first: number;
      /** Rows of `page` by parent, one more than asked when there are more; of a list of several types only those shown. */
      readonly byParent: ReadonlyMap<string, readonly number[]>;
      /** Of a list of several types: all that it shows, the same for the lists of all of them. */
      readonly merged: MergedRows | undefined;
    };

/** Rows of several types in the one order of their keys. */
export interface MergedRows {
  /** By parent: at most as many as asked. */
  readonly byParent: ReadonlyMap<string, readonly MergedRow[]>;
  /** Parents that have more. */
  readonly more: ReadonlySet<string>;
}

export interface MergedRow {
  readonly plan: ListPlan;
  readonly row: number;
}

export interface FetchedRoot {
  readonly plan: RootPlan;
  readonly page: FetchedPage;
  /** Rows that may be shown: of a page without the one that only tells that there are more. */
  readonly shown: readonly number[];
  readonly hasMore: boolean;
}

/** What no stage but the last has to do with. */
interface Beside {
  /** All that the operation reads: what the register is asked about. */
  readonly coordinates: readonly string[];
  readonly mappings: readonly IdMapping[];
  readonly matches: readonly Matched[];
}

/** What a match found; undefined: it is no, for whatever reason. */
export interface Matched {
  readonly plan: MatchPlan;
  readonly person: string | undefined;
}

export interface Fetched extends Beside {
  readonly roots: readonly FetchedRoot[];
}

/** Values of the columns of a page, each an array by row; a row that is not shown stays closed. */
export interface OpenedPage {
  readonly fetched: FetchedPage;
  readonly shown: readonly number[];
  /** By column of the selection, then by row. */
  readonly columns: readonly (readonly (ScalarValue | null)[])[];
  readonly children: ReadonlyMap<ChildPlan, OpenedPage>;
}

export interface Opened extends Beside {
  readonly roots: readonly { readonly fetched: FetchedRoot; readonly page: OpenedPage }[];
}

export interface MinimisedPage {
  readonly fetched: FetchedPage;
  readonly shown: readonly number[];
  /** By leaf of the selection, then by row. */
  readonly leaves: readonly (readonly (ScalarValue | null)[])[];
  readonly children: ReadonlyMap<ChildPlan, MinimisedPage>;
}

export interface Minimised extends Beside {
  readonly roots: readonly { readonly fetched: FetchedRoot; readonly page: MinimisedPage }[];
}
