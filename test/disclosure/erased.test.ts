/** Destroying a person's data key is erasure: nobody is there, on any path, and pages stay full. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSchema } from '../../src/schemaFolder.js';
import { columnType } from '../../src/store/catalogue.js';
import { RowReader } from '../../src/store/read/readRows.js';
import { expectDisclosed, expectNobody, pageOf, within } from '../support/answers.js';
import type { Data } from '../support/answers.js';
import { openBreach } from '../support/breach.js';
import { rentalFolder } from '../support/policies.js';
import { rentalAccounts } from '../support/rentalAccounts.js';
import { fillRental, orla, run, tenantRow } from '../support/rentalRows.js';
import type { Reply, Service } from '../support/service.js';
import { clockAt, startService } from '../support/service.js';
import { rewritten } from '../support/sources.js';

const sources = rewritten(readSchema(rentalFolder), '  rooms: Int!', '  rooms: Int!\n  leases: [Lease!]');
const wrapped = new Map<string, string>();
let service: Service;
let orlaId: string;
let cursorAtOrla: string;

const page = (after = '', first = 10): string =>
  `{ tenants(first: ${first}${after}) { nodes { id surname } edges { cursor } pageInfo { endCursor hasNextPage } } }`;

beforeAll(async () => {
  service = await startService({
    folder: rentalFolder,
    sources,
    accounts: rentalAccounts,
    clock: clockAt('2024-06-01T10:00:00.000Z'),
    fill: (store) =>
      fillRental(
        store,
        Array.from({ length: 24 }, (_, index) => tenantRow(index + 1)),
      ),
  });
  const first = pageOf(await ask(page()), 'tenants');
  expect(first.nodes[0]?.['surname']).toBe('Quillfeather');
  orlaId = String(first.nodes[0]?.['id']);
  const edges = within(expectDisclosed(await ask(page())), 'tenants')['edges'] as readonly Data[];
  cursorAtOrla = String(edges[0]?.['cursor']);
  // Orla, and every second of the others.
  const keys = await run(
    service.store,
    "SELECT id, encode(data_key, 'hex') AS key FROM tenant WHERE id = '" +
      orla +
      "' OR (id::text LIKE 'e1%' AND right(id::text, 1)::int % 2 = 0)",
  );
  for (const { id, key } of keys) wrapped.set(String(id), String(key));
  await run(
    service.store,
    `UPDATE tenant SET data_key = NULL WHERE id IN (${[...wrapped.keys()].map((id) => `'${id}'`).join(', ')})`,
  );
});

afterAll(() => service.stop());

const ask = (query: string, account = 'brick'): Promise<Reply> => service.ask(account, query);

describe('an erased person is nobody', () => {
  it.each([
    [
      'by id',
      'brick',
      (): string => `{ tenant(id: "${orlaId}") { id surname leases(first: 1) { nodes { id } } } }`,
      'tenant',
    ],
    [
      'by a lookup',
      'agent-north',
      (): string => '{ findTenant(by: { surname: "Quillfeather", born: "1984-03-02" }) { id } }',
      'findTenant',
    ],
    [
      'by a lookup of a full index',
      'agent-north',
      (): string => '{ findTenant(by: { fileNumber: "T-0001", surname: "Quillfeather" }) { id } }',
      'findTenant',
    ],
    ['to themselves', 'orla', (): string => '{ myFile { surname } }', 'myFile'],
  ])('%s', async (_title, account, query, root) => {
    expectNobody(await ask(query(), account), root);
  });

  it.each([
    ['the list', 'brick', '{ tenants(first: 10) { nodes { id surname } } }'],
    ['the list’s edges', 'brick', '{ tenants(first: 10) { edges { node { id surname } } } }'],
    [
      'the list of what changed',
      'brick',
      '{ tenants(first: 10, changedSince: "2000-01-01T00:00:00Z") { nodes { id surname } } }',
    ],
    [
      'a list below a dwelling, with a relation back',
      'brick',
      '{ dwellings(first: 10) { nodes { leases(first: 10) { nodes { id tenant { id surname } } } } } }',
    ],
    ['the agent’s list', 'agent-north', '{ tenants(first: 10) { nodes { id fileNumber surname } } }'],
    ['a fund’s list', 'surety', '{ tenants(first: 10) { nodes { fileNumberPseudonym bornYear } } }'],
  ])('in %s', async (_title, account, query) => {
    const reply = await ask(query, account);
    expectDisclosed(reply);
    for (const trace of [orlaId, 'Quillfeather', 'T-0001', '1984', 'Invented-2"'])
      expect(reply.text).not.toContain(trace);
  });

  it('in the leases of a dwelling too, which keeps those of the others', async () => {
    const reply = await ask(
      '{ dwellings(first: 10) { nodes { leases(first: 10) { nodes { tenant { surname } } pageInfo { hasNextPage } } } } }',
    );
    const lists = pageOf(reply, 'dwellings').nodes.map((node) => within(node, 'leases'));
    const tenants = lists
      .flatMap((list) => list['nodes'] as readonly Data[])
      .map((lease) => String(within(lease, 'tenant')['surname']));
    expect(tenants.toSorted()).toEqual([...odd(10), 'Vandermoth'].toSorted());
    expect(lists.some((list) => within(list, 'pageInfo')['hasNextPage'] === true)).toBe(true);
  });
});

describe('pages stay full', () => {
  it('and say rightly whether more follow', async () => {
    const first = pageOf(await ask(page()), 'tenants');
    expect([first.nodes.length, first.pageInfo.hasNextPage]).toEqual([10, true]);
    const second = pageOf(await ask(page(`, after: "${String(first.pageInfo.endCursor)}"`)), 'tenants');
    expect([second.nodes.length, second.pageInfo.hasNextPage]).toEqual([3, false]);
    const names = [...first.nodes, ...second.nodes].map(({ surname }) => String(surname));
    expect(names.toSorted()).toEqual([...odd(12), 'Vandermoth'].toSorted());
  });

  it('from a cursor that stands at an erased person', async () => {
    const next = pageOf(await ask(page(`, after: "${cursorAtOrla}"`)), 'tenants');
    expect(next.nodes).toHaveLength(10);
    expect(next.nodes[0]?.['surname']).toBe('Vandermoth');
  });
});

describe('the key alone decides', () => {
  it('with it back, the person is there again', async () => {
    await run(service.store, `UPDATE tenant SET data_key = '\\x${String(wrapped.get(orla))}' WHERE id = '${orla}'`);
    expectDisclosed(await ask(`{ tenant(id: "${orlaId}") { surname } }`), { tenant: { surname: 'Quillfeather' } });
    await run(service.store, `UPDATE tenant SET data_key = NULL WHERE id = '${orla}'`);
    expectNobody(await ask(`{ tenant(id: "${orlaId}") { surname } }`), 'tenant');
  });

  it('and were it not asked for, the erased would be listed', async () => {
    class Heedless extends RowReader {
      override statementOf(...of: Parameters<RowReader['statementOf']>): ReturnType<RowReader['statementOf']> {
        const { text, parameters } = super.statementOf(...of);
        return { name: '', text: text.replaceAll(/[a-z]\.data_key IS NOT NULL/g, 'TRUE'), parameters };
      }
    }
    const { catalogue } = service.store;
    const rows = new Heedless((table, column) => columnType(catalogue, table, column));
    const breached = await openBreach(service, { role: 'LANDLORD', rooms: { rows } });
    const reply = await breached.ask('brick', '{ tenants(first: 10) { nodes { id } } }', { purpose: 'LETTING' });
    expect(pageOf(reply, 'tenants').nodes[0]).toEqual({ id: orlaId });
    await breached.close();
  });
});

/** Surnames of the first tenants that were not erased. */
function odd(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `Invented-${2 * index + 1}`);
}
