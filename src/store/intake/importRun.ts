import type { Uuid } from '../../kernel/uuid.js';
import type { Session } from '../session.js';

/** How far one import of one file has come: a row of cloison.import_run. */
export interface ImportRun {
  readonly id: Uuid;
  /** SHA-256 of the file's absolute path. */
  readonly source: Buffer;
  /** SHA-256 of the file's first `bytesDone` bytes. */
  readonly prefix: Buffer;
  readonly bytesDone: number;
  readonly linesDone: number;
  readonly rowsLoaded: number;
  readonly rowsRejected: number;
  readonly rejectsBytes: number;
  /** Whether the end of the file was reached. */
  readonly isFinished: boolean;
}

export interface RecordedRun extends ImportRun {
  /** ISO 8601, UTC. */
  readonly updatedAt: string;
}

/** All imports that this database has seen, the farthest first. */
export async function readImportRuns(session: Session): Promise<readonly RecordedRun[]> {
  const rows = await session.read({
    name: 'import_runs',
    text: `SELECT id, source, prefix, bytes_done AS "bytesDone", lines_done AS "linesDone", rows_loaded AS "rowsLoaded",
                  rows_rejected AS "rowsRejected", rejects_bytes AS "rejectsBytes", finished_at IS NOT NULL AS "isFinished",
                  updated_at AS "updatedAt"
             FROM cloison.import_run ORDER BY bytes_done DESC, started_at DESC`,
    values: [],
  });
  return rows as readonly unknown[] as readonly RecordedRun[];
}

/** To be called in the transaction whose rows `run` counts. */
export async function saveImportRun(session: Session, run: ImportRun): Promise<void> {
  await session.write({
    name: 'import_run_save',
    text: `INSERT INTO cloison.import_run
             (id, source, prefix, bytes_done, lines_done, rows_loaded, rows_rejected, rejects_bytes, finished_at)
           VALUES ($1::uuid, $2::bytea, $3::bytea, $4::bigint, $5::bigint, $6::bigint, $7::bigint, $8::bigint,
                   CASE WHEN $9::boolean THEN now() END)
           ON CONFLICT (id) DO UPDATE SET
             prefix = EXCLUDED.prefix, bytes_done = EXCLUDED.bytes_done, lines_done = EXCLUDED.lines_done,
             rows_loaded = EXCLUDED.rows_loaded, rows_rejected = EXCLUDED.rows_rejected,
             rejects_bytes = EXCLUDED.rejects_bytes, updated_at = now(), finished_at = EXCLUDED.finished_at`,
    values: [
      run.id,
      run.source,
      run.prefix,
      run.bytesDone,
      run.linesDone,
      run.rowsLoaded,
      run.rowsRejected,
      run.rejectsBytes,
      run.isFinished,
    ],
  });
}
