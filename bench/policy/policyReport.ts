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

export function policyReport(times: readonly StartTimes[], rounds: readonly DecideRound[]): PolicyReport {
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
    time: rounded(median(rounds.map(timeRatio))),
    cpu: rounded(cpuOfAll(rounds, 'twelve') / cpuOfAll(rounds, 'one')),
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
      `  time a request    ${decide.time.toFixed(3)}   median of ${String(rounds.length)} rounds, from ${spread(rounds, timeRatio)}`,
      `  CPU of the server ${decide.cpu.toFixed(3)}   of all rounds together, from ${spread(rounds, cpuRatio)}`,
    ].join('\n'),
    json: JSON.stringify({ policy: { start, decide } }),
  };
}

function timeRatio({ one, twelve }: DecideRound): number {
  return one.requestsPerSecond / twelve.requestsPerSecond;
}

function cpuRatio({ one, twelve }: DecideRound): number {
  return serverCpu(twelve) / serverCpu(one);
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

/** The middle half. */
function spread(rounds: readonly DecideRound[], ratio: (round: DecideRound) => number): string {
  const sorted = rounds.map(ratio).toSorted((one, other) => one - other);
  const at = (share: number): string => (sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN).toFixed(3);
  return `${at(0.25)} to ${at(0.75)} in the middle half`;
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
