import cliProgress from 'cli-progress';
import type { ProofProgress } from '../prove/prove.js';
import { note } from './output.js';

export interface ShownProof {
  readonly show: (progress: ProofProgress) => void;
  /** May be called twice. */
  readonly end: () => void;
}

/** A bar on a terminal, a line every few seconds elsewhere: both on standard error. */
export function showProof(): ShownProof {
  return process.stderr.isTTY ? bar() : lines();
}

function bar(): ShownProof {
  const shown = new cliProgress.SingleBar({
    stream: process.stderr,
    format: '{bar} {percentage} % | {cases} cases, {mismatches} mismatches | {duration_formatted}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: true,
  });
  return {
    show: ({ done, of, cases, mismatches }) => {
      if (shown.isActive) shown.update(done, { cases, mismatches });
      else shown.start(of, done, { cases, mismatches });
    },
    end: () => shown.stop(),
  };
}

const quietMilliseconds = 5_000;

function lines(): ShownProof {
  let nextAt = performance.now() + quietMilliseconds;
  return {
    show: ({ done, of, cases, mismatches }) => {
      if (performance.now() < nextAt) return;
      nextAt = performance.now() + quietMilliseconds;
      note(`${Math.floor((100 * done) / Math.max(1, of))} %: ${cases} cases, ${mismatches} mismatches`);
    },
    end: () => undefined,
  };
}
