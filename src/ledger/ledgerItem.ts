/**
 * A ledger in the order in which it grew: entries by their ids, each checkpoint behind its last entry. What the database and an
 * export give alike, so that verification knows neither.
 */
import { z } from 'zod';
import { storedCheckpointShape } from './checkpointRows.js';
import type { StoredCheckpoint } from './checkpointRows.js';
import type { Finding } from './finding.js';
import { storedEntryShape } from './storedEntry.js';
import type { StoredEntry } from './storedEntry.js';

/** What the tree's index says of an entry's leaves: by it a changed entry is named. */
export const leafRowShape = z.strictObject({
  entry: z.number().int().positive(),
  first: z.number().int().nonnegative(),
  leaves: z.number().int().positive(),
  /** In hexadecimal. */
  digest: z.string(),
});

export type LeafRow = Readonly<z.infer<typeof leafRowShape>>;

/** An entry without its leaves was put in; leaves without their entry were left behind. */
export interface EntryItem {
  readonly entry: StoredEntry | null;
  readonly leaf: LeafRow | null;
}

export interface CheckpointItem {
  readonly checkpoint: StoredCheckpoint;
}

export type LedgerItem = EntryItem | CheckpointItem;

export const ledgerItemShape = z.union([
  z.strictObject({ entry: storedEntryShape.nullable(), leaf: leafRowShape.nullable() }),
  z.strictObject({ checkpoint: storedCheckpointShape }),
]);

export interface LedgerSource {
  readonly origin: string;
  /** Everything up to here was pruned. */
  readonly cut: StoredCheckpoint | null;
  /** Entries behind the last checkpoint, which nothing vouches for yet. */
  readonly unsealed: number;
  /** The time of the first of them: more than seconds ago, no server takes anything in. */
  readonly unsealedSince: string | null;
  /** The last entry that the index knows. */
  readonly lastLeaf: number;
  /** Up to the last checkpoint. */
  items(): AsyncIterable<readonly LedgerItem[]>;
  /** Where what finds entries is not what they say; asked when they are as they were signed. */
  indexFindings(): Promise<readonly Finding[]>;
}

export const ledgerHeadShape = z.strictObject({
  ledger: z.literal(1),
  origin: z.string(),
  cut: storedCheckpointShape.nullable(),
  unsealed: z.number().int().nonnegative(),
  unsealedSince: z.string().nullable(),
  lastLeaf: z.number().int().nonnegative(),
});

export function idOf({ entry, leaf }: EntryItem): number {
  return entry?.id ?? leaf?.entry ?? 0;
}
