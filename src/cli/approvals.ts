/** The approvals of the new side: who widens a policy brings the line that answers for it. */
import { existsSync, readFileSync } from 'node:fs';
import type { Approval } from '../compliance/diff/approval.js';
import { readApprovals } from '../compliance/diff/approvalFile.js';
import { systemClock } from '../kernel/clock.js';
import { CommandError } from './exit.js';
import type { PolicySide } from './policySide.js';

const fileName = 'approvals.yml';

export interface Approvals {
  /** The file, as a reader finds it. */
  readonly file: string;
  readonly approvals: readonly Approval[];
}

/** Those in `named`, or in `approvals.yml` beside the schema; none when that is not there. Throws CommandError with every problem. */
export function approvalsOf(side: PolicySide, named: string | undefined): Approvals {
  if (named !== undefined && !existsSync(named))
    throw new CommandError(`${named}: there is no such file.`, { isWrongCall: true });
  const file = named ?? side.fileOf(fileName);
  const reading = readApprovals(
    (named === undefined ? side.read(fileName) : readFileSync(named, 'utf8')) ?? '',
    today(),
  );
  if ('approvals' in reading) return { file, approvals: reading.approvals };
  const problems = reading.problems.map(({ line, message }) => `${file}:${String(line)} ${message}`);
  throw new CommandError(problems.join('\n'), { isWrongCall: true });
}

/** ISO date in UTC. */
export function today(): string {
  return new Date(systemClock.now()).toISOString().slice(0, 'YYYY-MM-DD'.length);
}
