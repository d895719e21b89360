import type { Database } from '../../store/database.js';

/** How far ledger and register had come when a file was made: whoever makes it again reads as far and no further. */
export interface LedgerExtent {
  /** 0: the ledger is empty. */
  readonly firstEntry: number;
  readonly lastEntry: number;
  readonly lastEvent: number;
}

const text = `SELECT (SELECT coalesce(min(id), 0) FROM cloison.ledger_entry) AS first_entry,
       (SELECT coalesce(max(id), 0) FROM cloison.ledger_entry) AS last_entry,
       (SELECT coalesce(max(id), 0) FROM cloison.register_event) AS last_event`;

/** Waits for the entries that are being written, so that none with an older id comes afterwards. */
export function ledgerExtent(database: Database): Promise<LedgerExtent> {
  return database.transaction(async (session) => {
    await session.read({ name: '', text: 'SELECT pg_advisory_xact_lock(4785221907)', values: [] });
    const [row] = await session.read({ name: 'breach_extent', text, values: [] });
    return {
      firstEntry: Number(row?.['first_entry']),
      lastEntry: Number(row?.['last_entry']),
      lastEvent: Number(row?.['last_event']),
    };
  });
}
