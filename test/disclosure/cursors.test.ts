/** Cursors over HTTP: whose they are, what they fit, how long they hold; and that a walk gives every row once. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSchema } from '../../src/schemaFolder.js';
import type { DemoAccount } from '../../src/demo/accounts.js';
import { expectDisclosed, expectNobody, expectRefused, pageOf, within } from '../support/answers.js';
import type { Breached } from '../support/breach.js';
import { openBreach } from '../support/breach.js';
import { rentalFolder } from '../support/policies.js';
import { brick, rentalAccounts } from '../support/rentalAccounts.js';
import { fillRental, leaseRow, run, tenantRow } from '../support/rentalRows.js';
import type { Reply, Service } from '../support/service.js';
import { clockAt, startService } from '../support/service.js';
import { rewritten } from '../support/sources.js';

const start = '2024-06-01T10:00:00.000Z';
const clock = clockAt(start);
const accounts: readonly DemoAccount[] = [
  ...rentalAccounts.map((account) =>
    account.role === 'AGENT' ? { ...account, purposes: ['LETTING', 'GUARANTEE'] } : account,
  ),
  {
    name: 'brick-colleague',
    role: 'LANDLORD',
    claims: { ACCOUNT: 'brick-colleague', ORGANISATION: brick },
    purposes: ['LETTING'],
    defaultPurpose: 'LETTING',
  },
];
/** Agents have a second purpose here. */
const sources = rewritten(
  readSchema(rentalFolder),
  'to: [AGENT], for: [LETTING]',
  'to: [AGENT], for: [LETTING, GUARANTEE]',
);
const manyLeases = 500;
let service: Service;

beforeAll(async () => {
  service = await startService({
    folder: rentalFolder,
    sources,
    accounts,
    clock,
    fill: (store) =>
      fillRental(store, [
        ...Array.from({ length: 23 }, (_, index) => tenantRow(100 + index)),
        tenantRow(manyLeases, {
          leases: Array.from({ length: 7 }, (_, index) => leaseRow(`f2000000-0000-4000-8000-00000000000${index}`)),
        }),
      ]),
  });
});

afterAll(() => service.stop());

const tenantsQuery = (after?: string, first = 4): string =>
  `{ tenants(first: ${first}${after === undefined ? '' : `, after: "${after}"`}) { nodes { id surname } pageInfo { endCursor hasNextPage } } }`;

const firstCursor = async (account = 'brick', options = {}): Promise<string> =>
  String(pageOf(await service.ask(account, tenantsQuery(), options), 'tenants').pageInfo.endCursor);

describe('a cursor that was tampered with is refused', () => {
  it('when it is forged', async () => {
    const forged = ['', 'x', 'AAAA', 'a'.repeat(98), Buffer.from(`{"after":"${brick}"}`).toString('base64url'), brick];
    for (const cursor of forged) expectRefused(await service.ask('brick', tenantsQuery(cursor)), 'CURSOR_INVALID');
  });

  it('when it is too long to be one', async () => {
    expectRefused(await service.ask('brick', tenantsQuery('A'.repeat(5000))), 'CURSOR_INVALID');
  });

  it('when it is cut anywhere', async () => {
    const cursor = await firstCursor();
    for (let length = 0; length < cursor.length; length += 5)
      expectRefused(await service.ask('brick', tenantsQuery(cursor.slice(0, length))), 'CURSOR_INVALID');
  });

  it('when one bit of any byte of it is flipped', async () => {
    const bytes = Buffer.from(await firstCursor(), 'base64url');
    for (let at = 0; at < bytes.length; at += 3) {
      const flipped = Buffer.from(bytes);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8));
      expectRefused(await service.ask('brick', tenantsQuery(flipped.toString('base64url'))), 'CURSOR_INVALID');
    }
  });

  it('when it is spelled otherwise', async () => {
    const cursor = await firstCursor();
    for (const other of [`${cursor}=`, ` ${cursor}`, `${cursor}A`])
      expectRefused(await service.ask('brick', tenantsQuery(other)), 'CURSOR_INVALID');
  });
});

describe('a cursor of another is refused, as a forged one is', () => {
  const expectAsForged = async (reply: Reply): Promise<void> => {
    expectRefused(reply, 'CURSOR_INVALID');
    expect(reply.text).toBe((await service.ask('brick', tenantsQuery('x'))).text);
  };

  it('of a colleague in the same organisation', async () => {
    await expectAsForged(await service.ask('brick-colleague', tenantsQuery(await firstCursor('brick'))));
  });

  it('of another organisation, and of another role', async () => {
    const cursor = await firstCursor('brick');
    await expectAsForged(await service.ask('harbour', tenantsQuery(cursor)));
    await expectAsForged(await service.ask('agent-north', tenantsQuery(cursor)));
  });

  it('of the same account for another purpose', async () => {
    const one = (after?: string): string => tenantsQuery(after, 1);
    const cursor = String(pageOf(await service.ask('agent-north', one()), 'tenants').pageInfo.endCursor);
    expectDisclosed(await service.ask('agent-north', one(cursor)));
    await expectAsForged(await service.ask('agent-north', one(cursor), { purpose: 'GUARANTEE' }));
  });

  it('of another root, another filter, and another `changedSince`', async () => {
    const dwellings = (filter: string, after?: string): string =>
      `{ dwellings(first: 1${filter}${after === undefined ? '' : `, after: "${after}"`}) { nodes { id landlord { id } } pageInfo { endCursor } } }`;
    const [unfiltered] = pageOf(await service.ask('brick', dwellings('')), 'dwellings').nodes;
    const filter = `, filter: { landlord: "${String(within(unfiltered, 'landlord')['id'])}" }`;
    const cursor = String(pageOf(await service.ask('brick', dwellings(filter)), 'dwellings').pageInfo.endCursor);
    expectDisclosed(await service.ask('brick', dwellings(filter, cursor)));
    await expectAsForged(await service.ask('brick', tenantsQuery(cursor)));
    await expectAsForged(await service.ask('brick', dwellings('', cursor)));
    await expectAsForged(await service.ask('brick', dwellings(', filter: { landlord: "x" }', cursor)));
    const since = tenantsQuery(await firstCursor()).replace('after', 'changedSince: "2020-01-01T00:00:00Z", after');
    await expectAsForged(await service.ask('brick', since));
  });

  it('but holds for its own account under a new token, and for pages of another size', async () => {
    const cursor = await firstCursor();
    expectDisclosed(await service.ask('brick', tenantsQuery(cursor, 9)));
  });

  it('and would not be, were cursors bound to nothing', async () => {
    const breached = await withoutBinding();
    const ask = (account: string, after?: string): Promise<Reply> =>
      breached.ask(account, tenantsQuery(after), { purpose: 'LETTING' });
    const cursor = String(pageOf(await ask('brick'), 'tenants').pageInfo.endCursor);
    expectDisclosed(await ask('brick-colleague', cursor));
    await breached.close();
  });
});

describe('a cursor in time', () => {
  it('holds for a day, and expires with the second', async () => {
    clock.moveTo(start);
    const cursor = await firstCursor();
    clock.moveTo('2024-06-02T09:59:59.999Z');
    expectDisclosed(await service.ask('brick', tenantsQuery(cursor)));
    clock.moveTo('2024-06-02T10:00:00.000Z');
    expectRefused(await service.ask('brick', tenantsQuery(cursor)), 'CURSOR_EXPIRED', /start again without `after`/);
    expectRefused(await service.ask('harbour', tenantsQuery(cursor)), 'CURSOR_INVALID');
    clock.moveTo(start);
  });

  it('made under another policy gives its owner one clear error, and anybody else none that is clearer', async () => {
    const cursor = await firstCursor();
    const redeployed = await startService({
      folder: rentalFolder,
      sources: rewritten(sources, 'page: 10, cost: 2000', 'page: 9, cost: 2000'),
      accounts,
      clock,
      existing: { url: service.database.url, keyring: service.keyring },
    });
    expectRefused(await redeployed.ask('brick', tenantsQuery(cursor)), 'CURSOR_POLICY_CHANGED', /start again/);
    expectRefused(await redeployed.ask('brick-colleague', tenantsQuery(cursor)), 'CURSOR_INVALID');
    expect(await walk(redeployed, 9)).toEqual(await walk(service, 10));
    await redeployed.stop();
  });
});

describe('a walk over pages', () => {
  it.each([1, 3, 10])('of %i gives every row once', async (first) => {
    const ids = await walk(service, first);
    expect(ids).toHaveLength(26);
    expect(new Set(ids).size).toBe(26);
  });

  it('gives every row that stays once, while rows come and go between its pages', async () => {
    const before = await walk(service, 10);
    const seen: string[] = [];
    let after: string | undefined;
    for (let turn = 0; ; turn++) {
      const { nodes, pageInfo } = pageOf(await service.ask('brick', tenantsQuery(after, 3)), 'tenants');
      seen.push(...nodes.map(({ id }) => String(id)));
      if (!pageInfo.hasNextPage) break;
      after = String(pageInfo.endCursor);
      await come(turn);
      if (turn === 1)
        await run(service.store, "UPDATE lease SET begins_on = '2031-01-01' WHERE tenant_id::text LIKE '%000103'");
    }
    expect(new Set(seen).size).toBe(seen.length);
    const [gone] = await run(service.store, "SELECT count(*)::int AS n FROM lease WHERE begins_on = '2031-01-01'");
    expect(gone).toEqual({ n: 1 });
    const after26 = new Set(await walk(service, 10));
    expect(before.filter((id) => after26.has(id)).filter((id) => !seen.includes(id))).toEqual([]);
    await run(service.store, "UPDATE lease SET begins_on = '2024-01-15' WHERE tenant_id::text LIKE '%000103'");
    await run(service.store, "DELETE FROM lease WHERE id::text LIKE 'f9%'; ");
  });

  it('never shows a row behind the cap by asking for more', async () => {
    expectRefused(await service.ask('brick', tenantsQuery(undefined, 11)), 'PAGE_TOO_LARGE', /cap of 10/);
    expectRefused(await service.ask('brick', tenantsQuery(undefined, 0)), 'ARGUMENT_INVALID');
    expectRefused(await service.ask('brick', tenantsQuery(undefined, -1)), 'ARGUMENT_INVALID');
  });
});

describe('a cursor of a nested list', () => {
  const leases = (id: string, after?: string, first = 3): string =>
    `{ tenant(id: "${id}") { leases(first: ${first}${after === undefined ? '' : `, after: "${after}"`}) { edges { cursor node { id } } pageInfo { endCursor hasNextPage } } } }`;

  it('walks one parent’s list, every row once', async () => {
    const id = await idOf('Invented-500');
    const seen: string[] = [];
    for (let after: string | undefined; ;) {
      const list = within(expectDisclosed(await service.ask('brick', leases(id, after))), 'tenant', 'leases');
      seen.push(...(list['edges'] as readonly { node: { id: string } }[]).map(({ node }) => node.id));
      const { hasNextPage, endCursor } = within(list, 'pageInfo');
      if (hasNextPage !== true) break;
      after = String(endCursor);
    }
    expect([seen.length, new Set(seen).size]).toEqual([7, 7]);
  });

  it('is none of another parent’s list, nor of the root’s', async () => {
    const id = await idOf('Invented-500');
    const page = within(expectDisclosed(await service.ask('brick', leases(id))), 'tenant', 'leases', 'pageInfo');
    const cursor = String(page['endCursor']);
    expectRefused(await service.ask('brick', leases(await idOf('Invented-100'), cursor)), 'CURSOR_INVALID');
    expectRefused(await service.ask('brick', tenantsQuery(cursor)), 'CURSOR_INVALID');
    expectRefused(await service.ask('brick', leases(id, await firstCursor())), 'CURSOR_INVALID');
  });

  it('is refused below several parents; below nobody there is nobody, and no error that tells of it', async () => {
    const id = await idOf('Invented-500');
    const page = within(expectDisclosed(await service.ask('brick', leases(id))), 'tenant', 'leases', 'pageInfo');
    const below = `leases(first: 1, after: "${String(page['endCursor'])}") { nodes { id } }`;
    expectRefused(
      await service.ask('brick', `{ tenants(first: 2) { nodes { ${below} } } }`),
      'CURSOR_INVALID',
      /single parent/,
    );
    const nobody = await service.ask('brick', `{ tenant(id: "AAAAAAAAAAAAAAAAAAAAAA") { ${below} } }`);
    expectNobody(nobody, 'tenant');
  });

  it('has no place below a lookup, whose candidates nobody may count', async () => {
    const query =
      '{ findTenant(by: { surname: "Quillfeather", born: "1984-03-02" }) { leases(first: 1, after: "x") { nodes { id } } } }';
    expectRefused(await service.ask('agent-north', query), 'CURSOR_INVALID', /below a lookup/);
  });
});

/** The store served with cursors that open for whoever brings them. */
function withoutBinding(): Promise<Breached> {
  const { vault } = service.store.rooms;
  const nobody = Buffer.alloc(0);
  const cursors = {
    seal: (position: Uint8Array, _binding: Uint8Array, expiresAt: number) =>
      vault.cursors.seal(position, nobody, expiresAt),
    open: (cursor: string, _binding: Uint8Array, now: number) => vault.cursors.open(cursor, nobody, now),
  };
  const loose = new Proxy(vault, {
    get: (target, name) => {
      if (name === 'cursors') return cursors;
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
  return openBreach(service, { role: 'LANDLORD', rooms: { vault: loose } });
}

async function come(turn: number): Promise<void> {
  const id = `f9000000-0000-4000-8000-00000000000${turn}`;
  await run(
    service.store,
    `INSERT INTO lease (id, tenant_id, dwelling_id, landlord_id, begins_on)
       SELECT '${id}', 'e0000000-0000-4000-8000-000000000003', dwelling_id, '${brick}', '2024-01-15' FROM lease LIMIT 1`,
  );
}

async function idOf(surname: string): Promise<string> {
  for (let after: string | undefined; ;) {
    const { nodes, pageInfo } = pageOf(await service.ask('brick', tenantsQuery(after, 10)), 'tenants');
    const found = nodes.find((node) => node['surname'] === surname);
    if (found !== undefined) return String(found['id']);
    if (!pageInfo.hasNextPage) throw new Error(`no ${surname}`);
    after = String(pageInfo.endCursor);
  }
}

async function walk(of: Service, first: number): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let after: string | undefined; ;) {
    const { nodes, pageInfo } = pageOf(await of.ask('brick', tenantsQuery(after, first)), 'tenants');
    ids.push(...nodes.map(({ id }) => String(id)));
    if (!pageInfo.hasNextPage) return ids;
    after = String(pageInfo.endCursor);
  }
}
