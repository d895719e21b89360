import cliProgress from 'cli-progress';
import { note } from './output.js';

export interface ShownRetention {
  readonly show: (progress: { readonly done: number; readonly due: number }) => void;
  /** May be called twice. */
  readonly end: () => void;
}

/** A bar on a terminal, a line every few seconds elsewhere: both on standard error. */
export function showRetention(): ShownRetention {
  return process.stderr.isTTY ? bar() : lines();
}

function bar(): ShownRetention {
  const shown = new cliProgress.SingleBar({
    stream: process.stderr,
    format: '{bar} {percentage} % | {value} of {total} persons | {duration_formatted}, {eta_formatted} left',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: true,
  });
  return {
    show: ({ done, due }) => {
      if (shown.isActive) shown.update(done);
      else if (due > 0) shown.start(due, done);
    },
    end: () => shown.stop(),
  };
}

const quietMilliseconds = 5_000;

function lines(): ShownRetention {
  let nextAt = performance.now() + quietMilliseconds;
  return {
    show: ({ done, due }) => {
      if (performance.now() < nextAt) return;
      nextAt = performance.now() + quietMilliseconds;
      note(`${done} of ${due} persons`);
    },
    end: () => undefined,
  };
}
