/** The rounds of disclosure, made into medians: requests a second with budget and ledger, of those without. */
import type { Turn } from '../load.js';
import { median } from '../statistics.js';

/** `again`: persons who were read before; `first`: every person counted anew; `full`: as `again`, in a full ledger. */
export type Situation = 'again' | 'first' | 'full';

export interface DisclosureRound {
  readonly situation: Situation;
  /** Without budget and ledger. */
  readonly silent: Turn;
  readonly recording: Turn;
}

export interface DisclosureReport {
  readonly table: string;
  readonly json: string;
}

export function disclosureReport(rounds: readonly DisclosureRound[], entries: number): DisclosureReport {
  const of = (situation: Situation): readonly DisclosureRound[] =>
    rounds.filter((round) => round.situation === situation);
  const ratio = (situation: Situation): number => middle(of(situation), 'requestsPerSecond');
  const names: Readonly<Record<Situation, string>> = {
    again: 'a page of 50 × 10 of persons read before, ledger of ten thousand entries',
    first: '  every person of it counted anew',
    full: `  read before, ledger of ${String(entries)} entries`,
  };
  const lines = (['again', 'first', 'full'] as const).map((situation) => {
    const added = (figure: 'serverCpu' | 'databaseCpu'): number =>
      median(
        of(situation).map(
          ({ silent, recording }) => (recording[figure] ?? Number.NaN) - (silent[figure] ?? Number.NaN),
        ),
      );
    const figures = [ratio(situation), cpuRatio(of(situation)), added('serverCpu'), added('databaseCpu')];
    const cells = figures.map((value) => value.toFixed(2).padStart(12));
    return `${names[situation].padEnd(76)}${cells.join('')}`;
  });
  const disclosure = {
    cost: rounded(1 - ratio('again')),
    costOfFirst: rounded(1 - ratio('first')),
    full: rounded(ratio('full') / ratio('again')),
  };
  return {
    table: [
      `${'with budget and ledger, of the same without'.padEnd(76)}  requests/s      by CPU   server ms      SQL ms`,
      ...lines,
    ].join('\n'),
    json: JSON.stringify({ disclosure }),
  };
}

function middle(rounds: readonly DisclosureRound[], figure: 'requestsPerSecond'): number {
  return median(rounds.map(({ silent, recording }) => recording[figure] / silent[figure]));
}

/** CPU without, of CPU with: of the server and of PostgreSQL. */
function cpuRatio(rounds: readonly DisclosureRound[]): number {
  return median(rounds.map(({ silent, recording }) => cpuOf(silent) / cpuOf(recording)));
}

function cpuOf({ serverCpu, databaseCpu }: Turn): number {
  return (serverCpu ?? Number.NaN) + (databaseCpu ?? Number.NaN);
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
