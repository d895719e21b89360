/** `--only identity`: what authentication costs, as ratios of what was measured beside it in the same rounds. */
import { loadavg } from 'node:os';
import { askedPersons, loadOf } from '../comparison.js';
import { runTurn } from '../load.js';
import type { Load, Turn } from '../load.js';
import type { Options } from '../options.js';
import { startServerProcess } from '../serverProcess.js';
import type { Stage } from '../stage.js';
import { verify } from '../verify.js';
import { certificateSubjects } from './certificateBound.js';
import type { CertificateSubjects } from './certificateBound.js';
import { openDesk } from './desk.js';
import { identityReport } from './identityReport.js';
import type { IdentityReport, IdentityRound } from './identityReport.js';
import { keySubjects } from './keyBound.js';
import type { KeySubjects } from './keyBound.js';
import { startMutualTls } from './mutualTls.js';
import { openStatements } from './statements.js';
import type { StatementSubjects } from './statements.js';
import { measureRound } from './subject.js';
import type { Subject } from './subject.js';

export type Subjects = CertificateSubjects & KeySubjects & StatementSubjects;

const slices = 10;
const warmUpSlices = 20;
const warmUpSeconds = 3;

export async function identityRun(
  stage: Stage,
  options: Options,
  say: (text: string) => void,
): Promise<IdentityReport> {
  const desk = await openDesk(stage.sealed);
  const tls = await startMutualTls(desk.now);
  const statements = await openStatements(stage.sealed.databaseUrl);
  const server = await startServerProcess(stage.cloison());
  try {
    const subjects: Readonly<Record<keyof Subjects, Subject>> = {
      ...(await certificateSubjects(desk, tls, options.connections)),
      ...(await keySubjects(desk, options.connections)),
      ...statements.subjects,
    };
    const sides = [{ name: server.name, endpoint: { url: server.url, headers: stage.headers[0] ?? {} } }];
    const [verified] = await verify(sides, { portfolio: options.portfolio, asked: askedPersons });
    const load = loadOf(stage, server, verified, 'page');
    await runTurn(load, warmUpSeconds);
    await measureRound(subjects, warmUpSlices, stage.postmaster);
    const rounds: IdentityRound[] = [];
    for (let round = 0; round < options.rounds; round++) {
      say(`identity: round ${round + 1} of ${options.rounds}, load average ${loadavg()[0]?.toFixed(1) ?? '-'}`);
      const page = await runTurn(load, options.seconds);
      const costs = await measureRound(subjects, slices, stage.postmaster);
      rounds.push({ page, askedEvery: requestsBetweenAsking(load, page), costs });
    }
    return identityReport(subjects, rounds);
  } finally {
    await Promise.all([server.stop(), statements.close(), tls.close(), desk.close()]);
  }
}

/** In the page's load each connection has a token of its own, for which the register is asked once a second. */
function requestsBetweenAsking({ connections }: Load, { requestsPerSecond }: Turn): number {
  return Math.max(1, requestsPerSecond / connections);
}
