/** The log of a server: a line of JSON each on standard error. Codes, places and counts; never a value, a token or a key. */
import type { LogLevel } from '../config.js';
import type { Clock } from '../kernel/clock.js';
import { describeError } from './describeError.js';

export interface Log {
  /** Something failed; who asked has been answered. */
  readonly failure: (error: unknown) => void;
  readonly warn: (message: string) => void;
  readonly info: (message: string) => void;
}

const ranks: Readonly<Record<LogLevel, number>> = { silent: 0, error: 1, warn: 2, info: 3 };

export function createLog(level: LogLevel, clock: Clock, write: (line: string) => void = writeToStandardError): Log {
  const log = (at: LogLevel, message: string): void => {
    if (ranks[at] > ranks[level]) return;
    write(`${JSON.stringify({ time: new Date(clock.now()).toISOString(), level: at, message })}\n`);
  };
  return Object.freeze({
    failure: (error: unknown) => log('error', describeError(error)),
    warn: (message: string) => log('warn', message),
    info: (message: string) => log('info', message),
  });
}

function writeToStandardError(line: string): void {
  process.stderr.write(line);
}
