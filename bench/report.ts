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

const columns = [
  { title: 'requests/s', width: 11, of: (turns: readonly Turn[]) => middle(turns, 'requestsPerSecond').toFixed(0) },
  { title: 'p50 ms', width: 8, of: (turns: readonly Turn[]) => middle(turns, 'p50').toFixed(2) },
  { title: 'p99 ms', width: 8, of: (turns: readonly Turn[]) => middle(turns, 'p99').toFixed(2) },
] as const;

/** Medians over the rounds, and each server's requests a second relative to {@link reference}. */
export function tableOf(measured: readonly Measured[]): string {
  const titles = columns.map(({ title, width }) => title.padStart(width)).join('');
  const lines = measured.map(({ workload, server, turns }) => {
    const cells = columns.map(({ width, of }) => of(turns).padStart(width)).join('');
    return `${workload.padEnd(6)}${server.padEnd(22)}${cells}${ratioOf(measured, workload, server).toFixed(2).padStart(8)}`;
  });
  return [`${''.padEnd(28)}${titles}${'ratio'.padStart(8)}`, ...lines].join('\n');
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
    return middle(found.turns, 'requestsPerSecond');
  };
  return rate(server) / rate(reference);
}

function middle(turns: readonly Turn[], what: keyof Turn): number {
  return median(turns.map((turn) => turn[what]));
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
