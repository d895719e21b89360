/** `--only disclosure`: what budget and ledger cost a page, and whether a full ledger costs more than an empty one. */
import { loadavg } from 'node:os';
import pg from 'pg';
import { ask } from '../ask.js';
import type { Load, Turn } from '../load.js';
import { runTurn } from '../load.js';
import type { Options } from '../options.js';
import { startServerProcess } from '../serverProcess.js';
import type { Program, ServerProcess } from '../serverProcess.js';
import { pathOf } from '../servers.js';
import type { Stage } from '../stage.js';
import type { PageAnswer } from '../workloads.js';
import { pageBody } from '../workloads.js';
import { disclosureReport } from './disclosureReport.js';
import type { DisclosureReport, DisclosureRound, Situation } from './disclosureReport.js';
import { fillLedger } from './ledgerRows.js';

const warmUpSeconds = 3;
/** Entries that a ledger has at least when it is measured as small. */
const smallLedger = 10_000;

export async function disclosureRun(
  stage: Stage,
  options: Options,
  say: (text: string) => void,
): Promise<DisclosureReport> {
  const url = stage.sealed.databaseUrl;
  await fillLedger(url, smallLedger, say);
  const [silent, recording] = [
    await startServerProcess(programOf(stage, 'off')),
    await startServerProcess(programOf(stage, 'on')),
  ];
  try {
    const bodies = await pagesOf(stage, recording);
    const loads = [silent, recording].map((server) => loadOf(stage, server, bodies));
    const rounds: DisclosureRound[] = [];
    rounds.push(...(await measure('again', loads, options, say)));
    // Each operation in a bucket of its own: every person of every page is counted anew, as in the first reading of a day.
    await withClockThatRuns(url, async () => rounds.push(...(await measure('first', loads, options, say))));
    await fillLedger(url, options.entries, say);
    rounds.push(...(await measure('full', loads, options, say)));
    return disclosureReport(rounds, options.entries);
  } finally {
    await Promise.all([silent.stop(), recording.stop()]);
  }
}

function programOf({ sealed }: Stage, recording: 'on' | 'off'): Program {
  const loader = new URL('../../scripts/typescript-loader.mjs', import.meta.url).href;
  return {
    name: `recording ${recording}`,
    words: ['--import', loader, pathOf('bench/disclosure/serve.ts')],
    environment: {
      DATABASE_URL: sealed.databaseUrl,
      OIDC_ISSUER: sealed.issuer.url,
      OIDC_AUDIENCE: sealed.issuer.audience,
      CLOISON_KEYS: sealed.keysPath,
      RECORDING: recording,
    },
  };
}

/** All pages of the portfolio, by the cursors that one server gave and both take. */
async function pagesOf(stage: Stage, { url }: ServerProcess): Promise<readonly string[]> {
  const bodies = [pageBody()];
  for (;;) {
    const { data } = await ask({ url, headers: stage.headers[0] ?? {} }, bodies.at(-1) ?? '');
    const { nodes, pageInfo } = (data as PageAnswer).jobSeekers;
    if (!pageInfo.hasNextPage || pageInfo.endCursor === null || nodes.length === 0) return bodies;
    bodies.push(pageBody(pageInfo.endCursor));
  }
}

function loadOf({ headers, postmaster }: Stage, { url, pid }: ServerProcess, bodies: readonly string[]): Load {
  // The last page may be a short one.
  const whole = bodies.slice(0, -1);
  return { url, headers, bodies: whole, connections: headers.length, bytesAtLeast: 5_000, server: pid, postmaster };
}

async function measure(
  situation: Situation,
  loads: readonly Load[],
  options: Options,
  say: (text: string) => void,
): Promise<readonly DisclosureRound[]> {
  for (const load of loads) await runTurn(load, warmUpSeconds);
  const rounds: DisclosureRound[] = [];
  for (let round = 0; round < options.rounds; round++) {
    say(
      `${situation}: round ${String(round + 1)} of ${String(options.rounds)}, load average ${loadavg()[0]?.toFixed(1) ?? '-'}`,
    );
    const turns: Turn[] = [];
    const order = round % 2 === 0 ? loads : loads.toReversed();
    for (const load of order) turns.push(await runTurn(load, options.seconds));
    const [silent, recording] = round % 2 === 0 ? turns : turns.toReversed();
    if (silent !== undefined && recording !== undefined) rounds.push({ situation, silent, recording });
  }
  return rounds;
}

/** The clock of budgets goes on by half an hour whenever it is read. */
async function withClockThatRuns(url: string, work: () => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('CREATE SEQUENCE public.bench_clock CACHE 100');
    await client.query(
      `CREATE OR REPLACE FUNCTION cloison.clock() RETURNS timestamptz LANGUAGE sql VOLATILE AS
       $$SELECT clock_timestamp() + nextval('public.bench_clock') * interval '30 minutes'$$`,
    );
    await work();
  } finally {
    await client.query(
      `CREATE OR REPLACE FUNCTION cloison.clock() RETURNS timestamptz LANGUAGE sql VOLATILE AS 'SELECT clock_timestamp()'`,
    );
    await client.query('UPDATE cloison.budget_scope SET latest = 0');
    await client.query('TRUNCATE cloison.budget_person, cloison.budget_window');
    await client.end();
  }
}
