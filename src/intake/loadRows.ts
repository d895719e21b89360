import { Failure } from '../kernel/failure.js';
import type { Database } from '../store/database.js';
import { awaitedLater } from './awaitedLater.js';
import { BatchIntake } from './batchIntake.js';
import type { IntakeStore, LoadedBatch } from './batchIntake.js';
import { defaultType } from './defaultType.js';
import type { SourceRow } from './sourceRow.js';

export interface LoadRowsOptions extends IntakeStore {
  readonly database: Database;
  /** Of rows without `__typename`; left out: the policy's only type of persons. */
  readonly type?: string;
  readonly batchRows?: number;
}

const batchRowsOrSo = 1_000;

/**
 * Loads rows in the importer's shape, all of them in one transaction or none: to seed a store. Gives how many there were.
 * Throws IMPORT_INVALID, with the number of the row, when one of them cannot be loaded.
 */
export async function loadRows(rows: Iterable<object>, options: LoadRowsOptions): Promise<number> {
  const intake = new BatchIntake(options);
  const type = defaultType(options.policy, options.type);
  return options.database.transaction(async (tx) => {
    let total = 0;
    let loading: Promise<number> = Promise.resolve(0);
    try {
      for (const batch of batchesOf(rows, options.batchRows ?? batchRowsOrSo)) {
        const prepared = await intake.prepare(batch, type);
        total += await loading;
        loading = awaitedLater(intake.load(tx, prepared).then(requireAll));
      }
      return total + (await loading);
    } finally {
      // Nothing may go on in a transaction that is over.
      await loading.catch(() => undefined);
    }
  });
}

function* batchesOf(rows: Iterable<object>, size: number): Generator<readonly SourceRow[]> {
  let batch: SourceRow[] = [];
  let line = 0;
  for (const value of rows) {
    line++;
    batch.push({ line, lastLine: line, end: 0, content: { value } });
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function requireAll({ rowsLoaded, rejects }: LoadedBatch): number {
  const [first] = rejects;
  if (first === undefined) return rowsLoaded;
  throw new Failure(
    'IMPORT_INVALID',
    `row ${first.line} cannot be loaded: ${[first.column, first.code, first.rule].filter(Boolean).join(' ')}`,
  );
}
