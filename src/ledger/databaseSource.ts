/** A ledger as the database holds it, page by page, so that a long one takes no more memory than a short one. */
import { invariant } from '../kernel/invariant.js';
import type { Database } from '../store/database.js';
import type { Statement } from '../store/statement.js';
import { checkpointsAbove, latestCut, storedCheckpointOf } from './checkpointRows.js';
import type { StoredCheckpoint } from './checkpointRows.js';
import { indexFindings } from './indexFindings.js';
import type { LeafRow, LedgerItem, LedgerSource } from './ledgerItem.js';
import { PagedRows } from './pagedRows.js';
import { storedEntryColumns } from './storedEntry.js';
import type { StoredEntry } from './storedEntry.js';

const pageRows = 1_000;

/** The ledger up to the checkpoint that is the last one now: what is appended meanwhile belongs to another verification. */
export async function databaseSource(database: Database): Promise<LedgerSource> {
  const [row] = await database.read(extent());
  invariant(row, 'a ledger has its origin');
  const { origin, size, last, last_leaf: lastLeaf, unsealed, unsealed_since: unsealedSince } = row as unknown as Extent;
  const cut = (await database.read(latestCut())).map(storedCheckpointOf)[0] ?? null;
  return {
    origin,
    cut,
    unsealed,
    unsealedSince,
    lastLeaf,
    items: () => items(database, cut, { size, last }),
    indexFindings: () => indexFindings(database, { pruned: cut?.last_entry ?? 0, last }),
  };
}

interface Extent {
  readonly origin: string;
  readonly size: number;
  readonly last: number;
  readonly last_leaf: number;
  readonly unsealed: number;
  readonly unsealed_since: string | null;
}

/** One statement, so that all of it is of one moment. */
function extent(): Statement {
  return {
    name: 'ledger_extent',
    text: `SELECT l.origin, coalesce(c.size, 0) AS size, coalesce(c.last_entry, 0) AS last,
        coalesce((SELECT max(f.entry) FROM cloison.ledger_leaf f), 0) AS last_leaf,
        (SELECT count(*) FROM cloison.ledger_entry e WHERE e.id > coalesce(c.last_entry, 0)) AS unsealed,
        (SELECT e.at FROM cloison.ledger_entry e WHERE e.id > coalesce(c.last_entry, 0) ORDER BY e.id LIMIT 1) AS unsealed_since
      FROM cloison.ledger_log l
      LEFT JOIN (SELECT size, last_entry FROM cloison.ledger_checkpoint ORDER BY size DESC LIMIT 1) c ON true`,
    values: [],
  };
}

async function* items(
  database: Database,
  cut: StoredCheckpoint | null,
  { size, last }: { readonly size: number; readonly last: number },
): AsyncGenerator<readonly LedgerItem[]> {
  const pruned = cut?.last_entry ?? 0;
  const entries = new PagedRows<StoredEntry>(
    async (above) => (await database.read(entriesAbove(above ?? pruned, last))) as unknown as readonly StoredEntry[],
    ({ id }) => id,
    pageRows,
  );
  const leaves = new PagedRows<LeafRow>(
    async (above) => (await database.read(leavesAbove(above ?? pruned, last))) as unknown as readonly LeafRow[],
    ({ entry }) => entry,
    pageRows,
  );
  const checkpoints = new PagedRows<StoredCheckpoint>(
    async (above) =>
      (await database.read(checkpointsAbove(above ?? cut?.size ?? 0, pageRows)))
        .map(storedCheckpointOf)
        .filter((each) => each.size <= size),
    (each) => each.size,
    pageRows,
  );
  for (;;) {
    if (entries.isSpent) await entries.fill();
    if (leaves.isSpent) await leaves.fill();
    if (checkpoints.isSpent) await checkpoints.fill();
    const merged = merge(entries, leaves, checkpoints);
    if (merged.length === 0) return;
    yield merged;
  }
}

/** As far as what was read reaches: until one of the three must be filled first. */
function merge(
  entries: PagedRows<StoredEntry>,
  leaves: PagedRows<LeafRow>,
  checkpoints: PagedRows<StoredCheckpoint>,
): readonly LedgerItem[] {
  const merged: LedgerItem[] = [];
  while (!entries.isSpent && !leaves.isSpent && !checkpoints.isSpent) {
    const id = Math.min(entries.head?.id ?? Infinity, leaves.head?.entry ?? Infinity);
    const checkpoint = checkpoints.head;
    if (checkpoint !== undefined && checkpoint.last_entry < id) {
      merged.push({ checkpoint });
      checkpoints.advance();
    } else if (id === Infinity) {
      break;
    } else {
      const entry = entries.head?.id === id ? entries.head : null;
      const leaf = leaves.head?.entry === id ? leaves.head : null;
      merged.push({ entry, leaf });
      if (entry !== null) entries.advance();
      if (leaf !== null) leaves.advance();
    }
  }
  return merged;
}

function entriesAbove(entry: number, upTo: number): Statement {
  return {
    name: 'ledger_source_entries',
    text: `SELECT ${storedEntryColumns} FROM cloison.ledger_entry e
      WHERE e.id > $1 AND e.id <= $2 ORDER BY e.id LIMIT ${pageRows}`,
    values: [entry, upTo],
  };
}

function leavesAbove(entry: number, upTo: number): Statement {
  return {
    name: 'ledger_source_leaves',
    text: `SELECT entry, first, leaves, encode(digest, 'hex') AS digest FROM cloison.ledger_leaf
      WHERE entry > $1 AND entry <= $2 ORDER BY entry LIMIT ${pageRows}`,
    values: [entry, upTo],
  };
}
