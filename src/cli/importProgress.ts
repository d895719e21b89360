import cliProgress from 'cli-progress';
import type { ImportProgress } from '../intake/importFile.js';
import { note } from './output.js';

export interface ShownProgress {
  readonly show: (progress: ImportProgress) => void;
  /** May be called twice. */
  readonly end: () => void;
}

/** A bar on a terminal, a line every few seconds elsewhere: both on standard error. */
export function showImport(): ShownProgress {
  return process.stderr.isTTY ? bar() : lines();
}

function bar(): ShownProgress {
  const shown = new cliProgress.SingleBar({
    stream: process.stderr,
    format: '{bar} {percentage} % | {rows} rows, {rejected} rejected | {duration_formatted}, {eta_formatted} left',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: true,
    etaBuffer: 100,
  });
  return {
    show: ({ bytesDone, bytesTotal, rowsLoaded: rows, rowsRejected: rejected }) => {
      if (shown.isActive) shown.update(bytesDone, { rows, rejected });
      else shown.start(bytesTotal, bytesDone, { rows, rejected });
    },
    end: () => shown.stop(),
  };
}

const quietMilliseconds = 5_000;

function lines(): ShownProgress {
  let nextAt = performance.now() + quietMilliseconds;
  return {
    show: ({ bytesDone, bytesTotal, rowsLoaded, rowsRejected }) => {
      if (performance.now() < nextAt) return;
      nextAt = performance.now() + quietMilliseconds;
      const percentage = Math.floor((100 * bytesDone) / Math.max(1, bytesTotal));
      note(`${percentage} %: ${rowsLoaded} rows loaded, ${rowsRejected} rejected`);
    },
    end: () => undefined,
  };
}
