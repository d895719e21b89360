/** One import under way: batch after batch, each in a transaction that also says how far the file was read. */
import type { FileHandle } from 'node:fs/promises';
import type { ImportRun } from '../store/intake/importRun.js';
import { saveImportRun } from '../store/intake/importRun.js';
import type { Session } from '../store/session.js';
import { inTransaction } from '../store/transaction.js';
import { awaitedLater } from './awaitedLater.js';
import type { BatchIntake, PreparedBatch } from './batchIntake.js';
import { PrefixDigest, pushRange } from './prefixDigest.js';
import type { RejectsFile } from './rejectsFile.js';
import type { OpenSource } from './sourceFile.js';
import type { SourceRow } from './sourceRow.js';
import type { RequestDigests } from '../vault/requestDigests.js';

export interface ImporterSurroundings {
  readonly file: FileHandle;
  readonly requests: RequestDigests;
  readonly intake: BatchIntake;
  readonly source: OpenSource;
  /** Nobody else's while the import runs. */
  readonly session: Session;
  readonly rejects: RejectsFile;
  /** Rows in one transaction. */
  readonly batchRows: number;
  readonly isStopped: () => boolean;
  /** Told at the beginning and after each transaction. */
  readonly onAdvance: (run: ImportRun) => void;
}

/** How far into the file a batch goes. */
interface Extent {
  readonly bytes: number;
  readonly lines: number;
}

export class Importer {
  readonly #at: ImporterSurroundings;
  readonly #digest: PrefixDigest;

  constructor(at: ImporterSurroundings) {
    this.#at = at;
    this.#digest = new PrefixDigest(at.requests);
  }

  /** Goes on with `run` until the file ends or it is told to stop; gives how far it came. */
  async import(run: ImportRun): Promise<ImportRun> {
    const start = Math.max(run.bytesDone, this.#at.source.start.offset);
    await pushRange(this.#at.file, 0, start, this.#digest);
    this.#at.onAdvance(run);
    const reached = await this.#loadAll(run, start);
    return this.#at.isStopped() ? reached : this.#finish(reached);
  }

  /** While a batch is loaded, the next one is read and sealed. */
  async #loadAll(run: ImportRun, start: number): Promise<ImportRun> {
    const { intake, source, isStopped } = this.#at;
    let loading = Promise.resolve(run);
    try {
      for await (const rows of this.#batches(run, start)) {
        const prepared = await intake.prepare(rows, source.type);
        const reached = await loading;
        loading = awaitedLater(this.#load(reached, prepared, extentOf(rows)));
        if (isStopped()) break;
      }
      return await loading;
    } finally {
      // The connection is not given back while a transaction is under way.
      await loading.catch(() => undefined);
    }
  }

  async *#batches(run: ImportRun, start: number): AsyncGenerator<readonly SourceRow[]> {
    const { source, batchRows } = this.#at;
    const line = run.bytesDone > 0 ? run.linesDone + 1 : source.start.line;
    let batch: SourceRow[] = [];
    for await (const rows of source.rows({ offset: start, line }, (bytes) => this.#digest.push(bytes))) {
      for (const row of rows) {
        batch.push(row);
        if (batch.length < batchRows) continue;
        yield batch;
        batch = [];
      }
    }
    if (batch.length > 0) yield batch;
  }

  #load(run: ImportRun, prepared: PreparedBatch, extent: Extent): Promise<ImportRun> {
    const { intake, session, rejects: file } = this.#at;
    return this.#advance(async () => {
      const { rowsLoaded, rejects } = await intake.load(session, prepared);
      await file.append(rejects);
      return {
        ...run,
        rowsLoaded: run.rowsLoaded + rowsLoaded,
        rowsRejected: run.rowsRejected + new Set(rejects.map(({ line }) => line)).size,
        rejectsBytes: file.length,
        bytesDone: extent.bytes,
        linesDone: extent.lines,
        prefix: this.#digest.at(extent.bytes),
      };
    });
  }

  /** Lines without a row may follow the last one: the whole file is done. */
  #finish(run: ImportRun): Promise<ImportRun> {
    return this.#advance(() => {
      const { offset, line } = this.#at.source.position();
      const prefix = this.#digest.at(offset);
      return Promise.resolve({ ...run, bytesDone: offset, linesDone: line - 1, prefix, isFinished: true });
    });
  }

  async #advance(step: () => Promise<ImportRun>): Promise<ImportRun> {
    const { session, onAdvance } = this.#at;
    const reached = await inTransaction(session, async () => {
      const next = await step();
      await saveImportRun(session, next);
      return next;
    });
    onAdvance(reached);
    return reached;
  }
}

function extentOf(rows: readonly SourceRow[]): Extent {
  const last = rows.at(-1);
  return { bytes: last?.end ?? 0, lines: last?.lastLine ?? 0 };
}
