/** Rounds in which every server has its turn, so that what disturbs the machine disturbs them alike. */
import { runTurn } from './load.js';
import type { Load, Turn } from './load.js';
import type { Options } from './options.js';
import type { Measured } from './report.js';
import { startServerProcess } from './serverProcess.js';
import type { Program, ServerProcess } from './serverProcess.js';
import type { Stage } from './stage.js';
import { verify } from './verify.js';
import type { Verified } from './verify.js';
import { oneBody, pageBody } from './workloads.js';
import type { WorkloadName } from './workloads.js';

/** How many persons are asked one by one, by turns. */
export const askedPersons = 200;
const warmUpSeconds = 3;

export async function comparison(
  stage: Stage,
  options: Options,
  say: (text: string) => void,
): Promise<readonly Measured[]> {
  const plain = await stage.plain();
  say('Starting the servers and comparing their answers …');
  const servers = await startAll([stage.cloison(), ...plain]);
  try {
    const sides = servers.map(({ name, url }) => ({ name, endpoint: { url, headers: stage.headers[0] ?? {} } }));
    const verified = await verify(sides, { portfolio: options.portfolio, asked: askedPersons });
    const measured: Measured[] = [];
    for (const workload of options.workloads) {
      const loads = servers.map((server, index) => loadOf(stage, server, verified[index], workload));
      for (const load of loads) await runTurn(load, warmUpSeconds);
      const turns = await runRounds(loads, options, (round) => say(`${workload}: round ${round} of ${options.rounds}`));
      servers.forEach(({ name }, index) => measured.push({ workload, server: name, turns: turns[index] ?? [] }));
    }
    return measured;
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

async function startAll(programs: readonly Program[]): Promise<readonly ServerProcess[]> {
  const started: ServerProcess[] = [];
  try {
    for (const program of programs) started.push(await startServerProcess(program));
  } catch (error) {
    await Promise.all(started.map((server) => server.stop()));
    throw error;
  }
  return started;
}

/** Turns by load; the first of one round is the second of the next, so that no one always follows the same. */
async function runRounds(
  loads: readonly Load[],
  options: Options,
  announce: (round: number) => void,
): Promise<readonly (readonly Turn[])[]> {
  const turns: Turn[][] = loads.map(() => []);
  for (let round = 0; round < options.rounds; round++) {
    announce(round + 1);
    for (let place = 0; place < loads.length; place++) {
      const index = (place + round) % loads.length;
      const load = loads[index];
      if (load !== undefined) turns[index]?.push(await runTurn(load, options.seconds));
    }
  }
  return turns;
}

export function loadOf(
  { headers, postmaster }: Stage,
  { url, pid }: ServerProcess,
  verified: Verified | undefined,
  workload: WorkloadName,
): Load {
  if (verified === undefined) throw new Error('an unverified server is not measured');
  const { ids, pageBytes, oneBytes } = verified;
  const shared = { url, headers, connections: headers.length, server: pid, postmaster };
  return workload === 'page'
    ? { ...shared, bodies: [pageBody()], bytesAtLeast: pageBytes }
    : { ...shared, bodies: ids.map(oneBody), bytesAtLeast: oneBytes };
}
