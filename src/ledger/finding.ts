/** What verification found: never a value, and of persons nothing but how many. */

/** Explained in docs/ledger.md; programs go by it. */
export type FindingKind =
  | 'ENTRY_CHANGED'
  | 'ENTRY_MISSING'
  | 'ENTRY_ADDED'
  | 'ENTRIES_REORDERED'
  | 'RANGE_CHANGED'
  | 'CHECKPOINT_FORGED'
  | 'CHECKPOINT_MISSING'
  | 'OTHER_LEDGER'
  | 'WITNESS_DIFFERS'
  | 'TAIL_MISSING'
  | 'INDEX_CHANGED';

export interface Finding {
  readonly kind: FindingKind;
  /** The first entry that is not what it was. */
  readonly entry: number;
  /** The last one that may not be; `entry` where it is known exactly. */
  readonly upTo: number;
  readonly message: string;
}
