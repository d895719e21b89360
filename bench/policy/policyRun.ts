/** `--only policy`: how long a server starts with a large policy, and what a page of one role costs more when others have roles too. */
import { execFile } from 'node:child_process';
import { loadavg } from 'node:os';
import { promisify } from 'node:util';
import { ask } from '../ask.js';
import type { Load, Turn } from '../load.js';
import { runTurn } from '../load.js';
import type { Options } from '../options.js';
import type { Program, ServerProcess } from '../serverProcess.js';
import { startServerProcess } from '../serverProcess.js';
import { pathOf } from '../servers.js';
import type { Stage } from '../stage.js';
import type { PageAnswer } from '../workloads.js';
import { pageBody } from '../workloads.js';
import type { DecideRound, PolicyReport } from './policyReport.js';
import { policyReport } from './policyReport.js';
import type { StartTimes } from './start.js';

const loader = new URL('../../scripts/typescript-loader.mjs', import.meta.url).href;
const starts = 3;
/** Long enough for V8 to have compiled what a page needs, on a busy machine too. */
const warmUpSeconds = 6;
/** Fresh processes: what one compiles and where it puts it differs by more than what is asked. */
const pairs = 5;

export async function policyRun(stage: Stage, options: Options, say: (text: string) => void): Promise<PolicyReport> {
  const times: StartTimes[] = [];
  for (let count = 0; count < starts; count++) {
    say(`start ${String(count + 1)} of ${String(starts)}, ${load()}`);
    times.push(await startOnce());
  }
  const measured: (readonly DecideRound[])[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    say(`pair ${String(pair + 1)} of ${String(pairs)}, ${load()}`);
    measured.push(await measurePair(stage, Math.ceil(options.rounds / pairs), options.seconds));
  }
  return policyReport(times, measured);
}

async function measurePair(stage: Stage, rounds: number, seconds: number): Promise<readonly DecideRound[]> {
  const servers = [await startServerProcess(programOf(stage, 1)), await startServerProcess(programOf(stage, 12))];
  try {
    return await decideRounds(await loadsOf(stage, servers), rounds, seconds);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

function load(): string {
  return `load average ${loadavg()[0]?.toFixed(1) ?? '-'}`;
}

/** In a process of its own, as a server starts: nothing is warm. */
async function startOnce(): Promise<StartTimes> {
  const program = ['--import', loader, pathOf('bench/policy/start.ts')];
  // As the server runs (`config.ts`): graphql reads it while it loads.
  const env = { ...process.env, NODE_ENV: 'production' };
  const { stdout } = await promisify(execFile)(process.execPath, program, { env });
  return JSON.parse(stdout) as StartTimes;
}

function programOf({ sealed }: Stage, roles: number): Program {
  return {
    name: `roles: ${String(roles)}`,
    words: ['--import', loader, pathOf('bench/policy/serve.ts')],
    environment: {
      DATABASE_URL: sealed.databaseUrl,
      OIDC_ISSUER: sealed.issuer.url,
      OIDC_AUDIENCE: sealed.issuer.audience,
      CLOISON_KEYS: sealed.keysPath,
      ROLES: String(roles),
    },
  };
}

/** Both answer the same persons, or nothing is measured; a cursor is a policy's own. */
async function loadsOf(stage: Stage, servers: readonly ServerProcess[]): Promise<readonly Load[]> {
  const { headers, postmaster } = stage;
  const bodies = [pageBody()];
  const answers = await Promise.all(servers.map(({ url }) => ask({ url, headers: headers[0] ?? {} }, bodies[0] ?? '')));
  const [one, other] = answers.map(({ data }) => JSON.stringify((data as PageAnswer).jobSeekers.nodes));
  if (one === undefined || one !== other) throw new Error('the two servers answer different pages');
  const bytesAtLeast = Math.min(...answers.map(({ bytes }) => bytes));
  return servers.map(({ url, pid }) => ({
    url,
    headers,
    bodies,
    connections: headers.length,
    bytesAtLeast,
    server: pid,
    postmaster,
  }));
}

async function decideRounds(loads: readonly Load[], count: number, seconds: number): Promise<readonly DecideRound[]> {
  for (const each of loads) await runTurn(each, warmUpSeconds);
  const rounds: DecideRound[] = [];
  for (let round = 0; round < count; round++) {
    const turns: Turn[] = [];
    const order = round % 2 === 0 ? loads : loads.toReversed();
    for (const each of order) turns.push(await runTurn(each, seconds));
    const [one, twelve] = round % 2 === 0 ? turns : turns.toReversed();
    if (one !== undefined && twelve !== undefined) rounds.push({ one, twelve });
  }
  return rounds;
}
