/** Reach ends with the second, on every path alike: the link's end, its field's window, its longest life; and it begins so. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readSchema } from '../../src/schemaFolder.js';
import { expectDisclosed, expectRefused, pageOf, within } from '../support/answers.js';
import { openBreach } from '../support/breach.js';
import { rentalFolder } from '../support/policies.js';
import { rentalAccounts } from '../support/rentalAccounts.js';
import { fillRental, leaseRow, run, tenantRow } from '../support/rentalRows.js';
import type { Reply, Service } from '../support/service.js';
import { clockAt, startService } from '../support/service.js';
import { rewritten } from '../support/sources.js';

const start = '2024-06-01T10:00:00.000Z';
const clock = clockAt(start);
const leaver = 'e1000000-0000-4000-8000-000000000001';
/** A dwelling lists its leases here, and a landlord reads a lease's state for half a year, the tenant for two months. */
const sources = rewritten(
  rewritten(readSchema(rentalFolder), '  rooms: Int!', '  rooms: Int!\n  leases: [Lease!]'),
  `  status: LeaseStatus
    @personal(category: TENANCY, clear: "A change of state is judged on it.")
    @disclose(to: [AGENT], for: [LETTING], through: ["managed"], within: "P1M")
    @disclose(to: [LANDLORD], for: [LETTING], through: ["let"], within: "P2M")`,
  `  status: LeaseStatus
    @personal(category: TENANCY, clear: "A change of state is judged on it.")
    @disclose(to: [AGENT], for: [LETTING], through: ["managed"], within: "P1M")
    @disclose(to: [LANDLORD], for: [LETTING], through: ["let"], within: "P6M")`,
);
const withRelation = rewritten(
  sources,
  `  tenant: Tenant
    @personal(category: TENANCY, clear: "The store joins on it, and reach is decided by it.")
    @disclose(to: [AGENT], for: [LETTING], through: ["managed"], within: "P1M")
    @disclose(to: [LANDLORD], for: [LETTING], through: ["let"], within: "P2M")`,
  `  tenant: Tenant
    @personal(category: TENANCY, clear: "The store joins on it, and reach is decided by it.")
    @disclose(to: [AGENT], for: [LETTING], through: ["managed"], within: "P1M")
    @disclose(to: [LANDLORD], for: [LETTING], through: ["let"], within: "P6M")`,
);
let service: Service;

beforeAll(async () => {
  service = await startService({
    folder: rentalFolder,
    sources: withRelation,
    accounts: rentalAccounts,
    clock,
    fill: async (store) => {
      await fillRental(store, [
        tenantRow(1, {
          leases: [leaseRow('f1000000-0000-4000-8000-000000000001', { status: 'ENDED', endsOn: '2024-06-10' })],
        }),
        tenantRow(2, { leases: [leaseRow('f1000000-0000-4000-8000-000000000002', { beginsOn: '2024-07-01' })] }),
        tenantRow(3, { leases: [leaseRow('f1000000-0000-4000-8000-000000000003', { beginsOn: '2014-06-20' })] }),
      ]);
      await run(store, `INSERT INTO mandate VALUES ('agent-south', '${leaver}', '2024-01-01', '2024-06-10')`);
    },
  });
});

beforeEach(() => clock.moveTo(start));
afterEach(() => clock.moveTo(start));
afterAll(() => service.stop());

/** London is an hour ahead of UTC in summer: its 10th of August ends at 23:00Z. */
const lastInstant = '2024-08-10T22:59:59.999Z';
const gone = '2024-08-10T23:00:00.000Z';
const name = 'Invented-1';

describe('a tenant who left on 10 June is read for two months and not a millisecond more', () => {
  /** By each path, whether an answer holds the tenant's name. */
  const paths: readonly (readonly [title: string, account: string, ask: () => Promise<string>])[] = [
    ['the node', 'brick', async () => `{ tenant(id: "${await leaverId()}") { surname } }`],
    ['the list', 'brick', () => Promise.resolve('{ tenants(first: 10) { nodes { surname } } }')],
    ['the list’s edges', 'brick', () => Promise.resolve('{ tenants(first: 10) { edges { node { surname } } } }')],
    [
      'the list of what changed',
      'brick',
      () => Promise.resolve('{ tenants(first: 10, changedSince: "2000-01-01T00:00:00Z") { nodes { surname } } }'),
    ],
    [
      'a nested list and a relation back',
      'brick',
      () => Promise.resolve('{ tenants(first: 10) { nodes { leases(first: 2) { nodes { tenant { surname } } } } } }'),
    ],
    [
      'a relation of a row that is still there',
      'brick',
      () =>
        Promise.resolve(
          '{ dwellings(first: 10) { nodes { leases(first: 9) { nodes { status tenant { surname } } } } } }',
        ),
    ],
  ];

  it.each(paths)('by %s', async (_title, account, query) => {
    clock.moveTo(start);
    const text = await query();
    for (const [instant, isThere] of [
      [start, true],
      [lastInstant, true],
      [gone, false],
    ] as const) {
      clock.moveTo(instant);
      const reply = await service.ask(account, text);
      expectDisclosed(reply);
      expect([instant, reply.text.includes(name)]).toEqual([instant, isThere]);
    }
  });

  it('by a cursor that was made before', async () => {
    clock.moveTo('2024-08-10T22:00:00.000Z');
    const page = (after?: string): string =>
      `{ tenants(first: 1${after === undefined ? '' : `, after: "${after}"`}) { nodes { surname } pageInfo { endCursor hasNextPage } } }`;
    const before = await cursorBefore(name, page);
    clock.moveTo(lastInstant);
    expect((await service.ask('brick', page(before))).text).toContain(name);
    clock.moveTo(gone);
    const reply = await service.ask('brick', page(before));
    expectDisclosed(reply);
    expect(reply.text).not.toContain(name);
  });

  it('by a lookup, after the month that an agent has', async () => {
    const find = (): Promise<Reply> =>
      service.ask('agent-south', `{ findTenant(by: { surname: "${name}", born: "1990-01-01" }) { surname } }`);
    clock.moveTo('2024-07-10T22:59:59.999Z');
    expectDisclosed(await find(), { findTenant: { surname: name } });
    clock.moveTo('2024-07-10T23:00:00.000Z');
    expectDisclosed(await find(), { findTenant: null });
  });

  it('and would be read for ever, did the clock stand still', async () => {
    const still = await openBreach(service, { role: 'LANDLORD', rooms: { clock: clockAt(start) } });
    const query = '{ tenants(first: 10) { nodes { surname } } }';
    expect((await still.ask('brick', query, { purpose: 'LETTING' })).text).toContain(name);
    await still.close();
  });

  it('and a relation of a lease that is still there is null, with no error and no path', async () => {
    clock.moveTo(gone);
    const reply = await service.ask(
      'brick',
      '{ dwellings(first: 10) { nodes { leases(first: 9) { nodes { id status tenant { surname } } } } } }',
    );
    const leases = pageOf(reply, 'dwellings').nodes.flatMap(
      (node) => within(node, 'leases')['nodes'] as readonly unknown[],
    );
    expect(leases).toContainEqual({ id: expect.any(String) as string, status: 'ENDED', tenant: null });
    expect(reply.withheld).toEqual([]);
  });
});

describe('each field has its own window', () => {
  it('a phone is withheld from the end of the lease on, and the answer says where, not why', async () => {
    const query = `{ tenant(id: "${await leaverId()}") { surname phoneLast2 } }`;
    clock.moveTo('2024-06-10T22:59:59.999Z');
    const open = await service.ask('brick', query);
    expectDisclosed(open, { tenant: { surname: name, phoneLast2: '** ** ** ** 01' } });
    expect(open.withheld).toEqual([]);
    clock.moveTo('2024-06-10T23:00:00.000Z');
    const closed = await service.ask('brick', query);
    expectDisclosed(closed, { tenant: { surname: name, phoneLast2: null } });
    expect(closed.text).toContain('"extensions":{"withheld":[["tenant","phoneLast2"]]}');
  });
});

describe('a link has a first and a last day', () => {
  const names = async (instant: string): Promise<readonly unknown[]> => {
    clock.moveTo(instant);
    const reply = await service.ask('brick', '{ tenants(first: 10) { nodes { surname } } }');
    return pageOf(reply, 'tenants').nodes.map(({ surname }) => surname);
  };

  it('nobody is read before the day on which it starts', async () => {
    expect(await names('2024-06-30T22:59:59.999Z')).not.toContain('Invented-2');
    expect(await names('2024-06-30T23:00:00.000Z')).toContain('Invented-2');
  });

  it('nobody is read when it has lasted as long as any link may, though nobody ended it', async () => {
    expect(await names('2024-08-20T22:59:59.999Z')).toContain('Invented-3');
    expect(await names('2024-08-20T23:00:00.000Z')).not.toContain('Invented-3');
  });

  it('an end that is entered counts at once', async () => {
    expect(await names(start)).toContain('Quillfeather');
    await run(
      service.store,
      "UPDATE lease SET ends_on = '2024-03-01', status = 'ENDED' WHERE id = 'f0000000-0000-4000-8000-000000000001'",
    );
    expect(await names(start)).not.toContain('Quillfeather');
    await run(
      service.store,
      "UPDATE lease SET ends_on = NULL, status = 'RUNNING' WHERE id = 'f0000000-0000-4000-8000-000000000001'",
    );
  });
});

describe('a token is no link', () => {
  it('what it claims without a form that a key has reaches nobody', async () => {
    const strangers = await startService({
      folder: rentalFolder,
      sources: withRelation,
      accounts: ['not-a-uuid-at-all', 'a', '00000000-0000-0000-0000-000000000000'].map((organisation, index) => ({
        name: `stranger-${index}`,
        role: 'LANDLORD',
        claims: { ACCOUNT: `stranger-${index}`, ORGANISATION: organisation },
        purposes: ['LETTING'],
        defaultPurpose: 'LETTING',
      })),
      clock,
      existing: { url: service.database.url, keyring: service.keyring },
    });
    for (const index of [0, 1, 2]) {
      const reply = await strangers.ask(`stranger-${index}`, '{ tenants(first: 10) { nodes { surname } } }');
      expect(pageOf(reply, 'tenants').nodes).toEqual([]);
    }
    await strangers.stop();
  });

  it('nor does one whose hour is over open anything', async () => {
    const ticket = service.ticketOf('brick');
    clock.moveTo('2024-06-01T11:00:00.000Z');
    expectRefused(await service.send(ticket, 'LETTING', { query: '{ me { role } }' }), 'TOKEN_EXPIRED');
  });
});

async function leaverId(): Promise<string> {
  const reply = await service.ask('brick', '{ tenants(first: 10) { nodes { id surname } } }');
  return String(pageOf(reply, 'tenants').nodes.find(({ surname }) => surname === name)?.['id']);
}

/** The cursor of the row that stands before the one of this name. */
async function cursorBefore(surname: string, page: (after?: string) => string): Promise<string> {
  for (let after: string | undefined; ;) {
    const { nodes, pageInfo } = pageOf(await service.ask('brick', page(after)), 'tenants');
    if (nodes[0]?.['surname'] === surname || !pageInfo.hasNextPage) {
      if (after === undefined) throw new Error(`${surname} stands first`);
      return after;
    }
    after = String(pageInfo.endCursor);
  }
}
