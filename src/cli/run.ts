import { CommanderError } from 'commander';
import { mayColour } from '../config.js';
import { Failure } from '../kernel/failure.js';
import { describeError } from './describeError.js';
import { CommandError, exitCodes, Unsuccessful } from './exit.js';
import { createProgram } from './program.js';

/** Runs one command; the exit code. Writes to the process's own streams. */
export async function run(words: readonly string[]): Promise<number> {
  process.stdout.on('error', endQuietlyWhenNobodyReads);
  try {
    await createProgram().parseAsync(words, { from: 'user' });
    return exitCodes.done;
  } catch (error) {
    return report(error);
  }
}

/** `cloison matrix | head` closes the pipe: no fault of anybody. */
function endQuietlyWhenNobodyReads(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(exitCodes.done);
  throw error;
}

function report(error: unknown): number {
  if (error instanceof Unsuccessful) return exitCodes.failed;
  // Commander has printed its own message, or the help that was asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.wrongCall;
  complain(textOf(error));
  const isWrongCall =
    (error instanceof CommandError && error.isWrongCall) || (error instanceof Failure && error.code === 'USAGE');
  return isWrongCall ? exitCodes.wrongCall : exitCodes.failed;
}

function textOf(error: unknown): string {
  return error instanceof CommandError ? error.message : describeError(error);
}

function complain(text: string): void {
  const prefix = mayColour(process.stderr) ? '\u001B[31mcloison:\u001B[39m' : 'cloison:';
  process.stderr.write(`${prefix} ${text}\n`);
}
