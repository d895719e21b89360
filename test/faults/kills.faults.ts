/**
 * Replicas and PostgreSQL are killed at random moments while clients ask: whom a client was answered stands in the ledger after
 * every recovery, and no account has learned of more persons than its budget. `FAULTS` kills, from the seed `FAULTS_SEED`.
 */
import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DemoAccount } from '../../src/demo/accounts.js';
import { rentalFolder } from '../support/policies.js';
import { fillRental, run, tenantRow } from '../support/rentalRows.js';
import { startLoad } from './clients.js';
import type { Cluster } from './cluster.js';
import { startCluster } from './cluster.js';

const kills = Number(process.env['FAULTS'] ?? 100);
const seed = Number(process.env['FAULTS_SEED'] ?? randomInt(1, 2 ** 31));
const bound = 100;
const numbers = Array.from({ length: 150 }, (_, index) => index + 1);
const persons = numbers.map((number) => tenantRow(number).id);
const accounts: readonly DemoAccount[] = Array.from({ length: 400 }, (_, index) => ({
  name: `agent-${String(index)}`,
  role: 'AGENT',
  claims: { ACCOUNT: `agent-${String(index)}` },
  purposes: ['LETTING'],
  defaultPurpose: 'LETTING',
}));

let cluster: Cluster;

beforeAll(async () => {
  cluster = await startCluster({
    schema: rentalFolder,
    accounts,
    fill: async (store) => {
      await fillRental(
        store,
        numbers.map((number) => tenantRow(number)),
      );
      await run(
        store,
        `INSERT INTO mandate SELECT 'agent-' || a, t.id, CURRENT_DATE - 30 FROM tenant t, generate_series(0, ${String(accounts.length - 1)}) a
          WHERE t.id::text LIKE 'e1%'`,
      );
    },
  });
});
afterAll(() => cluster.stop());

it(`${String(kills)} kills lose no entry of whom somebody was answered, and overrun no budget`, async () => {
  process.stderr.write(`FAULTS=${String(kills)} FAULTS_SEED=${String(seed)}\n`);
  const random = mulberry(seed);
  const load = startLoad({ cluster, accounts, persons, clients: 12, random: mulberry(seed + 1) });
  const ledger = new LedgerReader(cluster.databaseUrl);
  const killed = { replica: 0, database: 0 };
  const began = performance.now();
  for (let count = 0; count < kills; count++) {
    await sleep(100 + random() * 500);
    if (random() < 0.25) {
      killed.database++;
      await cluster.killedDatabase();
    } else {
      killed.replica++;
      await cluster.replicas[Math.floor(random() * cluster.replicas.length)]?.killed();
    }
    // Kept before the ledger is read: whoever is in it must be in the ledger.
    const kept = [...load.received].map(([account, of]) => [account, new Set(of)] as const);
    const recorded = await ledger.read();
    for (const [account, received] of kept) {
      const lost = [...received].filter((person) => recorded.get(account)?.has(person) !== true);
      expect([account, lost, received.size <= bound]).toEqual([account, [], true]);
    }
    for (const [account, known] of recorded) expect([account, known.size <= bound]).toEqual([account, true]);
  }
  await load.stop();
  const seconds = Math.round((performance.now() - began) / 1000);
  const full = [...load.received.values()].filter(({ size }) => size === bound).length;
  process.stderr.write(
    `${String(killed.replica)} replicas and ${String(killed.database)} postmasters killed in ${String(seconds)} s: ` +
      `${String(load.answered())} answered, ${String(load.refused())} refused, ${String(load.failed())} failed; ` +
      `${String(full)} accounts received their whole budget\n`,
  );
  // Else nothing was asked of it.
  expect(load.answered()).toBeGreaterThan(kills * 5);
  expect(load.failed()).toBeGreaterThan(0);
  expect(kills < 20 || load.refused() > 0).toBe(true);
});

/** Whom the ledger says that each account was to be shown; entries stay, so each is read once. */
class LedgerReader {
  readonly #url: string;
  readonly #known = new Map<string, Set<string>>();

  constructor(url: string) {
    this.#url = url;
  }

  async read(): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
    const client = new pg.Client({ connectionString: this.#url });
    await client.connect();
    try {
      const { rows } = await client.query<{ account: string; persons: string[] }>(
        `SELECT account, array_agg(DISTINCT p::text) AS persons FROM cloison.ledger_entry, unnest(persons) p
          WHERE kind = 'READ' GROUP BY account`,
      );
      for (const { account, persons: of } of rows) this.#known.set(account, new Set(of));
    } finally {
      await client.end();
    }
    return this.#known;
  }
}

/** A small generator whose numbers depend on its seed alone (Tommy Ettinger's mulberry32). */
function mulberry(from: number): () => number {
  let state = from >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
