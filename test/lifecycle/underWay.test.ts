/** Whoever is erased between the moment in which a page was fetched and the one in which it leaves is absent from it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CorridorRooms } from '../../src/disclosure/disclosureContext.js';
import { Register } from '../../src/register/register.js';
import { columnType } from '../../src/store/catalogue.js';
import { RowReader } from '../../src/store/read/readRows.js';
import { expectNobody, pageOf } from '../support/answers.js';
import { openBreach } from '../support/breach.js';
import { orla, run, tenantRow } from '../support/rentalRows.js';
import type { Reply } from '../support/service.js';
import type { Desk } from './desk.js';
import { eraseByRight, openDesk } from './desk.js';

let desk: Desk;

beforeAll(async () => {
  desk = await openDesk('2024-06-01T10:00:00.000Z', [tenantRow(1), tenantRow(2)]);
});
afterAll(() => desk.close());

/** Asks as brick, and lets `meanwhile` happen once behind the first statement that has read persons. */
async function asking(
  query: string,
  meanwhile: () => Promise<void>,
  rooms: Partial<CorridorRooms> = {},
): Promise<Reply> {
  const { catalogue } = desk.service.store;
  let happened = false;
  class Interrupted extends RowReader {
    // Another reader of this pool has names of its own for other statements.
    override statementOf(...of: Parameters<RowReader['statementOf']>): ReturnType<RowReader['statementOf']> {
      return { ...super.statementOf(...of), name: '' };
    }

    override async read(...of: Parameters<RowReader['read']>): ReturnType<RowReader['read']> {
      const rows = await super.read(...of);
      if (!happened) {
        happened = true;
        await meanwhile();
      }
      return rows;
    }
  }
  const reader = new Interrupted((table, column) => columnType(catalogue, table, column));
  const breached = await openBreach(desk.service, { role: 'LANDLORD', rooms: { rows: reader, ...rooms } });
  try {
    return await breached.ask('brick', query, { purpose: 'LETTING' });
  } finally {
    await breached.close();
  }
}

const list = '{ tenants(first: 10) { nodes { surname } } }';
const surnames = (reply: Reply): readonly unknown[] => pageOf(reply, 'tenants').nodes.map(({ surname }) => surname);

it('a page that was fetched with the person leaves without, and full', async () => {
  const reply = await asking(list, () => eraseByRight(desk, orla));
  expect(surnames(reply)).toEqual(['Vandermoth', 'Invented-1', 'Invented-2']);
});

it('a node that was fetched leaves as nobody', async () => {
  const own = '{ tenants(first: 10) { nodes { id surname } } }';
  const nodes = pageOf(await desk.service.ask('brick', own), 'tenants').nodes;
  const id = String(nodes.find(({ surname }) => surname === 'Invented-1')?.['id']);
  const reply = await asking(`{ tenant(id: "${id}") { surname } }`, () => eraseByRight(desk, tenantRow(1).id));
  expectNobody(reply, 'tenant');
});

it('the ledger has the first reading as withheld', async () => {
  const text = `SELECT s.outcome FROM cloison.ledger_entry l JOIN cloison.ledger_entry s ON s.about @> ARRAY[l.id]
    WHERE l.kind = 'READ' AND l.persons @> '{${orla}}'`;
  await expect.poll(() => run(desk.service.store, text)).toEqual([{ outcome: 'WITHHELD' }]);
});

it('were the register’s version not asked again, the person would leave', async () => {
  class Deaf extends Register {
    override isUnchanged(): Promise<boolean> {
      return Promise.resolve(true);
    }
  }
  const register = new Deaf(desk.service.store.rooms.database, desk.service.clock);
  const reply = await asking(list, () => eraseByRight(desk, tenantRow(2).id), { register });
  expect(surnames(reply)).toContain('Invented-2');
});
