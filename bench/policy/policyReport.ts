/** Starts and rounds, made into medians and ratios. */
import type { Turn } from '../load.js';
import { median } from '../statistics.js';
import type { Span, StartTimes } from './start.js';

/** One turn each of the store with one role and of the same with twelve. */
export interface DecideRound {
  readonly one: Turn;
  readonly twelve: Turn;
}

export interface PolicyReport {
  readonly table: string;
  readonly json: string;
}

/** `pairs`: the rounds of each pair of processes. */
export function policyReport(times: readonly StartTimes[], pairs: readonly (readonly DecideRound[])[]): PolicyReport {
  const sums = times.map(({ compile, servers }) => ({
    time: compile.time + servers.time,
    cpu: compile.cpu + servers.cpu,
  }));
  const start = {
    seconds: rounded(least(sums, 'time') / 1000),
    cpuSeconds: rounded(median(sums.map(({ cpu }) => cpu)) / 1000),
    ofContracts: rounded(
      median(times.map(({ compile, servers, contracts }) => (compile.cpu + servers.cpu) / contracts.cpu)),
    ),
  };
  const decide = {
    time: rounded(median(pairs.map(timeRatio))),
    cpu: rounded(median(pairs.map(cpuRatio))),
  };
  return {
    table: [
      `${'a start with 12 roles × 150 types, milliseconds'.padEnd(60)}  least time  median time  median CPU`,
      startLine(
        'compile the policy',
        times.map(({ compile }) => compile),
      ),
      startLine(
        'make the schemas and shields, start the Apollo Servers',
        times.map(({ servers }) => servers),
      ),
      startLine('together', sums),
      startLine(
        'buildSchema of the same contracts',
        times.map(({ contracts }) => contracts),
      ),
      '',
      'a page of 50 × 10 with twelve roles, of the same with one',
      `  time a request    ${decide.time.toFixed(3)}   median of ${String(pairs.length)} pairs of processes: ${listed(pairs, timeRatio)}`,
      `  CPU of the server ${decide.cpu.toFixed(3)}   median of them: ${listed(pairs, cpuRatio)}`,
    ].join('\n'),
    json: JSON.stringify({ policy: { start, decide } }),
  };
}

type Ratio = (rounds: readonly DecideRound[]) => number;

function timeRatio(rounds: readonly DecideRound[]): number {
  return median(rounds.map(({ one, twelve }) => one.requestsPerSecond / twelve.requestsPerSecond));
}

function cpuRatio(rounds: readonly DecideRound[]): number {
  return cpuOfAll(rounds, 'twelve') / cpuOfAll(rounds, 'one');
}

function serverCpu({ serverCpu: milliseconds }: Turn): number {
  return milliseconds ?? Number.NaN;
}

/** Milliseconds a request: a turn's own is read in ticks of ten, which a busy machine makes few. */
function cpuOfAll(rounds: readonly DecideRound[], side: keyof DecideRound): number {
  const turns = rounds.map((round) => round[side]);
  const requests = turns.reduce((sum, turn) => sum + turn.requestsPerSecond, 0);
  return turns.reduce((sum, turn) => sum + serverCpu(turn) * turn.requestsPerSecond, 0) / requests;
}

function listed(pairs: readonly (readonly DecideRound[])[], ratio: Ratio): string {
  return pairs.map((rounds) => ratio(rounds).toFixed(3)).join(', ');
}

function startLine(name: string, spans: readonly Span[]): string {
  const times = spans.map(({ time }) => time);
  const cells = [least(spans, 'time'), median(times), median(spans.map(({ cpu }) => cpu))];
  return `  ${name.padEnd(58)}${cells.map((value) => value.toFixed(0).padStart(12)).join('')}`;
}

/** What else the machine does only adds to it. */
function least(spans: readonly Span[], figure: 'time'): number {
  return Math.min(...spans.map((span) => span[figure]));
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
