/**
 * The ledger's own end of retention: entries go at a checkpoint, whose nodes and root stay, signed once more as a cut, so that what
 * follows can still be verified, and nobody without the key can pass a deletion off as a pruning.
 */
import type { SigningKey } from '../jws/signingKey.js';
import { invariant } from '../kernel/invariant.js';
import type { Database } from '../store/database.js';
import type { Session } from '../store/session.js';
import type { Statement } from '../store/statement.js';
import { appendStatement } from './appendStatement.js';
import { claimedCheckpoint, signCheckpoint } from './checkpoint.js';
import { checkpointBefore, insertCheckpoint, latestCut, storedCheckpointOf } from './checkpointRows.js';
import type { StoredCheckpoint } from './checkpointRows.js';

export interface Pruning {
  /** ISO 8601: entries of checkpoints made before it go. */
  readonly before: string;
  /** Who has it done: recorded with it. */
  readonly actor: string;
}

export interface Prunable {
  /** The last entry that goes; 0 when none does. */
  readonly upTo: number;
  readonly entries: number;
}

/** Entries of one transaction. */
const batchEntries = 5_000;

export interface PruningLimit {
  /** ISO 8601. */
  readonly before: string;
  /** Entries that are younger than six months would go. */
  readonly isTooLate: boolean;
}

/** The start of `day` (`2026-05-01`, UTC), or of the day twelve months ago, on the database's clock. */
export async function pruningLimit(database: Database, day: string | undefined): Promise<PruningLimit> {
  const [row] = await database.read({
    name: 'ledger_pruning_limit',
    text: `SELECT b.before, b.before > c.now - interval '6 months' AS is_too_late
      FROM (SELECT cloison.clock() AS now) c
      CROSS JOIN LATERAL (SELECT coalesce($1::date, (c.now - interval '12 months')::date)::timestamptz AS before) b`,
    values: [day ?? null],
  });
  return { before: String(row?.['before']), isTooLate: row?.['is_too_late'] !== false };
}

/** What {@link pruneLedger} would take away. */
export async function prunable(database: Database, before: string): Promise<Prunable> {
  const [checkpoint] = (await database.read(checkpointBefore(before))).map(storedCheckpointOf);
  const upTo = checkpoint?.last_entry ?? 0;
  const [row] = await database.read({
    name: 'ledger_prunable',
    text: 'SELECT count(*) AS entries FROM cloison.ledger_entry WHERE id <= $1',
    values: [upTo],
  });
  return { upTo, entries: Number(row?.['entries'] ?? 0) };
}

/** Takes away what {@link prunable} says. Interrupted and called again, it goes on. */
export async function pruneLedger(database: Database, key: SigningKey, pruning: Pruning): Promise<Prunable> {
  const [checkpoint] = (await database.read(checkpointBefore(pruning.before))).map(storedCheckpointOf);
  const gone = await prunable(database, pruning.before);
  if (checkpoint === undefined || gone.entries === 0) return gone;
  await database.transaction((session) => cut(session, { checkpoint, key, pruning, entries: gone.entries }));
  await database.transaction((session) => removePersons(session, checkpoint.last_entry));
  while ((await database.transaction((session) => removeBatch(session, checkpoint.last_entry))) > 0);
  await database.transaction((session) => removeCheckpoints(session, checkpoint.size));
  return gone;
}

/** First the cut: what is verified from then on begins behind it, whatever is still there before it. */
async function cut(
  session: Session,
  made: {
    readonly checkpoint: StoredCheckpoint;
    readonly key: SigningKey;
    readonly pruning: Pruning;
    readonly entries: number;
  },
): Promise<void> {
  const { checkpoint, key, pruning, entries } = made;
  const [last] = (await session.read(latestCut())).map(storedCheckpointOf);
  if (last !== undefined && last.size >= checkpoint.size) return;
  const was = claimedCheckpoint(checkpoint.signed);
  invariant(was, 'a checkpoint of the ledger is one');
  const [row] = await session.read({ name: 'ledger_now', text: 'SELECT cloison.clock() AS at', values: [] });
  const at = String(row?.['at']);
  const signed = await signCheckpoint('CUT', { ...was, at }, key);
  await session.write(insertCheckpoint('ledger_cut', { ...checkpoint, at, signed }));
  await session.read(appendPruned(pruning, { upTo: checkpoint.last_entry, entries }));
}

function appendPruned({ before, actor }: Pruning, { upTo, entries }: Prunable): Statement {
  const head = { kind: 'EVENT', actor, detail: { event: 'LEDGER_PRUNED', before, upTo, entries } } as const;
  return appendStatement([{ head, persons: [], shapes: [], shapeOf: undefined }]);
}

/** In one go, since they are found by their persons only. */
async function removePersons(session: Session, upTo: number): Promise<void> {
  await session.run("SET LOCAL cloison.prunes = 'on'");
  const text = 'DELETE FROM cloison.ledger_person WHERE entry <= $1';
  await session.write({ name: 'ledger_prune_persons', text, values: [upTo] });
}

async function removeBatch(session: Session, upTo: number): Promise<number> {
  const [row] = await session.read({
    name: 'ledger_prune_batch',
    text: `SELECT max(b.id) AS last
      FROM (SELECT id FROM cloison.ledger_entry WHERE id <= $1 ORDER BY id LIMIT ${batchEntries}) b`,
    values: [upTo],
  });
  const last = row?.['last'];
  if (typeof last !== 'number') return 0;
  await session.run("SET LOCAL cloison.prunes = 'on'");
  for (const [table, column] of [
    ['ledger_settled', 'entry'],
    ['ledger_leaf', 'entry'],
    ['ledger_entry', 'id'],
  ] as const) {
    const text = `DELETE FROM cloison.${table} WHERE ${column} <= $1`;
    await session.write({ name: `${table}_prune`, text, values: [last] });
  }
  return last;
}

/** The cut's own checkpoint stays: the tree grows on from it. */
async function removeCheckpoints(session: Session, size: number): Promise<void> {
  await session.run("SET LOCAL cloison.prunes = 'on'");
  for (const table of ['ledger_checkpoint', 'ledger_cut'] as const) {
    const text = `DELETE FROM cloison.${table} WHERE size < $1`;
    await session.write({ name: `${table}_prune`, text, values: [size] });
  }
}
