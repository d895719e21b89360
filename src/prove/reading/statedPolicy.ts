/** What a store's SDL states, as plainly as it stands there. */
import type { Span } from './days.js';

export interface StatedPolicy {
  readonly zones: readonly string[];
  readonly purposes: readonly string[];
  readonly roles: ReadonlyMap<string, StatedRole>;
  readonly types: ReadonlyMap<string, StatedType>;
  readonly roots: readonly StatedRoot[];
  /** Who may write anything, and for what. */
  readonly writes: readonly Pick<StatedDisclosure, 'to' | 'purposes'>[];
}

export interface StatedRole {
  readonly name: string;
  readonly party: string;
  /** Classes of authentication that do, the preferred one first. */
  readonly acr: readonly string[];
  readonly maxAge: Span | undefined;
  readonly stepUpAge: Span | undefined;
  /** Rows of a page and cost of an operation at most; undefined: the role gets nothing. */
  readonly bound: { readonly page: number; readonly cost: number } | undefined;
}

export interface StatedType {
  readonly name: string;
  readonly kind: 'subject' | 'record' | 'entity';
  readonly table: string;
  readonly key: string;
  /** Column that holds the person. */
  readonly subject: string | undefined;
  readonly reaches: readonly StatedReach[];
  readonly restricts: readonly {
    readonly column: string;
    readonly fields: readonly string[];
    readonly except: readonly string[];
  }[];
  readonly disclosures: readonly StatedDisclosure[];
  /** By path: `email`, `address.postcode`. */
  readonly fields: ReadonlyMap<string, StatedField>;
}

export interface StatedField {
  readonly path: string;
  readonly kind: 'value' | 'relation' | 'list';
  /** Of a value or relation. */
  readonly column: string;
  /** Of a relation or list: one, or of a list of an interface or a union all that have a table. */
  readonly targets: readonly StatedTarget[];
  /** Whether a row's type must be asked before its fields can be. */
  readonly isAbstract: boolean;
  /** `Text`, `Email`, `Enum`: how a value is made smaller. */
  readonly scalar: string;
  /** No two persons share it. */
  readonly isUnique: boolean;
  readonly disclosures: readonly StatedDisclosure[];
}

export interface StatedTarget {
  readonly type: string;
  /** Of a list: the column of the target's rows that points back. */
  readonly column: string;
}

export interface StatedReach {
  readonly name: string;
  readonly role: string;
  readonly type: string;
  readonly through: string;
  readonly subject: string;
  readonly column: string;
  readonly row: string | undefined;
  readonly claim: string;
  readonly starts: string;
  readonly ends: string | undefined;
  readonly longest: Span | undefined;
  readonly closes: readonly string[];
}

export interface StatedDisclosure {
  readonly to: readonly string[];
  readonly purposes: readonly string[];
  readonly through: readonly string[];
  readonly as: string;
  readonly within: Span | undefined;
  readonly approval: boolean;
  readonly stepUp: boolean;
}

export interface StatedRoot {
  readonly name: string;
  readonly kind: string;
  /** Of an interface or a union there is a root for each of its types. */
  readonly type: string;
  readonly isAbstract: boolean;
  readonly by: readonly (readonly string[])[];
  /** Argument, and by name of its input's field the path that it compares; of a FIND or a LIST with a filter. */
  readonly compared: { readonly argument: string; readonly paths: ReadonlyMap<string, string> } | undefined;
  readonly takesId: boolean;
  readonly takesChangedSince: boolean;
}
