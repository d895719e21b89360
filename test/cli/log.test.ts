import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeError } from '../../src/cli/describeError.js';
import { createLog } from '../../src/cli/log.js';
import type { LogLevel } from '../../src/config.js';
import { Failure } from '../../src/kernel/failure.js';
import { testClock } from '../jws/testIssuer.js';

describe('an error on the command line or in the log', () => {
  it('shows the code and message of a failure, and not what caused it', () => {
    const failure = new Failure('STORE_UNAVAILABLE', 'the database does not answer', {
      cause: new Error('password hunter2'),
    });
    expect(describeError(failure)).toBe('STORE_UNAVAILABLE the database does not answer');
  });

  it('names a file or folder that the system refuses, which is no fault of ours', () => {
    const folder = join(import.meta.filename, 'below-a-file');
    const error = catching(() => {
      mkdirSync(folder);
    });
    expect(describeError(error)).toBe(`CONFIG_INVALID ${folder}: mkdir is refused (ENOTDIR)`);
  });

  it('shows where a fault of ours happened, and not its message, which may quote a value', () => {
    const text = describeError(new TypeError('cannot read Zoé Exemple\n    of hunter2'));
    expect(text).toMatch(/^INTERNAL a fault of ours: please report it\n {4}TypeError\n {4}at /);
    expect(text).not.toMatch(/Exemple|hunter2/);
    expect(describeError('hunter2')).toBe('INTERNAL a fault of ours: please report it\n    string');
  });
});

describe('the log', () => {
  const linesAt = (level: LogLevel): unknown[] => {
    const lines: string[] = [];
    const log = createLog(level, testClock(), (line) => lines.push(line));
    log.info('ready');
    log.warn('not set');
    log.failure(new Failure('ISSUER_UNAVAILABLE', 'status 500'));
    return lines.map((line) => JSON.parse(line) as unknown);
  };
  const failure = { time: '2026-03-02T08:00:00.000Z', level: 'error', message: 'ISSUER_UNAVAILABLE status 500' };

  it('is a line of JSON each, as much as the level asks for', () => {
    expect(linesAt('silent')).toEqual([]);
    expect(linesAt('error')).toEqual([failure]);
    const warning = { ...failure, level: 'warn', message: 'not set' };
    expect(linesAt('warn')).toEqual([warning, failure]);
    expect(linesAt('info')).toEqual([{ ...failure, level: 'info', message: 'ready' }, warning, failure]);
  });
});

function catching(action: () => void): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return undefined;
}
