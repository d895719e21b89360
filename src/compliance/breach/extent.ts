import type { Database } from '../../store/database.js';
import type { Session } from '../../store/session.js';

/** How far ledger and register had come when a file was made: whoever makes it again reads as far and no further. */
export interface LedgerExtent {
  /** 0: the ledger is empty. */
  readonly firstEntry: number;
  readonly lastEntry: number;
  readonly lastEvent: number;
  readonly lastAlarm: number;
  /** The newest signed state of the ledger's tree; null: none was signed yet. */
  readonly checkpoint: LedgerCheckpoint | null;
}

export interface LedgerCheckpoint {
  /** Leaves of the tree. */
  readonly size: number;
  readonly lastEntry: number;
  /** Hexadecimal. */
  readonly root: string;
}

const text = `SELECT (SELECT coalesce(min(id), 0) FROM cloison.ledger_entry) AS first_entry,
       (SELECT coalesce(max(id), 0) FROM cloison.ledger_entry) AS last_entry,
       (SELECT coalesce(max(id), 0) FROM cloison.register_event) AS last_event,
       (SELECT coalesce(max(id), 0) FROM cloison.alarm) AS last_alarm`;

const checkpointText = `SELECT size, last_entry AS "lastEntry", encode(root, 'hex') AS root FROM cloison.ledger_checkpoint`;

/** Waits for the entries that are being written, so that none with an older id comes afterwards. */
export function ledgerExtent(database: Database): Promise<LedgerExtent> {
  return database.transaction(async (session) => {
    await session.read({ name: '', text: 'SELECT pg_advisory_xact_lock(4785221907)', values: [] });
    const [row] = await session.read({ name: '', text, values: [] });
    return {
      firstEntry: Number(row?.['first_entry']),
      lastEntry: Number(row?.['last_entry']),
      lastEvent: Number(row?.['last_event']),
      lastAlarm: Number(row?.['last_alarm']),
      checkpoint: await newestCheckpoint(session),
    };
  });
}

/** Whether the ledger's tree still has the state that a file names. */
export async function hasCheckpoint(database: Database, checkpoint: LedgerCheckpoint | null): Promise<boolean> {
  if (checkpoint === null) return true;
  const { size, lastEntry, root } = checkpoint;
  const rows = await database.read({
    name: '',
    text: `${checkpointText} WHERE size = $1 AND last_entry = $2 AND root = decode($3, 'hex')`,
    values: [size, lastEntry, root],
  });
  return rows.length === 1;
}

async function newestCheckpoint(session: Session): Promise<LedgerCheckpoint | null> {
  const [row] = await session.read({ name: '', text: `${checkpointText} ORDER BY size DESC LIMIT 1`, values: [] });
  return (row as unknown as LedgerCheckpoint | undefined) ?? null;
}
