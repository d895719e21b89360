/** What the store holds, as plain data: rows with their values, links as whatever a reach goes through shows them. */
import type { LinkRow } from './linkState.js';
import type { Plain } from './rungs.js';

export interface HeldRow {
  readonly type: string;
  /** Key, a UUID in lower case. */
  readonly id: string;
  /** Whose row it is; undefined on what is about no person. */
  readonly person: string | undefined;
  /** Type of that person. */
  readonly personType: string | undefined;
  /** By path; what is not there holds nothing. A relation holds the other row's key. */
  readonly values: ReadonlyMap<string, Plain>;
  /** Columns that are stored in clear. */
  readonly clear: LinkRow;
}

export interface HeldApproval {
  readonly type: string;
  readonly person: string;
  readonly organisation: string | undefined;
  readonly purpose: string;
  readonly givenAt: string;
  readonly endsAt: string;
  readonly withdrawnAt: string | undefined;
}

export interface HeldWorld {
  /** By type, in the order of their keys. */
  readonly rows: ReadonlyMap<string, readonly HeldRow[]>;
  /** By table or view. */
  readonly links: ReadonlyMap<string, readonly LinkRow[]>;
  /** Persons whose key is destroyed: they are nobody. */
  readonly erased: ReadonlySet<string>;
  readonly approvals: readonly HeldApproval[];
}
