/** Who is read again by id tries nobody's patience: only a search or an id that may find nobody is sent to be counted as a miss. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Budget } from '../../src/budget/budget.js';
import type { Operation, Outcome, Probe } from '../../src/ledger/entry.js';
import { Ledger } from '../../src/ledger/ledger.js';
import { readSchema } from '../../src/schemaFolder.js';
import { columnType } from '../../src/store/catalogue.js';
import { expectDisclosed } from '../support/answers.js';
import type { Breached } from '../support/breach.js';
import { openBreach } from '../support/breach.js';
import { rentalFolder } from '../support/policies.js';
import { rentalAccounts } from '../support/rentalAccounts.js';
import { fillRental, run, tenantRow } from '../support/rentalRows.js';
import type { Service } from '../support/service.js';
import { clockAt, startService } from '../support/service.js';
import { rewritten } from '../support/sources.js';

const account = 'agent-north';
const purpose = 'LETTING';
const sources = rewritten(
  readSchema(rentalFolder),
  'persons: [{ of: 100, per: "P1D", by: ACCOUNT }])',
  'persons: [{ of: 100, per: "P1D", by: ACCOUNT }], misses: [{ of: 50, per: "P1D", by: ACCOUNT }])',
);
let service: Service;

beforeAll(async () => {
  service = await startService({
    folder: rentalFolder,
    sources,
    accounts: rentalAccounts,
    clock: clockAt('2024-06-01T10:00:00.000Z'),
    fill: async (store) => {
      const known = tenantRow(1, { surname: 'Knowles' });
      await fillRental(store, [known]);
      await run(store, `INSERT INTO mandate VALUES ('${account}', '${known.id}', '2024-01-01')`);
    },
  });
});
afterAll(() => service.stop());

/** Remembers what the database was asked to count as tried. */
class WatchedLedger extends Ledger {
  readonly sent: (readonly Probe[])[] = [];

  override disclose(operation: Operation): Promise<Outcome> {
    this.sent.push(operation.probes);
    return super.disclose(operation);
  }
}

class KnowsEverybody extends Budget {
  override knows(): boolean {
    return true;
  }
}

class KnowsNobody extends Budget {
  override knows(): boolean {
    return false;
  }
}

interface Served {
  readonly ledger: WatchedLedger;
  readonly served: Breached;
  /** Of the tenant, as the caller knows it; it was read in a list before. */
  readonly id: string;
}

/** A server of its own, with a budget that remembers nobody yet, which then reads the one tenant in a list. */
async function serverWith(Kind: typeof Budget): Promise<Served> {
  const { policy, database } = service.store.rooms;
  const ledger = new WatchedLedger(database, () => undefined);
  const { catalogue } = service.store;
  const budget = new Kind(policy, database, (table, column) => columnType(catalogue, table, column));
  const served = await openBreach(service, { role: 'AGENT', rooms: { budget, ledger } });
  const reply = await served.ask(account, '{ tenants(first: 5) { nodes { id surname } } }', { purpose });
  const node = (
    reply.data as unknown as { tenants: { nodes: readonly { id: string; surname: string }[] } }
  ).tenants.nodes.find(({ surname }) => surname === 'Knowles');
  if (node === undefined) throw new Error('nobody was read');
  return { ledger, served, id: node.id };
}

const missesOf = async (): Promise<number> => {
  const text = `SELECT coalesce(sum(cloison.budget_used(w, greatest(floor(extract(epoch FROM cloison.clock()))::bigint, s.latest))), 0)::int AS n
    FROM cloison.budget_window w JOIN cloison.budget_scope s ON s.id = w.scope_id WHERE w.kind = 'MISSES'`;
  const [row] = await run(service.store, text);
  return Number(row?.['n']);
};

const knownAndUnknown = (id: string): string =>
  `{ known: tenant(id: "${id}") { surname } none: findTenant(by: { surname: "Nobody", born: "1984-03-02" }) { surname } }`;

it('of a known id and an unknown name in one operation exactly the unknown one is a miss', async () => {
  const { ledger, served, id } = await serverWith(Budget);
  const before = await missesOf();
  const reply = await served.ask(account, knownAndUnknown(id), { purpose });
  expectDisclosed(reply, { known: { surname: 'Knowles' }, none: null });
  expect(ledger.sent.at(-1)).toEqual([{ persons: [], isHeld: false }]);
  expect(await missesOf()).toBe(before + 1);
  await served.close();
});

it('whom the process does not know it asks the database about, which counts no more', async () => {
  const { ledger, served, id } = await serverWith(KnowsNobody);
  const before = await missesOf();
  await served.ask(account, knownAndUnknown(id), { purpose });
  expect(ledger.sent.at(-1)).toEqual([
    { persons: [tenantRow(1).id.replaceAll('-', '')], isHeld: false },
    { persons: [], isHeld: false },
  ]);
  expect(await missesOf()).toBe(before + 1);
  await served.close();
});

it('a process that took everybody for known would let anybody search without end', async () => {
  const { ledger, served, id } = await serverWith(KnowsEverybody);
  const before = await missesOf();
  await served.ask(account, knownAndUnknown(id), { purpose });
  expect(ledger.sent.at(-1)).toEqual([]);
  expect(await missesOf()).toBe(before);
  await served.close();
});
