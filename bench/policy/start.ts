/**
 * What a server does with its policy before it listens, in a process of its own: compiles it, then makes each role's schema and
 * shield and starts its Apollo Server. Beside it `buildSchema` of the same contracts, as the least that any server does with them.
 */
import { ApolloServer } from '@apollo/server';
import { buildSchema } from 'graphql';
import { roleSchema } from '../../src/gateway/roleSchema.js';
import { shielded } from '../../src/gateway/shield.js';
import { compileOrFail } from '../../src/main.js';
import type { CompiledPolicy } from '../../src/policy/compiled.js';
import { largeStore } from './largeStore.js';

/** Milliseconds; CPU is that of all threads. */
export interface Span {
  readonly time: number;
  readonly cpu: number;
}

export interface StartTimes {
  readonly compile: Span;
  readonly servers: Span;
  /** `buildSchema` of the contracts. */
  readonly contracts: Span;
}

const text = largeStore({ roles: 12, types: 150 });
const [policy, compile] = await timed(() => compileOrFail([{ name: 'large.graphql', text }]));
const [, servers] = await timed(() => startServers(policy));
const [, contracts] = await timed(() => [...policy.roles.values()].map(({ contract }) => buildSchema(contract)));
process.stdout.write(JSON.stringify({ compile, servers, contracts } satisfies StartTimes));

async function startServers(of: CompiledPolicy): Promise<void> {
  const telling = { budgetsOf: () => Promise.resolve([]) };
  for (const role of of.roles.values()) {
    const schema = shielded(roleSchema(of, role, { query: {}, mutation: {} }, telling), of, role);
    const server = new ApolloServer({ schema, stopOnTerminationSignals: false, nodeEnv: 'production' });
    await server.start();
  }
}

async function timed<T>(work: () => T | Promise<T>): Promise<readonly [T, Span]> {
  const [start, cpu] = [performance.now(), process.cpuUsage()];
  const made = await work();
  const { user, system } = process.cpuUsage(cpu);
  return [made, { time: performance.now() - start, cpu: (user + system) / 1000 }];
}
