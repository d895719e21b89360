/** An id that leads nowhere, whatever the reason, is answered like every other: nobody, in one shape and one length. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectDisclosed, expectNobody, pageOf, within } from '../support/answers.js';
import { openBreach } from '../support/breach.js';
import { rentalFolder } from '../support/policies.js';
import { rentalAccounts } from '../support/rentalAccounts.js';
import { fillRental, orla, run, tenantRow, wren } from '../support/rentalRows.js';
import type { Reply, Service } from '../support/service.js';
import { clockAt, startService } from '../support/service.js';
import { startWireTap } from '../support/wireTap.js';

const clock = clockAt('2024-06-01T10:00:00.000Z');
let service: Service;

beforeAll(async () => {
  service = await startService({
    folder: rentalFolder,
    accounts: rentalAccounts,
    clock,
    fill: (store) => fillRental(store, [tenantRow(1)]),
  });
});

afterAll(() => service.stop());

it('a subject that is no key of any row has no file, as one whose row is gone', async () => {
  expectNobody(await service.ask('misnamed', '{ myFile { surname } }'), 'myFile');
  expect(service.failures).toEqual([]);
});

const node = (id: string): string =>
  `{ tenant(id: ${JSON.stringify(id)}) { id surname leases(first: 3) { nodes { id } } } }`;

/** Ids that lead brick to nobody, each for a reason of its own. */
async function idsOfNobody(): Promise<Readonly<Record<string, string>>> {
  const own = await idAt('brick', orla);
  const lease = pageOf(
    await service.ask('brick', '{ tenants(first: 1) { nodes { leases(first: 1) { nodes { id } } } } }'),
    'tenants',
  );
  return {
    'well formed and random': randomBytes(16).toString('base64url'),
    'of a tenant of another landlord, as that one sees it': await idAt('harbour', wren),
    'of a tenant of another landlord, as brick would see it': brickIdOf(wren),
    'of an own tenant, as the agent sees it': await idAt('agent-north', orla),
    'of another type': String(within(lease.nodes[0], 'leases', 'nodes', 0)['id']),
    'the row’s UUID': orla,
    empty: '',
    'a number': '7',
    'too short': own.slice(0, -1),
    'too long': `${own}A`,
    'with its last bits set': `${own.slice(0, -1)}${String.fromCharCode(own.charCodeAt(21) + 1)}`,
    'in another alphabet': own.replaceAll('-', '+').replaceAll('_', '/') + '==',
    'very long': 'A'.repeat(3000),
    'of letters beyond ASCII': 'é'.repeat(22),
    'with a NUL in it': `${own.slice(0, 10)}\u0000${own.slice(11)}`,
  };
}

describe('an id that leads to nobody', () => {
  it('gets the same bytes, whatever is wrong with it', async () => {
    const answers = new Map<string, string[]>();
    for (const [title, id] of Object.entries(await idsOfNobody())) {
      const reply = await service.ask('brick', node(id));
      expectNobody(reply, 'tenant');
      answers.set(reply.text, [...(answers.get(reply.text) ?? []), title]);
    }
    expect([...answers.values()]).toHaveLength(1);
    expect([...answers.keys()]).toEqual(['{"data":{"tenant":null}}\n']);
  });

  it('gets the same headers, but for the date', async () => {
    const headersOf = (reply: Reply): unknown => [...reply.headers].filter(([name]) => name !== 'date');
    const [random, other] = [await service.ask('brick', node(brickIdOf(wren))), await service.ask('brick', node('x'))];
    expect(headersOf(random)).toEqual(headersOf(other));
  });

  it('has the database do the same: one statement a level, and the same ones', async () => {
    const tap = await startWireTap(service.database.url);
    const tapped = await startService({
      folder: rentalFolder,
      accounts: rentalAccounts,
      clock,
      existing: { url: tap.url, keyring: service.keyring },
    });
    const counts = new Map<number, string[]>();
    await tapped.ask('brick', node('warm'));
    for (const [title, id] of Object.entries({ ...(await idsOfNobody()), 'of somebody': await idAt('brick', orla) })) {
      tap.clear();
      await tapped.ask('brick', node(id));
      counts.set(tap.executed(), [...(counts.get(tap.executed()) ?? []), title]);
    }
    await tapped.stop();
    await tap.close();
    expect([...counts.keys()]).toHaveLength(1);
  });

  it('is no different when the person is erased, or the link is over or to come', async () => {
    const id = await idAt('brick', 'e1000000-0000-4000-8000-000000000001');
    const nobody = (await service.ask('brick', node('x'))).text;
    const states = [
      "UPDATE lease SET ends_on = '2024-01-20', status = 'ENDED' WHERE tenant_id::text LIKE 'e1%'",
      "UPDATE lease SET begins_on = '2024-06-02', ends_on = NULL, status = 'SIGNED' WHERE tenant_id::text LIKE 'e1%'",
      "UPDATE lease SET begins_on = '2010-01-01' WHERE tenant_id::text LIKE 'e1%'",
      "UPDATE lease SET begins_on = '2024-01-15'; UPDATE tenant SET data_key = NULL WHERE id::text LIKE 'e1%'",
    ];
    expectDisclosed(await service.ask('brick', node(id)));
    for (const state of states) {
      await run(service.store, state);
      expect((await service.ask('brick', node(id))).text).toBe(nobody);
    }
  });
});

describe('a thief with an account', () => {
  it('learns of nobody by two thousand guesses', async () => {
    const ticket = service.ticketOf('brick');
    const real = await idAt('brick', orla);
    const control = `{ guess: tenant(id: "${randomBytes(16).toString('base64url')}") { id } real: tenant(id: "${real}") { id } }`;
    expectDisclosed(await service.send(ticket, 'LETTING', { query: control }), { guess: null, real: { id: real } });
    for (let round = 0; round < 84; round++) {
      const guesses = Array.from({ length: 24 }, (_, index) => {
        const id = randomBytes(16).toString('base64url');
        return `g${index}: tenant(id: "${id}") { id surname forenameInitial }`;
      });
      const reply = await service.send(ticket, 'LETTING', { query: `{ ${guesses.join(' ')} }` });
      expect(Object.values(expectDisclosed(reply)).filter((value) => value !== null)).toEqual([]);
    }
  });

  it('learns of nobody by the ids that another organisation was given', async () => {
    const theirs = pageOf(await service.ask('harbour', '{ tenants(first: 10) { nodes { id } } }'), 'tenants').nodes;
    expect(theirs).toHaveLength(1);
    for (const { id } of theirs) expectNobody(await service.ask('brick', node(String(id))), 'tenant');
  });

  it('finds no id in common between two organisations that share persons', async () => {
    const query = '{ tenants(first: 10) { nodes { id } } }';
    const [brick, agency] = await Promise.all(
      ['brick', 'agent-north'].map(async (account) => pageOf(await service.ask(account, query), 'tenants').nodes),
    );
    const seen = new Set(brick?.map(({ id }) => id));
    expect(seen.size).toBeGreaterThanOrEqual(2);
    expect(agency?.filter(({ id }) => seen.has(id))).toEqual([]);
  });

  it('would find them, were ids the same for everybody', async () => {
    const { vault } = service.store.rooms;
    const shared = new Proxy(vault, {
      get: (target, name) => {
        if (name === 'ids') return (_scope: string, type: string) => target.ids('everybody', type);
        const member: unknown = Reflect.get(target, name, target);
        return typeof member === 'function' ? (member.bind(target) as unknown) : member;
      },
    });
    const ids: string[][] = [];
    for (const [role, account] of [
      ['LANDLORD', 'brick'],
      ['AGENT', 'agent-north'],
    ] as const) {
      const breached = await openBreach(service, { role, rooms: { vault: shared } });
      const reply = await breached.ask(account, '{ tenants(first: 10) { nodes { id } } }', { purpose: 'LETTING' });
      ids.push(pageOf(reply, 'tenants').nodes.map(({ id }) => String(id)));
      await breached.close();
    }
    expect(ids[0]?.filter((id) => ids[1]?.includes(id)).length).toBeGreaterThanOrEqual(2);
  });
});

/** The id under which an account sees a person; it must see the person. */
async function idAt(account: string, key: string): Promise<string> {
  const ids = pageOf(await service.ask(account, '{ tenants(first: 10) { nodes { id } } }'), 'tenants').nodes;
  const scope = scopeOf(account);
  const own = service.store.rooms.vault.ids(scope, 'Tenant').encode(Buffer.from(key.replaceAll('-', ''), 'hex'));
  expect(ids.map(({ id }) => id)).toContain(own[0]);
  return String(own[0]);
}

function brickIdOf(key: string): string {
  const [id] = service.store.rooms.vault
    .ids(scopeOf('brick'), 'Tenant')
    .encode(Buffer.from(key.replaceAll('-', ''), 'hex'));
  return String(id);
}

function scopeOf(account: string): string {
  const claims = rentalAccounts.find(({ name }) => name === account)?.claims;
  return claims?.ORGANISATION === undefined ? `account ${account}` : `organisation ${claims.ORGANISATION}`;
}
