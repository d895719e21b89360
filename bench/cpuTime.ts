/**
 * CPU time that processes have used, where the kernel tells (Linux: /proc/PID/stat, proc(5)). Unlike requests a second it
 * hardly depends on what else the machine does.
 */
import { readdirSync, readFileSync } from 'node:fs';

/** Milliseconds of a tick: USER_HZ is 100 on every platform that Node runs on. */
const tickMs = 10;

interface Stat {
  readonly parent: number;
  readonly cpuMs: number;
}

/** Milliseconds of the process `pid`; undefined where nobody tells. */
export function cpuMsOf(pid: number): number | undefined {
  return statOf(pid)?.cpuMs;
}

/** Milliseconds of all living children of `pid`. */
export function cpuMsOfChildren(pid: number): number | undefined {
  if (statOf(pid) === undefined) return undefined;
  const pids = readdirSync('/proc').filter((name) => /^\d+$/u.test(name));
  const stats = pids.map((name) => statOf(Number(name)));
  return stats.reduce((sum, stat) => (stat?.parent === pid ? sum + stat.cpuMs : sum), 0);
}

function statOf(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field, the program's name, stands in brackets and may hold anything.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const [, parent] = fields;
    return { parent: Number(parent), cpuMs: (Number(fields[11]) + Number(fields[12])) * tickMs };
  } catch {
    return undefined;
  }
}
