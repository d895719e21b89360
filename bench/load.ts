/** One turn of load on one server: a fixed number of connections, each with one request at a time. */
import autocannon from 'autocannon';
import type { Options, Request, Result } from 'autocannon';
import { cpuMsOf, cpuMsOfChildren } from './cpuTime.js';
import { percentile } from './statistics.js';

export interface Load {
  readonly url: string;
  /** Headers of each connection, by turns: every one has a token of its own. */
  readonly headers: readonly Readonly<Record<string, string>>[];
  /** The bodies that are sent, each connection in an order of its own. */
  readonly bodies: readonly string[];
  readonly connections: number;
  /** Bytes below which an answer is no answer. */
  readonly bytesAtLeast: number;
  /** Process ids of those who do the work. */
  readonly server: number;
  readonly postmaster: number;
}

export interface Turn {
  readonly requestsPerSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Milliseconds of CPU for each request; undefined where the kernel doesn't tell. */
  readonly serverCpu: number | undefined;
  readonly databaseCpu: number | undefined;
}

/** Throws when a single answer is not a whole one: a server that refuses quickly is not quick. */
export async function runTurn(load: Load, seconds: number): Promise<Turn> {
  const start = performance.now();
  const serverBefore = cpuMsOf(load.server);
  const databaseBefore = cpuMsOfChildren(load.postmaster);
  const { durations, wrong } = await fire(load, seconds);
  const elapsed = (performance.now() - start) / 1000;
  if (wrong > 0) throw new Error(`${wrong} of ${durations.length} answers of ${load.url} were not whole`);
  return {
    requestsPerSecond: durations.length / elapsed,
    p50: percentile(durations, 0.5),
    p99: percentile(durations, 0.99),
    serverCpu: shareOf(serverBefore, cpuMsOf(load.server), durations.length),
    databaseCpu: shareOf(databaseBefore, cpuMsOfChildren(load.postmaster), durations.length),
  };
}

function shareOf(before: number | undefined, after: number | undefined, requests: number): number | undefined {
  return before === undefined || after === undefined ? undefined : (after - before) / requests;
}

interface Volley {
  /** Milliseconds of each request that was answered. */
  readonly durations: readonly number[];
  readonly wrong: number;
}

function fire(load: Load, seconds: number): Promise<Volley> {
  return new Promise((resolve, reject) => {
    const durations: number[] = [];
    let wrong = 0;
    let connection = 0;
    const options: Options = {
      url: load.url,
      method: 'POST',
      connections: load.connections,
      duration: seconds,
      setupClient: (client) => {
        client.setRequests(requestsOf(load, connection));
        connection += 1;
      },
    };
    const instance = autocannon(options, (error: unknown, result: Result) => {
      if (error === null || error === undefined) resolve({ durations, wrong: wrong + result.errors });
      else reject(new Error(`the load on ${load.url} failed`, { cause: error }));
    });
    instance.on('response', (_client, status, bytes, duration) => {
      durations.push(duration);
      if (status !== 200 || bytes < load.bytesAtLeast) wrong += 1;
    });
  });
}

function requestsOf(load: Load, connection: number): Request[] {
  const headers = { ...load.headers[connection % load.headers.length], 'content-type': 'application/json' };
  const from = Math.floor((connection * load.bodies.length) / load.connections);
  const bodies = [...load.bodies.slice(from), ...load.bodies.slice(0, from)];
  return bodies.map((body) => ({ method: 'POST', path: new URL(load.url).pathname, headers, body }));
}
