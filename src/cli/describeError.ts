import { Failure } from '../kernel/failure.js';

/**
 * An error in words that hold no value: a failure of ours by its code and message; of any other its kind and place only,
 * since the message of an error that we did not make may quote what it choked on.
 */
export function describeError(error: unknown): string {
  if (error instanceof Failure) return `${error.code} ${error.message}`;
  const kind = error instanceof Error ? error.constructor.name : typeof error;
  return ['INTERNAL a fault of ours: please report it', `    ${kind}`, ...framesOf(error)].join('\n');
}

function framesOf(error: unknown): readonly string[] {
  const lines = error instanceof Error ? (error.stack ?? '').split('\n') : [];
  return lines.filter((line) => /^\s+at /.test(line));
}
