import { Failure } from '../kernel/failure.js';

/**
 * An error in words that hold no value: a failure of ours by its code and message; a file or folder that the system
 * refuses by its path; of any other its kind and place only, since the message of an error that we did not make may quote
 * what it choked on.
 */
export function describeError(error: unknown): string {
  if (error instanceof Failure) return `${error.code} ${error.message}`;
  if (isRefusedPath(error)) return `CONFIG_INVALID ${error.path}: ${error.syscall} is refused (${error.code})`;
  const kind = error instanceof Error ? error.constructor.name : typeof error;
  return ['INTERNAL a fault of ours: please report it', `    ${kind}`, ...framesOf(error)].join('\n');
}

interface RefusedPath {
  readonly path: string;
  readonly syscall: string;
  readonly code: string;
}

/** No permission, a read-only disk, no space left: Node says so with the path, and no fault of ours made it so. */
function isRefusedPath(error: unknown): error is Error & RefusedPath {
  if (!(error instanceof Error)) return false;
  const { path, syscall, code } = error as Partial<RefusedPath>;
  return typeof path === 'string' && typeof syscall === 'string' && /^E[A-Z0-9]+$/.test(code ?? '');
}

function framesOf(error: unknown): readonly string[] {
  const lines = error instanceof Error ? (error.stack ?? '').split('\n') : [];
  return lines.filter((line) => /^\s+at /.test(line));
}
