/** The rounds of identity, made into medians: a table of microseconds for people, ratios for machines. */
import type { Turn } from '../load.js';
import { median } from '../statistics.js';
import type { Subjects } from './identityRun.js';
import type { Cost, Subject } from './subject.js';

export interface IdentityRound {
  /** Of the real server: a page of 50 × 10. */
  readonly page: Turn;
  /** How many requests a token makes from one asking of the register to the next. */
  readonly askedEvery: number;
  readonly costs: Readonly<Record<keyof Subjects, Cost>>;
}

export interface IdentityReport {
  readonly table: string;
  readonly json: string;
}

interface Ratio {
  readonly name: string;
  readonly of: (round: IdentityRound) => number;
}

const ratios = {
  ofPage: {
    name: 'certificate-bound request, the register asked once a second, of a page (server CPU)',
    of: (round) => certificateCpu(round, round.askedEvery) / pageCpu(round),
  },
  knownOfPage: {
    name: '  while the standing is known',
    of: (round) => round.costs.standingKnown.cpu / pageCpu(round),
  },
  askedOfPage: {
    name: '  when a token makes one request a second and the register is asked each time',
    of: (round) => certificateCpu(round, 1) / pageCpu(round),
  },
  ofVerification: {
    name: 'DPoP request without the database, of one ES256 verification (CPU)',
    of: ({ costs: { proven, verified } }) => proven.cpu / verified.cpu,
  },
  insertOfSelect: {
    name: 'the one statement that spends the proof and asks the register, of SELECT 1 (CPU of both sides)',
    of: ({ costs: { spent, select } }) => bothSides(spent) / bothSides(select),
  },
  insertElapsedOfSelect: {
    name: '  in time, its commit included',
    of: ({ costs: { spent, select } }) => spent.elapsed / select.elapsed,
  },
  judgedOfSelect: {
    name: '  without a proof (CPU of both sides)',
    of: ({ costs: { judged, select } }) => bothSides(judged) / bothSides(select),
  },
  confirmedOfSelect: {
    name: 'the statement that asks again before anything leaves, of SELECT 1 (CPU of both sides)',
    of: ({ costs: { confirmed, select } }) => bothSides(confirmed) / bothSides(select),
  },
} as const satisfies Readonly<Record<string, Ratio>>;

export function identityReport(
  subjects: Readonly<Record<keyof Subjects, Subject>>,
  rounds: readonly IdentityRound[],
): IdentityReport {
  const costs = (Object.keys(subjects) as (keyof Subjects)[]).map((key) =>
    costLine(
      subjects[key].name,
      rounds.map((round) => round.costs[key]),
    ),
  );
  const titles = ['CPU µs', 'SQL CPU µs', 'elapsed µs'].map((title) => title.padStart(12)).join('');
  const figures = Object.values<Ratio>(ratios).map(({ name, of }) => `${medianOf(rounds, of).padStart(8)}  ${name}`);
  return {
    table: [`${''.padEnd(44)}${titles}`, pageLine(rounds), ...costs, '', ...figures].join('\n'),
    json: JSON.stringify({
      identity: {
        certificate: { ofPage: Number(medianOf(rounds, ratios.ofPage.of)) },
        dpop: {
          ofVerification: Number(medianOf(rounds, ratios.ofVerification.of)),
          insertOfSelect: Number(medianOf(rounds, ratios.insertOfSelect.of)),
        },
      },
    }),
  };
}

/** Microseconds of a certificate-bound request of which one in `askedEvery` asks the register. */
function certificateCpu({ costs: { standingKnown, standingAsked } }: IdentityRound, askedEvery: number): number {
  return standingKnown.cpu + (standingAsked.cpu - standingKnown.cpu) / askedEvery;
}

function pageCpu({ page }: IdentityRound): number {
  if (page.serverCpu === undefined) throw new Error('this system does not tell how much CPU the server used');
  return page.serverCpu * 1000;
}

/** Of this process and of PostgreSQL. */
function bothSides({ cpu, databaseCpu }: Cost): number {
  if (databaseCpu === undefined) throw new Error('this system does not tell how much CPU PostgreSQL used');
  return cpu + databaseCpu;
}

function medianOf(rounds: readonly IdentityRound[], of: Ratio['of']): string {
  return median(rounds.map(of)).toPrecision(3);
}

function costLine(name: string, costs: readonly Cost[]): string {
  const cells = [
    median(costs.map(({ cpu }) => cpu)),
    median(costs.map(({ databaseCpu }) => databaseCpu ?? Number.NaN)),
    median(costs.map(({ elapsed }) => elapsed)),
  ];
  return `${name.padEnd(44)}${cells.map((cell) => cell.toFixed(1).padStart(12)).join('')}`;
}

function pageLine(rounds: readonly IdentityRound[]): string {
  const cells = [
    median(rounds.map(pageCpu)),
    median(rounds.map(({ page }) => (page.databaseCpu ?? Number.NaN) * 1000)),
    median(rounds.map(({ page }) => page.p50 * 1000)),
  ];
  return `${'page of 50 × 10, real server'.padEnd(44)}${cells.map((cell) => cell.toFixed(1).padStart(12)).join('')}`;
}
