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

const columns: readonly { readonly title: string; readonly what: keyof Turn; readonly digits: number }[] = [
  { title: 'requests/s', what: 'requestsPerSecond', digits: 0 },
  { title: 'p50 ms', what: 'p50', digits: 2 },
  { title: 'p99 ms', what: 'p99', digits: 2 },
  { title: 'CPU ms', what: 'serverCpu', digits: 3 },
  { title: 'database', what: 'databaseCpu', digits: 3 },
];
const width = 11;

/** Medians over the rounds: of a request CPU time in the server and in PostgreSQL too, and last the ratio to {@link reference}. */
export function tableOf(measured: readonly Measured[]): string {
  const titles = columns.map(({ title }) => title.padStart(width)).join('');
  const lines = measured.map(({ workload, server, turns }) => {
    const cells = columns.map(({ what, digits }) => cellOf(turns, what, digits).padStart(width)).join('');
    return `${workload.padEnd(6)}${server.padEnd(20)}${cells}${ratioOf(measured, workload, server).toFixed(2).padStart(8)}`;
  });
  return [`${''.padEnd(26)}${titles}${'ratio'.padStart(8)}`, ...lines].join('\n');
}

function cellOf(turns: readonly Turn[], what: keyof Turn, digits: number): string {
  return middle(turns, what)?.toFixed(digits) ?? '-';
}

/** `{"page":{"ratio":0.61},"one":{"ratio":1.02}}`, with the workloads that were measured. */
export function jsonOf(measured: readonly Measured[]): string {
  const workloads = [...new Set(measured.map(({ workload }) => workload))];
  const ratios = workloads.map((workload) => [workload, { ratio: round(ratioOf(measured, workload, ours)) }]);
  return JSON.stringify(Object.fromEntries(ratios));
}

function ratioOf(measured: readonly Measured[], workload: WorkloadName, server: string): number {
  const rate = (name: string): number => {
    const found = measured.find((each) => each.workload === workload && each.server === name);
    if (found === undefined) throw new Error(`${name} was not measured`);
    return median(found.turns.map((turn) => turn.requestsPerSecond));
  };
  return rate(server) / rate(reference);
}

function middle(turns: readonly Turn[], what: keyof Turn): number | undefined {
  const values = turns.map((turn) => turn[what]).filter((value) => value !== undefined);
  return values.length === 0 ? undefined : median(values);
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
