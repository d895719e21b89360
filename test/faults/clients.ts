/** Clients that ask all the time and keep in memory whose ids reached them, whatever became of the answer that held them. */
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DemoAccount } from '../../src/demo/accounts.js';
import type { Ticket } from '../support/partner.js';
import { proven, ticketFor } from '../support/partner.js';
import type { Cluster } from './cluster.js';
import { audience } from './cluster.js';

export interface Load {
  /** UUIDs of the persons whom each account was answered, by account. */
  readonly received: ReadonlyMap<string, ReadonlySet<string>>;
  readonly answered: () => number;
  readonly refused: () => number;
  readonly failed: () => number;
  stop(): Promise<void>;
}

export interface LoadOptions {
  readonly cluster: Cluster;
  readonly accounts: readonly DemoAccount[];
  /** UUIDs of the persons whom every account reaches. */
  readonly persons: readonly string[];
  readonly clients: number;
  /** From 0 to 1, of a seed. */
  readonly random: () => number;
}

/** Accounts that ask at once; one that was refused often enough makes room for the next. */
const activeAtOnce = 6;
const refusedEnough = 25;

export function startLoad({ cluster, accounts, persons, clients, random }: LoadOptions): Load {
  const received = new Map(accounts.map(({ name }) => [name, new Set<string>()]));
  const refusals = new Map<string, number>();
  const counts = { answered: 0, refused: 0, failed: 0 };
  const waiting = [...accounts];
  const active = waiting.splice(0, activeAtOnce).map((account) => agentOf(cluster, account));
  const over = new AbortController();

  const replace = (agent: Agent): void => {
    const next = waiting.shift();
    const place = active.indexOf(agent);
    if (next !== undefined && place >= 0) active[place] = agentOf(cluster, next);
  };
  const client = async (): Promise<void> => {
    while (!over.signal.aborted) {
      const agent = active[Math.floor(random() * active.length)];
      const url = cluster.replicas[Math.floor(random() * cluster.replicas.length)]?.url;
      if (agent === undefined || url === undefined) {
        await sleep(20);
        continue;
      }
      const { status, text } = await ask(cluster, {
        url,
        ticket: agent.ticket,
        query: queryOf(agent, persons, random),
      });
      for (const person of agent.personsIn(text)) received.get(agent.name)?.add(person);
      if (status === 200) counts.answered++;
      else if (status === 429 || status === 403 || status === 401) {
        // Its budget is spent, or the watcher took it for a thief.
        counts.refused++;
        const known = (refusals.get(agent.name) ?? 0) + 1;
        refusals.set(agent.name, known);
        if (known === refusedEnough) replace(agent);
      } else {
        counts.failed++;
        await sleep(10);
      }
    }
  };
  const working = Array.from({ length: clients }, client);
  return {
    received,
    answered: () => counts.answered,
    refused: () => counts.refused,
    failed: () => counts.failed,
    stop: async () => {
      over.abort();
      await Promise.all(working);
    },
  };
}

interface Agent {
  readonly name: string;
  readonly ticket: Ticket;
  idOf(person: string): string;
  personsIn(text: string): readonly string[];
}

function agentOf({ vault, issuer, key }: Cluster, account: DemoAccount): Agent {
  const ids = vault.ids(`account ${account.name}`, 'Tenant');
  return {
    name: account.name,
    ticket: ticketFor(account, { issuer: issuer.url, audience, key }, Date.now()),
    idOf: (person) => String(ids.encode(Buffer.from(person.replaceAll('-', ''), 'hex'))[0]),
    personsIn: (text) =>
      [...text.matchAll(/"id":"([A-Za-z0-9_-]{22})"/g)].map(([, id]) =>
        uuidOf(ids.decode([String(id)]).toString('hex')),
      ),
  };
}

/** One person for the most part, at times several or a page: what is asked last is what overruns. */
function queryOf(agent: Agent, persons: readonly string[], random: () => number): string {
  const one = (): string => agent.idOf(persons[Math.floor(random() * persons.length)] ?? '');
  const kind = random();
  if (kind < 0.1) return `{ tenants(first: ${String(1 + Math.floor(random() * 4))}) { nodes { id surname } } }`;
  if (kind < 0.25)
    return `{ a: tenant(id: "${one()}") { id } b: tenant(id: "${one()}") { id surname } c: tenant(id: "${one()}") { id } }`;
  return `{ tenant(id: "${one()}") { id surname } }`;
}

interface Asked {
  readonly url: string;
  readonly ticket: Ticket;
  readonly query: string;
}

/** Whatever came, even of an answer that was cut; status 0 when none did. */
function ask(
  { vault }: Cluster,
  { url, ticket, query }: Asked,
): Promise<{ readonly status: number; readonly text: string }> {
  const headers = {
    ...proven(ticket, { url, nonce: vault.nonces.current(Date.now()), nowMilliseconds: Date.now() }),
    'cloison-purpose': 'LETTING',
    'content-type': 'application/json',
  };
  return new Promise((resolve) => {
    let text = '';
    let status = 0;
    const end = (): void => resolve({ status, text });
    const asked = request(url, { method: 'POST', headers, timeout: 20_000 }, (response) => {
      status = response.statusCode ?? 0;
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('error', end).on('close', end);
    });
    asked.on('error', end).on('timeout', () => asked.destroy());
    asked.end(JSON.stringify({ query }));
  });
}

function uuidOf(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
