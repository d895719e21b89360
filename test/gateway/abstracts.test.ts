/**
 * Interfaces and unions: rows of several types in one place of the answer, each read, counted, recorded and withheld as a row of
 * its own type. Rules on an interface or a union would be passed over by graphql-shield: they stand on its types.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FieldGrant, RolePolicy } from '../../src/policy/compiled.js';
import { expectDisclosed, expectRefused, pageOf } from '../support/answers.js';
import type { Breach, Breached } from '../support/breach.js';
import { openBreach, roleOf } from '../support/breach.js';
import { loadRows } from '../../src/intake/loadRows.js';
import { rentalFolder } from '../support/policies.js';
import { rentalAccounts } from '../support/rentalAccounts.js';
import { fillRental, orla, run } from '../support/rentalRows.js';
import type { Reply, Service } from '../support/service.js';
import { clockAt, startService } from '../support/service.js';

const clock = clockAt('2024-06-01T12:00:00.000Z');
const dwelling = 'd0000000-0000-4000-8000-000000000001';
const landlord = 'a0000000-0000-4000-8000-000000000001';
const fund = 'b0000000-0000-4000-8000-000000000001';
const secret = 'The stairs hurt my knee';
let service: Service;
const breaches: Breached[] = [];

beforeAll(async () => {
  service = await startService({
    folder: rentalFolder,
    accounts: rentalAccounts,
    clock,
    fill: async (store) => {
      await fillRental(store);
      const { policy, vault, database } = store.rooms;
      const repairs = ['0', '7', 'f'].map((digit) => ({
        __typename: 'Repair',
        id: `${digit}0000000-0000-4000-8000-000000000009`,
        tenant: orla,
        dwelling,
        beginsOn: '2024-05-01',
        complaint: `${secret} ${digit}`,
      }));
      await loadRows(repairs, { policy, vault, database, catalogue: store.catalogue });
    },
  });
});
afterEach(async () => {
  for (const breached of breaches.splice(0)) await breached.close();
});
afterAll(() => service.stop());

async function breach(options: Breach): Promise<Breached> {
  const breached = await openBreach(service, options);
  breaches.push(breached);
  return breached;
}

const lettings = { purpose: 'LETTING' };

/** Of Orla, whom the agent and the landlord reach. */
async function dealings(account: string, selection: string, page = 'first: 10'): Promise<ReturnType<typeof pageOf>> {
  const reply = await service.ask(
    account,
    `{ tenant(id: "${idOf(account, 'Tenant', orla)}") { dealings(${page}) ${selection} } }`,
  );
  expectDisclosed(reply);
  return pageOf({ ...reply, data: reply.data?.['tenant'] as Reply['data'] }, 'dealings');
}

function idOf(account: string, type: string, key: string): string {
  const claims: { readonly ACCOUNT: string; readonly ORGANISATION?: string } = rentalAccounts.find(
    ({ name }) => name === account,
  )?.claims ?? { ACCOUNT: account };
  const scope = claims.ORGANISATION === undefined ? `account ${claims.ACCOUNT}` : `organisation ${claims.ORGANISATION}`;
  const bytes = Buffer.from(key.replaceAll('-', ''), 'hex');
  return service.store.rooms.vault.ids(scope, type).encode(bytes)[0] ?? '';
}

describe('a list of several types', () => {
  const kinds =
    '{ nodes { __typename ... on Lease { rent } ... on Repair { complaint } ... on OfDwelling { dwelling { street } beginsOn } } }';
  const street = { street: '1 Nowhere Row' };

  it('is one list in the order of the keys, whatever their types', async () => {
    const { nodes } = await dealings('agent-north', kinds);
    const repair = (digit: string): object => ({
      __typename: 'Repair',
      complaint: `${secret} ${digit}`,
      dwelling: street,
      beginsOn: '2024-05-01',
    });
    const lease = { __typename: 'Lease', rent: 90_000, dwelling: street, beginsOn: '2024-01-15' };
    expect(nodes).toEqual([repair('0'), repair('7'), lease, repair('f')]);
  });

  it('is paged across the types, without a gap and without one row twice', async () => {
    const seen: unknown[] = [];
    let after = '';
    for (let page = 0; page < 5; page++) {
      const { nodes, pageInfo } = await dealings(
        'agent-north',
        '{ nodes { __typename ... on Lease { id } ... on Repair { id } } pageInfo { hasNextPage endCursor } }',
        `first: 1${after}`,
      );
      seen.push(...nodes.map(({ id }) => id));
      expect(nodes).toHaveLength(1);
      expect(pageInfo.hasNextPage).toBe(page < 3);
      if (!pageInfo.hasNextPage) break;
      after = `, after: "${String(pageInfo.endCursor)}"`;
    }
    const { nodes } = await dealings(
      'agent-north',
      '{ edges { node { ... on OfDwelling { id } } } nodes { ... on OfDwelling { id } } }',
    );
    expect(seen).toEqual(nodes.map(({ id }) => id));
    expect(new Set(seen).size).toBe(4);
  });

  it('has for a landlord only what a landlord reads: nothing names the other type', async () => {
    expect(await dealings('brick', '{ nodes { __typename ... on Lease { rent } } }')).toMatchObject({
      nodes: [{ __typename: 'Lease', rent: 90_000 }],
    });
    const foreign = await service.ask(
      'brick',
      `{ tenant(id: "x") { dealings(first: 1) { nodes { ... on Repair { complaint } } } } }`,
    );
    expect([foreign.status, foreign.data]).toEqual([400, undefined]);
    const { data } = await service.ask('brick', '{ __schema { types { name possibleTypes { name } } } }');
    expect(JSON.stringify(data)).not.toContain('Repair');
  });

  it('is withheld once, as any list is', async () => {
    await run(service.store, `UPDATE mandate SET ends_on = '2024-05-20' WHERE tenant_id = '${orla}'`);
    const reply = await service.ask(
      'agent-north',
      `{ tenant(id: "${idOf('agent-north', 'Tenant', orla)}") { dealings(first: 9) { nodes { __typename ... on Repair { complaint beginsOn } } } } }`,
    );
    await run(service.store, `UPDATE mandate SET ends_on = NULL WHERE tenant_id = '${orla}'`);
    const { nodes } = pageOf({ ...reply, data: reply.data?.['tenant'] as Reply['data'] }, 'dealings');
    expect(nodes).toHaveLength(4);
    expect(reply.withheld).toHaveLength(3);
    expect(reply.text).not.toContain(secret);
  });

  it('counts, records and costs rows as rows of their own types', async () => {
    await service.ask(
      'agent-north',
      `{ tenant(id: "${idOf('agent-north', 'Tenant', orla)}") { dealings(first: 10) { nodes { ... on Repair { complaint } ... on Lease { rent } } } } }`,
    );
    expect(await lastShapes()).toContainEqual(['Lease.rent', 'Repair.complaint', 'Tenant.dealings']);
    const deep = await service.ask(
      'agent-north',
      '{ tenants(first: 25) { nodes { dealings(first: 25) { nodes { ... on Lease { rent status beginsOn endsOn } ... on Repair { complaint beginsOn } } } } } }',
    );
    expectDisclosed(deep);
    const deeper = await service.ask(
      'agent-north',
      '{ tenants(first: 25) { nodes { dealings(first: 25) { nodes { ... on Lease { rent status beginsOn endsOn tenant { surname forename } } ... on Repair { complaint beginsOn } } } } } }',
    );
    expectRefused(deeper, 'COST_TOO_HIGH');
  });
});

describe('one row of several types, by its id', () => {
  const query =
    '{ dealing(id: "ID") { __typename ... on OfDwelling { id } ... on Lease { rent } ... on Repair { complaint } } }';
  const ask = (account: string, id: string): Promise<Reply> => service.ask(account, query.replace('ID', id));

  it('is the row, of whichever type it is', async () => {
    const lease = idOf('agent-north', 'Lease', 'f0000000-0000-4000-8000-000000000001');
    expectDisclosed(await ask('agent-north', lease), { dealing: { __typename: 'Lease', id: lease, rent: 90_000 } });
    const repair = idOf('agent-north', 'Repair', '70000000-0000-4000-8000-000000000009');
    expectDisclosed(await ask('agent-north', repair), {
      dealing: { __typename: 'Repair', id: repair, complaint: `${secret} 7` },
    });
  });

  it('is absent alike, to the byte, for who does not reach it, whatever it would be, and for nobody', async () => {
    const replies = [
      await ask('agent-south', idOf('agent-south', 'Lease', 'f0000000-0000-4000-8000-000000000001')),
      await ask('agent-south', idOf('agent-south', 'Repair', '70000000-0000-4000-8000-000000000009')),
      await ask('agent-south', idOf('agent-south', 'Tenant', orla)),
      await ask('agent-south', 'nobody'),
    ];
    for (const { text } of replies) expect(text).toBe(replies[0]?.text);
    expect(replies[0]?.data).toEqual({ dealing: null });
  });

  it('is one try, and none when it names nobody', async () => {
    const tried = async (): Promise<number> => {
      const [row] = await run(
        service.store,
        "SELECT misses FROM cloison.ledger_entry WHERE kind = 'READ' ORDER BY id DESC LIMIT 1",
      );
      return Number(row?.['misses']);
    };
    await ask('agent-south', 'nobody');
    expect(await tried()).toBe(1);
    await ask('agent-north', idOf('agent-north', 'Repair', '70000000-0000-4000-8000-000000000009'));
    expect(await tried()).toBe(0);
  });

  it('may be about no person', async () => {
    const named = (account: string, type: string, key: string): Promise<Reply> =>
      service.ask(account, `{ named(id: "${idOf(account, type, key)}") { __typename name } }`);
    expectDisclosed(await named('agent-north', 'Landlord', landlord), {
      named: { __typename: 'Landlord', name: 'Brick & Slate Lettings' },
    });
    expect((await named('agent-north', 'Fund', fund)).data).toMatchObject({ named: { __typename: 'Fund' } });
    expect((await named('brick', 'Fund', fund)).data).toEqual({ named: null });
  });
});

describe('two walls', () => {
  const complaints = `{ tenants(first: 10) { nodes { dealings(first: 10) { nodes { ... on Repair { complaint } } } } } }`;
  const byInterface = `{ tenants(first: 10) { nodes { dealings(first: 10) { nodes { ... on OfDwelling { id ... on Repair { complaint } } } } } } }`;
  const byFragment = `{ tenants(first: 10) { nodes { dealings(first: 10) { nodes { ...D } } } } } fragment D on Dealing { ... on Repair { complaint } }`;

  it('the shield down and the contract another role’s, nothing of a foreign type leaves', async () => {
    const breached = await breach({ role: 'LANDLORD', contract: roleOf(service, 'AGENT'), shield: 'off' });
    const interfaces = complaints.replace(
      '... on Repair { complaint }',
      '__typename ... on OfDwelling { id beginsOn }',
    );
    for (const query of [complaints, byInterface, byFragment, interfaces]) {
      expectRefused(await breached.ask('brick', query, lettings), 'FORBIDDEN');
    }
    const keys = complaints.replace('... on Repair { complaint }', '__typename ... on OfDwelling { id }');
    const { text } = await breached.ask('brick', keys, lettings);
    expect([text.includes('"Lease"'), text.includes('"Repair"')]).toEqual([true, false]);
  });

  it('the grant broken, the shield holds whichever way a foreign type is asked', async () => {
    const truth = roleOf(service, 'LANDLORD');
    const breached = await breach({ role: 'LANDLORD', contract: roleOf(service, 'AGENT'), grant: withRepairs(truth) });
    for (const query of [complaints, byInterface, byFragment]) {
      const reply = await breached.ask('brick', query, lettings);
      expect([reply.codes, reply.text.includes(secret)]).toEqual([['FORBIDDEN'], false]);
    }
  });

  it('both down, it leaves', async () => {
    const truth = roleOf(service, 'LANDLORD');
    const breached = await breach({
      role: 'LANDLORD',
      contract: roleOf(service, 'AGENT'),
      grant: withRepairs(truth),
      shield: 'off',
    });
    expect((await breached.ask('brick', complaints, lettings)).text).toContain(secret);
  });
});

/** The landlord's policy as a compiler would make it that lets repairs slip in, with the landlord's way to the person. */
function withRepairs(truth: RolePolicy): RolePolicy {
  const agents = roleOf(service, 'AGENT').types.get('Repair');
  const lease = truth.types.get('Lease');
  const complaint = agents?.fields.get('complaint');
  const visible = lease?.visible.get('LETTING');
  if (agents === undefined || lease === undefined || complaint === undefined || visible?.kind !== 'linked')
    throw new Error('a grant is missing');
  const terms = visible.terms.map((term) => ({ ...term, reach: { ...term.reach, row: undefined } }));
  const gate = { kind: 'linked', terms } as const;
  const gates = new Map([['LETTING', gate]]);
  const grant: FieldGrant = { ...complaint, gates };
  const repair = { ...agents, reaches: [], fields: new Map([['complaint', grant]]), visible: gates };
  return { ...truth, types: new Map(truth.types).set('Repair', repair) };
}

async function lastShapes(): Promise<unknown> {
  const [row] = await run(
    service.store,
    "SELECT shapes FROM cloison.ledger_entry WHERE kind = 'READ' ORDER BY id DESC LIMIT 1",
  );
  return row?.['shapes'];
}
