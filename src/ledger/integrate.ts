/**
 * One step of the ledger's tree: entries become leaves, the leaves a root, the root a signed checkpoint, in one transaction. What
 * is left of a step that fails is nothing, and the next one begins at the same entry.
 */
import { setImmediate as breathe } from 'node:timers/promises';
import type { SigningKey } from '../jws/signingKey.js';
import { invariant } from '../kernel/invariant.js';
import type { Session } from '../store/session.js';
import type { Row, Statement } from '../store/statement.js';
import { inTransaction } from '../store/transaction.js';
import { signCheckpoint } from './checkpoint.js';
import { insertCheckpoint, latestCheckpoint, storedCheckpointOf } from './checkpointRows.js';
import type { StoredCheckpoint } from './checkpointRows.js';
import { CompactRange } from './compactRange.js';
import { eachLeafHash, leavesDigest } from './leaf.js';
import { emptyRoot } from './merkleTree.js';
import { storedEntryColumns } from './storedEntry.js';
import type { StoredEntry } from './storedEntry.js';

export interface StepBounds {
  /** Entries read at once. */
  readonly entries: number;
  /** Leaves after which a step ends, so that none holds its transaction for long. */
  readonly leaves: number;
}

export const stepBounds: StepBounds = Object.freeze({ entries: 1_000, leaves: 20_000 });
/** Requests are answered by the same thread: after so many leaves it is their turn. */
const leavesInARow = 500;

interface LeafRow {
  readonly entry: number;
  readonly first: number;
  readonly leaves: number;
  readonly digest: Buffer;
}

/** Takes in entries up to `horizon`; the checkpoint that was made, undefined when there was nothing to take in. */
export function integrate(
  session: Session,
  { horizon, key, bounds }: { readonly horizon: number; readonly key: SigningKey; readonly bounds: StepBounds },
): Promise<StoredCheckpoint | undefined> {
  return inTransaction(session, async () => {
    const last = await lastState(session);
    if (last.entry >= horizon) return undefined;
    const entries = (await session.read(entriesAbove(last.entry, horizon, bounds.entries))) as unknown as StoredEntry[];
    const range = last.range.copy();
    const leaves = await appendLeaves(range, entries, bounds.leaves);
    const lastEntry = leaves.at(-1)?.entry;
    if (lastEntry === undefined) return undefined;
    await session.write(insertLeaves(leaves));
    await session.write(insertPersons(last.entry, lastEntry));
    await session.write(insertSettled(last.entry, lastEntry));
    const stored = await signed(session, { range, lastEntry, previous: last.root, key });
    await session.write(insertCheckpoint('ledger_checkpoint', stored));
    return stored;
  });
}

interface LastState {
  readonly entry: number;
  readonly root: string;
  readonly range: CompactRange;
}

async function lastState(session: Session): Promise<LastState> {
  const [row] = await session.read(latestCheckpoint());
  if (row === undefined) return { entry: 0, root: emptyRoot.toString('hex'), range: CompactRange.empty() };
  const { size, last_entry: entry, root, frontier } = storedCheckpointOf(row);
  const range = CompactRange.of(size, Buffer.from(frontier, 'hex'));
  invariant(range?.root().toString('hex') === root, 'a checkpoint of the ledger has the nodes of its root');
  return { entry, root, range };
}

function entriesAbove(entry: number, horizon: number, most: number): Statement {
  return {
    name: 'ledger_entries_above',
    text: `SELECT ${storedEntryColumns} FROM cloison.ledger_entry e WHERE e.id > $1 AND e.id <= $2 ORDER BY e.id LIMIT $3`,
    values: [entry, horizon, most],
  };
}

async function appendLeaves(
  range: CompactRange,
  entries: readonly StoredEntry[],
  most: number,
): Promise<readonly LeafRow[]> {
  const rows: LeafRow[] = [];
  const started = range.size;
  for (const entry of entries) {
    if (range.size - started >= most) break;
    const first = range.size;
    const hashes: Buffer[] = [];
    for (const leaf of eachLeafHash(entry)) {
      hashes.push(leaf);
      range.append(leaf);
      if (range.size % leavesInARow === 0) await breathe();
    }
    rows.push({ entry: entry.id, first, leaves: hashes.length, digest: leavesDigest(hashes) });
  }
  return rows;
}

async function signed(
  session: Session,
  made: {
    readonly range: CompactRange;
    readonly lastEntry: number;
    readonly previous: string;
    readonly key: SigningKey;
  },
): Promise<StoredCheckpoint> {
  const { range, lastEntry, previous, key } = made;
  const { origin, at } = await originAndTime(session);
  const root = range.root().toString('hex');
  const text = await signCheckpoint(
    'CHECKPOINT',
    { origin, size: range.size, root, at, entry: lastEntry, previous },
    key,
  );
  const frontier = range.bytes.toString('hex');
  return { size: range.size, last_entry: lastEntry, at, root, frontier, signed: text };
}

async function originAndTime(session: Session): Promise<{ readonly origin: string; readonly at: string }> {
  const text = 'SELECT origin, cloison.clock() AS at FROM cloison.ledger_log';
  const [row] = await session.read({ name: 'ledger_origin_and_time', text, values: [] });
  invariant(row, 'a ledger has its origin');
  return row as { readonly origin: string; readonly at: string } & Row;
}

function insertLeaves(leaves: readonly LeafRow[]): Statement {
  return {
    name: 'ledger_leaf_insert',
    text: `INSERT INTO cloison.ledger_leaf (entry, first, leaves, digest)
      SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::integer[], $4::bytea[])`,
    values: [
      leaves.map(({ entry }) => entry),
      leaves.map(({ first }) => first),
      leaves.map(({ leaves: count }) => count),
      leaves.map(({ digest }) => digest),
    ],
  };
}

function insertPersons(above: number, upTo: number): Statement {
  return {
    name: 'ledger_person_insert',
    text: `INSERT INTO cloison.ledger_person (person, entry)
      SELECT p.person, e.id FROM cloison.ledger_entry e CROSS JOIN unnest(e.persons) p(person)
       WHERE e.id > $1 AND e.id <= $2`,
    values: [above, upTo],
  };
}

function insertSettled(above: number, upTo: number): Statement {
  return {
    name: 'ledger_settled_insert',
    text: `INSERT INTO cloison.ledger_settled (entry, outcome, settlement)
      SELECT a.entry, e.outcome, e.id FROM cloison.ledger_entry e CROSS JOIN unnest(e.about) a(entry)
       WHERE e.id > $1 AND e.id <= $2 AND e.outcome IS NOT NULL ORDER BY a.entry, e.id ON CONFLICT DO NOTHING`,
    values: [above, upTo],
  };
}
