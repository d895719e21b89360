/**
 * Imports a file of rows: batch by batch, each in a transaction that also says how far the file was read. Killed at any
 * moment and run again, it goes on behind the last batch that was committed.
 */
import type { FileHandle } from 'node:fs/promises';
import { open, realpath } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../kernel/failure.js';
import type { CompiledPolicy } from '../policy/compiled.js';
import { readCatalogue } from '../store/catalogue.js';
import type { Database } from '../store/database.js';
import { releaseImportLock, tryImportLock } from '../store/intake/importLock.js';
import type { ImportRun } from '../store/intake/importRun.js';
import { readImportRuns } from '../store/intake/importRun.js';
import type { Session } from '../store/session.js';
import type { Vault } from '../vault/vault.js';
import { BatchIntake } from './batchIntake.js';
import { defaultType } from './defaultType.js';
import { Importer } from './importer.js';
import { RejectsFile } from './rejectsFile.js';
import type { FileAtHand } from './resumption.js';
import { runToContinue } from './resumption.js';
import type { OpenSource } from './sourceFile.js';
import { formatOf, openSource } from './sourceFile.js';

export interface ImportOptions {
  /** A regular file: `.csv`, `.ndjson` or `.jsonl`. */
  readonly path: string;
  readonly database: Database;
  readonly policy: CompiledPolicy;
  readonly vault: Vault;
  /** Of rows without `__typename`; left out: the policy's only type of persons. */
  readonly type?: string;
  /** Import once more what was imported already. */
  readonly again?: boolean;
  /** Left out: the path with `.rejects.csv` behind it. */
  readonly rejectsPath?: string;
  /** Rows in one transaction. */
  readonly batchRows?: number;
  /** Called after each transaction, and once at the beginning. */
  readonly onProgress?: (progress: ImportProgress) => void;
  /** Aborted: the batches at hand are loaded, then the import stops. */
  readonly signal?: AbortSignal;
}

export interface ImportProgress {
  readonly bytesDone: number;
  readonly bytesTotal: number;
  /** Of the whole run, what was done before it was interrupted included. */
  readonly rowsLoaded: number;
  readonly rowsRejected: number;
}

export interface ImportReport extends ImportProgress {
  /** False: stopped by the signal; the same call goes on. */
  readonly isFinished: boolean;
  /** Line of the file behind which this call went on; 0 for one from the start. */
  readonly resumedBehindLine: number;
  /** Undefined when no row was rejected. */
  readonly rejectsPath: string | undefined;
}

/**
 * Imports the file. Throws IMPORT_INVALID for a file that can't be read, has an unknown column, or was imported already;
 * STORE_UNAVAILABLE when the database goes away or another import runs. What was committed is kept.
 */
export async function importFile(options: ImportOptions): Promise<ImportReport> {
  const format = formatOf(options.path);
  const handle = await openFile(options.path);
  try {
    const { size } = await requireRegular(handle, options.path);
    const { requests } = options.vault;
    const file = { handle, size, requests, source: requests.of(['import of', await realpath(options.path)]) };
    const intake = new BatchIntake({ ...options, catalogue: await readCatalogue(options.database) });
    const source = await openSource({
      handle,
      format,
      plans: intake.plans,
      type: defaultType(options.policy, options.type),
    });
    return await options.database.exclusive((session) =>
      alone(session, async () => {
        const run = await runToContinue(file, await readImportRuns(session), options.again === true);
        return importFrom({ options, file, intake, source, session, run });
      }),
    );
  } finally {
    await handle.close();
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
    throw new Failure('IMPORT_INVALID', `${path} cannot be read (${reason})`, { cause });
  }
}

/** What is no file cannot be read again from where an import stopped. */
async function requireRegular(handle: FileHandle, path: string): Promise<{ readonly size: number }> {
  const stat = await handle.stat();
  if (stat.isFile()) return stat;
  throw new Failure('IMPORT_INVALID', `${path} is no regular file: an import must be able to go on where it stopped`);
}

const lockPatienceMs = 10_000;

/** Two imports at once would both see that a file was not imported yet. */
async function alone<T>(session: Session, work: () => Promise<T>): Promise<T> {
  const patienceEnds = performance.now() + lockPatienceMs;
  while (!(await tryImportLock(session))) {
    if (performance.now() > patienceEnds)
      throw new Failure('STORE_UNAVAILABLE', 'another import runs on this database');
    await sleep(100);
  }
  try {
    return await work();
  } finally {
    if (!session.isBroken) await releaseImportLock(session);
  }
}

interface ImportAtHand {
  readonly options: ImportOptions;
  readonly file: FileAtHand;
  readonly intake: BatchIntake;
  readonly source: OpenSource;
  readonly session: Session;
  readonly run: ImportRun;
}

const usualBatchRows = 2_000;

async function importFrom({ options, file, intake, source, session, run }: ImportAtHand): Promise<ImportReport> {
  const rejects = await RejectsFile.open(options.rejectsPath ?? `${options.path}.rejects.csv`, run.rejectsBytes);
  const importer = new Importer({
    file: file.handle,
    requests: file.requests,
    intake,
    source,
    session,
    rejects,
    batchRows: options.batchRows ?? usualBatchRows,
    isStopped: () => options.signal?.aborted === true,
    onAdvance: (reached) => options.onProgress?.(progressOf(reached, file)),
  });
  try {
    const reached = await importer.import(run);
    return {
      ...progressOf(reached, file),
      isFinished: reached.isFinished,
      resumedBehindLine: run.linesDone,
      rejectsPath: rejects.length === 0 ? undefined : rejects.path,
    };
  } finally {
    await rejects.close();
  }
}

function progressOf({ bytesDone, rowsLoaded, rowsRejected }: ImportRun, { size }: FileAtHand): ImportProgress {
  return { bytesDone, rowsLoaded, rowsRejected, bytesTotal: Math.max(size, bytesDone) };
}
