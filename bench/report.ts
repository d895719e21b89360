/** What the bench says: a table for people, a line for machines. */
import type { Turn } from './load.js';
import { median } from './statistics.js';
import type { WorkloadName } from './workloads.js';

export interface Measured {
  readonly workload: WorkloadName;
  readonly server: string;
  /** One a round. */
  readonly turns: readonly Turn[];
}

/** The server that the ratios are relative to. */
export const reference = 'Apollo + Express';
export const ours = 'Cloison';

/** Medians over the rounds. */
interface Result extends Turn {
  readonly workload: WorkloadName;
  readonly server: string;
  /** Requests a second, as a share of the reference's. */
  readonly ratio: number;
  /** The same by CPU time of server and database, which a busy machine hardly changes. */
  readonly cpuRatio: number | undefined;
}

interface Column {
  readonly title: string;
  readonly digits: number;
  readonly of: (result: Result) => number | undefined;
}

const columns: readonly Column[] = [
  { title: 'requests/s', digits: 0, of: (result) => result.requestsPerSecond },
  { title: 'p50 ms', digits: 2, of: (result) => result.p50 },
  { title: 'p99 ms', digits: 2, of: (result) => result.p99 },
  { title: 'server CPU', digits: 3, of: (result) => result.serverCpu },
  { title: 'SQL CPU', digits: 3, of: (result) => result.databaseCpu },
  { title: 'ratio', digits: 2, of: (result) => result.ratio },
  { title: 'by CPU', digits: 2, of: (result) => result.cpuRatio },
];
const width = 11;

/** A line a server and workload; CPU in milliseconds of a request. */
export function tableOf(measured: readonly Measured[]): string {
  const titles = columns.map(({ title }) => title.padStart(width)).join('');
  const lines = resultsOf(measured).map((result) => {
    const cells = columns.map(({ of, digits }) => (of(result)?.toFixed(digits) ?? '-').padStart(width)).join('');
    return `${result.workload.padEnd(6)}${result.server.padEnd(20)}${cells}`;
  });
  return [`${''.padEnd(26)}${titles}`, ...lines].join('\n');
}

/** `{"page":{"ratio":0.61},"one":{"ratio":1.02}}`, with the workloads that were measured. */
export function jsonOf(measured: readonly Measured[]): string {
  const results = resultsOf(measured).filter(({ server }) => server === ours);
  return JSON.stringify(
    Object.fromEntries(results.map(({ workload, ratio }) => [workload, { ratio: rounded(ratio) }])),
  );
}

function resultsOf(measured: readonly Measured[]): readonly Result[] {
  return measured.map(({ workload, server, turns }) => {
    const against = measured.find((each) => each.workload === workload && each.server === reference);
    if (against === undefined) throw new Error(`${reference} was not measured`);
    const middle = middleOf(turns);
    const other = middleOf(against.turns);
    const ratio = middle.requestsPerSecond / other.requestsPerSecond;
    return { ...middle, workload, server, ratio, cpuRatio: quotient(cpuOf(other), cpuOf(middle)) };
  });
}

function middleOf(turns: readonly Turn[]): Turn {
  return {
    requestsPerSecond: median(turns.map((turn) => turn.requestsPerSecond)),
    p50: median(turns.map((turn) => turn.p50)),
    p99: median(turns.map((turn) => turn.p99)),
    serverCpu: medianIfKnown(turns.map((turn) => turn.serverCpu)),
    databaseCpu: medianIfKnown(turns.map((turn) => turn.databaseCpu)),
  };
}

function medianIfKnown(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : median(known);
}

function cpuOf({ serverCpu, databaseCpu }: Turn): number | undefined {
  return serverCpu === undefined || databaseCpu === undefined ? undefined : serverCpu + databaseCpu;
}

function quotient(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? undefined : one / other;
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
