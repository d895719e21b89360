/** One server in a process of its own, from its start until it has gone. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { endWithUs } from './endWithUs.js';

export interface Program {
  readonly name: string;
  /** Of Node: flags, program, its own words. */
  readonly words: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

export interface ServerProcess {
  readonly name: string;
  readonly url: string;
  readonly pid: number;
  /** Asks it to end (SIGTERM) and waits. */
  stop(): Promise<void>;
}

const patienceMs = 120_000;
const stopPatienceMs = 15_000;

/** Starts `program` in production mode on a free port and waits until it accepts connections. */
export async function startServerProcess(program: Program): Promise<ServerProcess> {
  const port = await freePort();
  const child = spawn(process.execPath, [...program.words], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], ...program.environment, NODE_ENV: 'production', PORT: String(port) },
  });
  endWithUs(child);
  const said = lastWordsOf(child);
  const url = `http://127.0.0.1:${port}/graphql`;
  const patienceEnds = performance.now() + patienceMs;
  while (!(await answers(url))) {
    if (hasEnded(child)) throw new Error(`${program.name} ended at its start:\n${said()}`);
    if (performance.now() > patienceEnds) {
      child.kill('SIGKILL');
      throw new Error(`${program.name} did not come up:\n${said()}`);
    }
    await sleep(50);
  }
  return { name: program.name, url, pid: child.pid ?? 0, stop: () => stop(child) };
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
    await response.arrayBuffer();
    return true;
  } catch {
    return false;
  }
}

/** Its last output, for an error; what it says otherwise nobody reads. */
function lastWordsOf(child: ChildProcess): () => string {
  let words = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      words = (words + text).slice(-4_000);
    });
  }
  return () => words;
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function stop(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  const late = sleep(stopPatienceMs, 'late', { ref: false });
  if ((await Promise.race([ended, late])) !== 'late') return;
  child.kill('SIGKILL');
  await ended;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
