/** Cloison alone under load and under V8's CPU profiler: where a request's time goes. */
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { askedPersons, loadOf } from './comparison.js';
import { byOwner, selfTimes } from './cpuProfile.js';
import { runTurn } from './load.js';
import type { Options } from './options.js';
import { startServerProcess } from './serverProcess.js';
import type { Stage } from './stage.js';
import { verify } from './verify.js';
import type { WorkloadName } from './workloads.js';

const placesShown = 40;

/** A text for each workload: self time by owner and by function, in percent of the time that was not idle. */
export async function profileRun(stage: Stage, options: Options): Promise<string> {
  const texts: string[] = [];
  for (const workload of options.workloads) texts.push(await profileOf(stage, options, workload));
  return texts.join('\n\n');
}

async function profileOf(stage: Stage, options: Options, workload: WorkloadName): Promise<string> {
  const folder = await mkdtemp(join(stage.folder, 'profile-'));
  const server = await startServerProcess(stage.cloison(['--cpu-prof', `--cpu-prof-dir=${folder}`]));
  const loadMs = options.rounds * options.seconds * 1000;
  let loadEndedAt = 0;
  try {
    const sides = [{ name: server.name, endpoint: { url: server.url, headers: stage.headers[0] ?? {} } }];
    const [verified] = await verify(sides, { portfolio: options.portfolio, asked: askedPersons });
    await runTurn(loadOf(stage, server, verified, workload), loadMs / 1000);
    loadEndedAt = performance.now();
  } finally {
    await server.stop();
  }
  // The start and the first fifth of the load, in which V8 still compiles, are not what is asked.
  const to = performance.now() - loadEndedAt;
  const times = await selfTimes(folder, { from: to + loadMs * 0.8, to });
  const owners = byOwner(times)
    .filter(([, share]) => share >= 0.001)
    .map(([owner, share]) => line(share, owner));
  const places = times.slice(0, placesShown).map(({ place, share }) => line(share, place));
  return [`${workload}: self time by owner`, ...owners, `${workload}: self time by function`, ...places].join('\n');
}

function line(share: number, name: string): string {
  return `${(share * 100).toFixed(1).padStart(6)} %  ${name}`;
}
