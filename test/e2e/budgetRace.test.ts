/** However many race, over however many replicas and by whatever shape of question: an account learns of its hundred persons and of no more. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DemoAccount } from '../../src/demo/accounts.js';
import { expectDisclosed, expectRefused, pageOf } from '../support/answers.js';
import { rentalFolder } from '../support/policies.js';
import { fillRental, run, tenantRow } from '../support/rentalRows.js';
import type { Reply, Service } from '../support/service.js';
import { clockAt, startService } from '../support/service.js';

const clock = clockAt('2026-11-20T10:00:00.000Z');
const bound = 100;
const persons = 200;
const clients = 64;
const runs = 20;
const numbers = Array.from({ length: persons }, (_, index) => index + 1);
const accounts: readonly DemoAccount[] = [
  ...Array.from({ length: runs }, (_, index) => agent(`racer-${String(index)}`)),
  ...['pages', 'nested', 'aliases', 'fragments', 'searches', 'everything', 'restarted'].map(agent),
];

let service: Service;
let replicas: Service[];

beforeAll(async () => {
  service = await startService({
    folder: rentalFolder,
    accounts,
    clock,
    fill: async (store) => {
      await fillRental(
        store,
        numbers.map((number) => tenantRow(number)),
      );
      const agents = accounts.map(({ name }) => `'${name}'`).join(', ');
      await run(
        store,
        `INSERT INTO mandate SELECT a, t.id, '2025-01-01' FROM tenant t, unnest(ARRAY[${agents}]) a WHERE t.id::text LIKE 'e1%'`,
      );
    },
  });
  replicas = [service, await newReplica(), await newReplica()];
});
afterAll(async () => {
  for (const replica of replicas.toReversed()) await replica.stop();
});

const newReplica = (): Promise<Service> => startService({ folder: rentalFolder, accounts, clock, replicaOf: service });

describe(`${String(clients)} clients, each asking for one different person a request over three replicas`, () => {
  it(`get ${String(bound)} of them and no more, ${String(runs)} times in a row`, async () => {
    for (let count = 0; count < runs; count++) {
      const account = `racer-${String(count)}`;
      const asked = shuffled(numbers).slice(0, bound + 12);
      const { received, refused } = await race(
        account,
        asked.map((number) => node(idOf(account, number))),
      );
      expect([received.size, refused]).toEqual([bound, 12]);
      expect(await recordedOf(account)).toEqual(received);
    }
  }, 120_000);
});

describe('a budget is not walked past', () => {
  it('by pages', async () => {
    await expectBounded('pages', await race('pages', await pagesOf('pages', '{ id surname }')));
  });

  it('by lists below lists', async () => {
    const below = '{ leases(first: 1) { nodes { tenant { id forename } } } }';
    await expectBounded('nested', await race('nested', await pagesOf('nested', below)));
  });

  it('by aliases', async () => {
    const asked = inChunks(shuffled(numbers), 7).map((chunk) => `{ ${aliased('aliases', chunk)} }`);
    await expectBounded('aliases', await race('aliases', asked));
  });

  it('by fragments', async () => {
    const asked = inChunks(shuffled(numbers), 8).map(
      (chunk) =>
        `{ ...Left ... on Query { ...Right } } fragment Left on Query { ${aliased('fragments', chunk.slice(0, 4))} } ` +
        `fragment Right on Query { ${aliased('fragments', chunk.slice(4))} }`,
    );
    await expectBounded('fragments', await race('fragments', asked));
  });

  it('by searches', async () => {
    await expectBounded('searches', await race('searches', shuffled(numbers).map(search)));
  });

  it('by all of them at once, and what is left over can still be had to the last', async () => {
    const account = 'everything';
    const asked = [
      ...(await pagesOf(account, '{ id surname }')),
      ...(await pagesOf(account, '{ leases(first: 1) { nodes { tenant { id } } } }')),
      ...inChunks(shuffled(numbers), 5).map((chunk) => `{ ${aliased(account, chunk)} }`),
      ...shuffled(numbers).slice(0, 40).map(search),
    ];
    const raced = await race(account, shuffled(asked));
    expect(raced.received.size).toBeLessThanOrEqual(bound);
    await Promise.all(replicas.map(({ store }) => store.rooms.ledger.close()));
    const { received } = await race(
      account,
      numbers.map((number) => node(idOf(account, number))),
    );
    expect(new Set([...raced.received, ...received]).size).toBe(bound);
  });
});

describe('a restart between two requests', () => {
  it('refills nothing, and whom one knew one may read again', async () => {
    const account = 'restarted';
    const { received } = await race(
      account,
      numbers.slice(0, bound).map((number) => node(idOf(account, number))),
    );
    expect(received.size).toBe(bound);
    await replicas.pop()?.stop();
    const restarted = await newReplica();
    replicas.push(restarted);
    expectRefused(await restarted.ask(account, node(idOf(account, bound + 1))), 'BUDGET_EXHAUSTED');
    expectDisclosed(await restarted.ask(account, node(idOf(account, 1))));
  });
});

interface Raced {
  /** Opaque ids of tenants that any client received. */
  readonly received: ReadonlySet<string>;
  readonly refused: number;
}

/** Each client takes the next query that nobody took, and sends it to the next replica. */
async function race(account: string, queries: readonly string[]): Promise<Raced> {
  const received = new Set<string>();
  let refused = 0;
  let next = 0;
  const tickets = replicas.map((replica) => replica.ticketOf(account));
  const client = async (): Promise<void> => {
    for (let at = next++; at < queries.length; at = next++) {
      const replica = replicas[at % replicas.length];
      const ticket = tickets[at % replicas.length];
      if (replica === undefined || ticket === undefined) throw new Error('a replica has its ticket');
      const reply = await replica.send(ticket, 'LETTING', { query: queries[at] });
      if (reply.codes.length > 0) {
        expectRefused(reply, 'BUDGET_EXHAUSTED');
        refused++;
      } else for (const id of idsIn(reply)) received.add(id);
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  return { received, refused };
}

async function expectBounded(account: string, { received, refused }: Raced): Promise<void> {
  expect(received.size).toBeGreaterThan(bound / 2);
  expect(received.size).toBeLessThanOrEqual(bound);
  expect(refused).toBeGreaterThan(0);
  const recorded = await recordedOf(account);
  expect([...received].filter((id) => !recorded.has(id))).toEqual([]);
}

/** Whom the ledger says that the account was shown, by their ids. */
async function recordedOf(account: string): Promise<ReadonlySet<string>> {
  const rows = await run(
    service.store,
    `SELECT DISTINCT unnest(persons) AS person FROM cloison.ledger_entry WHERE account = '${account}' AND kind = 'READ'`,
  );
  return new Set(rows.map(({ person }) => encoded(account, String(person))));
}

/** Pages of several sizes from five places of the account's list, which it walks to get their cursors. */
async function pagesOf(account: string, fields: string): Promise<readonly string[]> {
  const sizes = [25, 10, 15];
  const queries: string[] = [];
  let after = 'null';
  for (let index = 0; index < 4; index++) {
    const query = (first: number, what: string): string =>
      `{ tenants(first: ${String(first)}, after: ${after}) { nodes ${what} pageInfo { endCursor } } }`;
    for (const size of sizes) queries.push(query(size, fields), query(size, fields));
    const page = pageOf(await service.ask(account, query(20, '{ id }')), 'tenants');
    after = JSON.stringify(page.pageInfo.endCursor);
  }
  const last = `{ tenants(first: 25, after: ${after}) { nodes ${fields} } }`;
  return shuffled([...queries, last, last, last]);
}

function node(id: string): string {
  return `{ tenant(id: "${id}") { id surname } }`;
}

function aliased(account: string, chunk: readonly number[]): string {
  return chunk
    .map((number, at) => `p${String(number)}x${String(at)}: tenant(id: "${idOf(account, number)}") { id }`)
    .join(' ');
}

function search(number: number): string {
  const { fileNumber, surname } = tenantRow(number);
  return `{ findTenant(by: { fileNumber: ${JSON.stringify(fileNumber)}, surname: ${JSON.stringify(surname)} }) { id } }`;
}

function idsIn({ text }: Reply): readonly string[] {
  return [...text.matchAll(/"id":"([^"]+)"/g)].map(([, id]) => String(id));
}

function idOf(account: string, number: number): string {
  return encoded(account, tenantRow(number).id);
}

function encoded(account: string, person: string): string {
  const key = Buffer.from(person.replaceAll('-', ''), 'hex');
  return String(service.store.rooms.vault.ids(`account ${account}`, 'Tenant').encode(key)[0]);
}

function inChunks(all: readonly number[], size: number): readonly (readonly number[])[] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size));
}

function shuffled<T>(all: readonly T[]): readonly T[] {
  return all
    .map((each) => ({ each, at: Math.random() }))
    .toSorted((left, right) => left.at - right.at)
    .map(({ each }) => each);
}

function agent(name: string): DemoAccount {
  return { name, role: 'AGENT', claims: { ACCOUNT: name }, purposes: ['LETTING'], defaultPurpose: 'LETTING' };
}
