/**
 * Where an import begins: at the start of the file, or behind what an earlier run loaded. A run knows a file by the digest
 * of the bytes that it has read, so a file that was renamed is known again, and one that was changed is not.
 */
import type { FileHandle } from 'node:fs/promises';
import { Failure } from '../kernel/failure.js';
import { randomUuid } from '../vault/random.js';
import type { RequestDigests } from '../vault/requestDigests.js';
import type { ImportRun, RecordedRun } from '../store/intake/importRun.js';
import { PrefixDigest, pushRange } from './prefixDigest.js';

export interface FileAtHand {
  readonly handle: FileHandle;
  readonly size: number;
  /** Keyed digest of its absolute path: a path may name a person. */
  readonly source: Buffer;
  readonly requests: RequestDigests;
}

/**
 * The run to go on with. `again` imports a file that was imported before once more; it also leaves a run behind that can't
 * be finished. Throws IMPORT_INVALID when the same rows would be loaded twice by accident.
 */
export async function runToContinue(
  file: FileAtHand,
  runs: readonly RecordedRun[],
  again: boolean,
): Promise<ImportRun> {
  const known = await runsOf(file, runs);
  const unfinished = known.find(({ isFinished }) => !isFinished);
  if (unfinished !== undefined) return unfinished;
  if (again) return newRun(file);
  const [finished] = known;
  if (finished?.bytesDone === file.size) {
    throw new Failure(
      'IMPORT_INVALID',
      `this file was imported already, until ${finished.updatedAt} (${finished.rowsLoaded} rows): --again imports it once more`,
    );
  }
  refuseChanged(file, runs);
  return finished === undefined ? newRun(file) : { ...finished, isFinished: false };
}

/** The last run of this path stopped on the way, and whose rows are no longer what the file begins with. */
function refuseChanged({ source }: FileAtHand, runs: readonly RecordedRun[]): void {
  const [latest] = runs
    .filter((run) => run.source.equals(source))
    .toSorted((left, right) => Date.parse(right.updatedAt) - Date.parse(left.updatedAt));
  if (latest === undefined || latest.isFinished) return;
  throw new Failure(
    'IMPORT_INVALID',
    `an import of this file stopped behind line ${latest.linesDone} (${latest.rowsLoaded} rows), and a line before was changed ` +
      'since: put the file back as it was, or say --again to import all of it as another file',
  );
}

function newRun({ source }: FileAtHand): ImportRun {
  return {
    id: randomUuid(),
    source,
    prefix: Buffer.alloc(32),
    bytesDone: 0,
    linesDone: 0,
    rowsLoaded: 0,
    rowsRejected: 0,
    rejectsBytes: 0,
    isFinished: false,
  };
}

/** Runs whose bytes this file begins with, the farthest first; one that loaded nothing has no bytes to know it by. */
async function runsOf(file: FileAtHand, runs: readonly RecordedRun[]): Promise<readonly RecordedRun[]> {
  const candidates = runs.filter(({ bytesDone }) => bytesDone > 0 && bytesDone <= file.size);
  const digest = new PrefixDigest(file.requests);
  const found: RecordedRun[] = [];
  let pushed = 0;
  for (const run of candidates.toSorted((left, right) => left.bytesDone - right.bytesDone)) {
    await pushRange(file.handle, pushed, run.bytesDone, digest);
    pushed = run.bytesDone;
    if (digest.at(pushed).equals(run.prefix) && (await endsLine(file, pushed))) found.push(run);
  }
  return found.toReversed();
}

/** A last line without an end may have been made longer since. */
async function endsLine({ handle, size }: FileAtHand, offset: number): Promise<boolean> {
  if (offset === size) return true;
  const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, offset - 1);
  return [0x0a, 0x0d].some((end) => buffer[0] === end || buffer[1] === end);
}
