/** Who runs on a data folder, by the file that PostgreSQL keeps there (`postmaster.pid`; PostgreSQL, miscinit.h). */
import { readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';

export interface Postmaster {
  readonly pid: number;
  /** `starting`, `ready`, `stopping`, `standby`; empty in its first moment. */
  readonly status: string;
}

const pidLine = 0;
const statusLine = 7;

/**
 * The server that runs on `data`, if any. A file that a killed server left behind is removed when its number now belongs
 * to another program: PostgreSQL itself would take that program for a server.
 */
export function readPostmaster(data: string): Postmaster | undefined {
  const path = join(data, 'postmaster.pid');
  const lines = readLines(path);
  const pid = Number(lines?.[pidLine]);
  if (lines === undefined || !Number.isInteger(pid) || pid <= 0) return undefined;
  if (!isAlive(pid)) return undefined;
  if (isAnotherProgram(pid)) {
    rmSync(path, { force: true });
    return undefined;
  }
  return { pid, status: (lines[statusLine] ?? '').trim() };
}

function readLines(path: string): readonly string[] | undefined {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Only Linux tells; elsewhere PostgreSQL's own check has to do. */
function isAnotherProgram(pid: number): boolean {
  try {
    const [program = ''] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return basename(program) !== 'postgres';
  } catch {
    return false;
  }
}
