/** Whatever way a question is put in GraphQL, the plan opens what the execution asks, and the answer is what was asked. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectDisclosed, expectOutsideContract, expectRefused, pageOf, within } from '../support/answers.js';
import { readSchema } from '../../src/schemaFolder.js';
import { rentalFolder } from '../support/policies.js';
import { rentalAccounts } from '../support/rentalAccounts.js';
import { fillRental, leaseRow, run, tenantRow } from '../support/rentalRows.js';
import type { Reply, Service } from '../support/service.js';
import { clockAt, startService } from '../support/service.js';

let service: Service;
let id: string;

beforeAll(async () => {
  service = await startService({
    folder: rentalFolder,
    accounts: rentalAccounts,
    clock: clockAt('2024-06-01T10:00:00.000Z'),
    fill: async (store) => {
      await fillRental(store, [
        tenantRow(1, {
          forwarding: { line: '3 Elsewhere Lane', postcode: '38100' },
          leases: ['1', '2', '3'].map((digit) =>
            leaseRow(`f1000000-0000-4000-8000-00000000000${digit}`, { rent: 70_000 + Number(digit) }),
          ),
        }),
      ]);
      await run(
        store,
        "INSERT INTO mandate SELECT 'agent-south', id, '2024-01-01' FROM tenant WHERE file_number IS NOT NULL AND id::text LIKE 'e1%'",
      );
    },
  });
  id = String(within(pageOf(await ask('{ tenants(first: 1) { nodes { id } } }'), 'tenants').nodes[0])['id']);
});

afterAll(() => service.stop());

/** As an agent who manages the one tenant. */
const ask = (query: string, variables?: Readonly<Record<string, unknown>>): Promise<Reply> =>
  service.ask('agent-south', query, variables === undefined ? {} : { variables });

const tenant = async (selection: string, variables?: Readonly<Record<string, unknown>>, head = ''): Promise<unknown> =>
  expectDisclosed(await ask(`${head}{ tenant(id: "${id}") { ${selection} } }`, variables))['tenant'];

describe('aliases', () => {
  it('of one field each get it', async () => {
    expect(await tenant('surname a: surname b: surname')).toEqual({
      surname: 'Invented-1',
      a: 'Invented-1',
      b: 'Invented-1',
    });
  });

  it('of one list each have their own rows, fields and page', async () => {
    const answer = await tenant(
      'one: leases(first: 1) { nodes { rent } } two: leases(first: 2) { edges { node { status } } pageInfo { hasNextPage } } all: leases(first: 9) { pageInfo { hasNextPage } }',
    );
    expect(answer).toEqual({
      one: { nodes: [{ rent: 70_001 }] },
      two: {
        edges: [{ node: { status: 'RUNNING' } }, { node: { status: 'RUNNING' } }],
        pageInfo: { hasNextPage: true },
      },
      all: { pageInfo: { hasNextPage: false } },
    });
  });

  it('of one object within a row each have their own members', async () => {
    const answer = await tenant('a: forwarding { line } b: forwarding { there: postcode }');
    expect(answer).toEqual({ a: { line: '3 Elsewhere Lane' }, b: { there: '38100' } });
  });

  it('of one root each have their own', async () => {
    const reply = await ask(
      `{ a: tenant(id: "${id}") { born } b: tenant(id: "${id}") { forename } c: tenants(first: 1) { nodes { id } } }`,
    );
    expectDisclosed(reply, { a: { born: '1990-01-01' }, b: { forename: 'Ada' }, c: { nodes: [{ id }] } });
  });

  it('that swap two names give each what was asked under it', async () => {
    expect(await tenant('surname: forename forename: surname')).toEqual({ surname: 'Ada', forename: 'Invented-1' });
  });

  it('of rows and edges of one page give the same rows', async () => {
    const page =
      '{ tenants(first: 1) { a: nodes { surname } b: nodes { forename } c: edges { d: node { born } } edges { node { id } cursor } } }';
    expectDisclosed(await ask(page), {
      tenants: {
        a: [{ surname: 'Invented-1' }],
        b: [{ forename: 'Ada' }],
        c: [{ d: { born: '1990-01-01' } }],
        edges: [{ node: { id }, cursor: expect.any(String) as string }],
      },
    });
  });
});

describe('one name in two places of a page', () => {
  it('is each place’s own field', async () => {
    const page =
      '{ tenants(first: 1) { a: nodes { x: surname y: born } b: nodes { x: forename } edges { n: node { x: born } m: node { x: phone } } } }';
    expectDisclosed(await ask(page), {
      tenants: {
        a: [{ x: 'Invented-1', y: '1990-01-01' }],
        b: [{ x: 'Ada' }],
        edges: [{ n: { x: '1990-01-01' }, m: { x: '+441632961001' } }],
      },
    });
  });

  it('is each place’s own page of a list', async () => {
    const page =
      '{ tenants(first: 1) { nodes { x: leases(first: 1) { nodes { rent } } } edges { node { x: leases(first: 3) { nodes { rent } } } } } }';
    const rents = [70_001, 70_002, 70_003].map((rent) => ({ rent }));
    expectDisclosed(await ask(page), {
      tenants: { nodes: [{ x: { nodes: rents.slice(0, 1) } }], edges: [{ node: { x: { nodes: rents } } }] },
    });
  });

  it('is each place’s own row, never the row of another type', async () => {
    const page = `{ tenant(id: "${id}") { leases(first: 1) { a: nodes { x: tenant { surname } } b: nodes { x: dwelling { id } } c: nodes { x: rent } } } }`;
    const { a, b, c } = within(expectDisclosed(await ask(page)), 'tenant', 'leases') as Record<string, unknown>;
    const dwelling = within(
      expectDisclosed(await ask(`{ tenant(id: "${id}") { leases(first: 1) { nodes { dwelling { id } } } } }`)),
      'tenant',
      'leases',
      'nodes',
      0,
      'dwelling',
    );
    expect([a, b, c]).toEqual([[{ x: { surname: 'Invented-1' } }], [{ x: dwelling }], [{ x: 70_001 }]]);
  });

  it('and what means the same in both is in both', async () => {
    const page =
      'query ($n: Int!) { tenants(first: 1) { nodes { leases(first: $n) { nodes { rent } } } edges { node { leases(first: $n) { nodes { status } } } } } }';
    expectDisclosed(await ask(page, { n: 1 }), {
      tenants: {
        nodes: [{ leases: { nodes: [{ rent: 70_001 }] } }],
        edges: [{ node: { leases: { nodes: [{ status: 'RUNNING' }] } } }],
      },
    });
  });
});

describe('selections of one response key', () => {
  it('are one', async () => {
    const answer = await tenant(
      'leases(first: 1) { nodes { rent } } leases(first: 1) { nodes { status } pageInfo { hasNextPage } }',
    );
    expect(answer).toEqual({
      leases: { nodes: [{ rent: 70_001, status: 'RUNNING' }], pageInfo: { hasNextPage: true } },
    });
  });

  it('are none when they contradict each other', async () => {
    expectOutsideContract(
      await ask(`{ tenant(id: "${id}") { leases(first: 1) { nodes { id } } leases(first: 2) { nodes { id } } } }`),
    );
    expectOutsideContract(await ask(`{ tenant(id: "${id}") { a: surname a: forename } }`));
  });
});

describe('fragments', () => {
  const fragments = 'fragment Name on Tenant { surname ...Given } fragment Given on Tenant { forename }';

  it('by name and in line open what they name, and nothing else', async () => {
    const reply = await ask(`{ tenant(id: "${id}") { ...Name ... on Tenant { born } ... { id } } } ${fragments}`);
    expectDisclosed(reply, { tenant: { surname: 'Invented-1', forename: 'Ada', born: '1990-01-01', id } });
  });

  it('on the root, on a page and on its info', async () => {
    const reply = await ask(
      'query { ...R } fragment R on Query { tenants(first: 1) { ...P } } fragment P on TenantConnection { nodes { surname } pageInfo { ...I } } fragment I on PageInfo { hasNextPage }',
    );
    expectDisclosed(reply, { tenants: { nodes: [{ surname: 'Invented-1' }], pageInfo: { hasNextPage: false } } });
  });

  it('that go round are refused', async () => {
    expectRefused(
      await ask(`{ tenant(id: "${id}") { ...A } } fragment A on Tenant { ...B } fragment B on Tenant { ...A }`),
      'OPERATION_TOO_LARGE',
    );
  });
});

describe('@skip and @include', () => {
  const query = 'query ($phone: Boolean!, $leases: Boolean = false) ';
  const selection =
    'surname phone @include(if: $phone) born @skip(if: $phone) ... @include(if: $leases) { leases(first: 1) { nodes { rent } } }';

  it('are taken at their word, request by request, for one text', async () => {
    expect(await tenant(selection, { phone: true }, query)).toEqual({ surname: 'Invented-1', phone: '+441632961001' });
    expect(await tenant(selection, { phone: false }, query)).toEqual({ surname: 'Invented-1', born: '1990-01-01' });
    expect(await tenant(selection, { phone: true, leases: true }, query)).toEqual({
      surname: 'Invented-1',
      phone: '+441632961001',
      leases: { nodes: [{ rent: 70_001 }] },
    });
  });

  it('both on one field mean both', async () => {
    expect(await tenant('surname phone @include(if: true) @skip(if: true)')).toEqual({ surname: 'Invented-1' });
  });

  it('may leave a root out', async () => {
    expectDisclosed(
      await ask('query ($no: Boolean = false) { me { role } tenants(first: 1) @include(if: $no) { nodes { id } } }'),
      {
        me: { role: 'AGENT' },
      },
    );
  });
});

describe('what asks of the engine', () => {
  it('__typename, wherever it stands, is answered', async () => {
    const reply = await ask(
      '{ __typename tenants(first: 1) { __typename nodes { __typename forwarding { __typename line } } edges { __typename } pageInfo { __typename } } }',
    );
    expectDisclosed(reply, {
      __typename: 'Query',
      tenants: {
        __typename: 'TenantConnection',
        nodes: [{ __typename: 'Tenant', forwarding: { __typename: 'Forwarding', line: '3 Elsewhere Lane' } }],
        edges: [{ __typename: 'TenantEdge' }],
        pageInfo: { __typename: 'PageInfo' },
      },
    });
  });

  it('introspection beside rows is answered with them', async () => {
    const reply = await ask('{ me { role } __type(name: "Tenant") { name } tenants(first: 1) { nodes { surname } } }');
    expectDisclosed(reply, {
      me: { role: 'AGENT' },
      __type: { name: 'Tenant' },
      tenants: { nodes: [{ surname: 'Invented-1' }] },
    });
  });

  it('the operation that is named is the one that runs', async () => {
    const document = `query One { tenant(id: "${id}") { surname } } query Two { tenant(id: "${id}") { forename } }`;
    const ticket = service.ticketOf('agent-south');
    const named = (operationName?: string): Promise<Reply> =>
      service.send(ticket, 'LETTING', { query: document, operationName });
    expectDisclosed(await named('Two'), { tenant: { forename: 'Ada' } });
    expectDisclosed(await named('One'), { tenant: { surname: 'Invented-1' } });
    expect((await named()).codes).toEqual(['OPERATION_RESOLUTION_FAILURE']);
    expect((await named('Three')).codes).toEqual(['OPERATION_RESOLUTION_FAILURE']);
  });
});

describe('a filter compares', () => {
  let filtered: Service;

  beforeAll(async () => {
    const sources = readSchema(rentalFolder).map((source) => ({
      ...source,
      text: source.text.replace('landlord: ID\n', 'landlord: ID\n  street: String\n  rooms: Int\n'),
    }));
    filtered = await startService({
      folder: rentalFolder,
      accounts: rentalAccounts,
      clock: clockAt('2024-06-01T10:00:00.000Z'),
      sources,
      fill: (store) => fillRental(store),
    });
  });

  afterAll(() => filtered.stop());

  const streets = (filter: string): Promise<Reply> =>
    filtered.ask('agent-south', `{ dwellings(first: 5, filter: ${filter}) { nodes { street rooms } } }`);

  it('values in their canonical form', async () => {
    const [one] = pageOf(await streets('{}'), 'dwellings').nodes;
    const { street, rooms } = one as { readonly street: string; readonly rooms: number };
    const found = pageOf(await streets(`{ street: " ${street} ", rooms: ${rooms} }`), 'dwellings').nodes;
    expect(found).toEqual([{ street, rooms }]);
  });

  it('nothing that the store could not hold, and says whose form it has not', async () => {
    expectRefused(await streets('{ street: "a\\u0000b" }'), 'ARGUMENT_INVALID', 'dwellings compares street');
    expect(filtered.failures).toEqual([]);
  });
});

describe('a question that goes too far is refused', () => {
  it('rows below rows more than five deep', async () => {
    const nested = (depth: number): string =>
      depth === 0 ? 'surname' : `leases(first: 1) { nodes { tenant { ${nested(depth - 1)} } } }`;
    expectDisclosed(await ask(`{ tenant(id: "${id}") { ${nested(2)} } }`));
    expectRefused(await ask(`{ tenant(id: "${id}") { ${nested(3)} } }`), 'COST_TOO_HIGH', /more than 5 deep/);
  });

  it('by what it could open, before it opens anything', async () => {
    const page = 'leases(first: 25) { nodes { rent status beginsOn endsOn } }';
    const aliases = Array.from({ length: 3 }, (_, index) => `l${index}: ${page}`).join(' ');
    expectRefused(await ask(`{ tenants(first: 25) { nodes { ${aliases} } } }`), 'COST_TOO_HIGH', /the bound is 5000/);
  });

  it('a list without a size, or of more than the cap, at any level', async () => {
    expectOutsideContract(await ask('{ tenants { nodes { id } } }'));
    expectRefused(await ask('{ tenants(first: 26) { nodes { id } } }'), 'PAGE_TOO_LARGE', /cap of 25/);
    expectRefused(
      await ask(`{ tenant(id: "${id}") { leases(first: 26) { nodes { id } } } }`),
      'PAGE_TOO_LARGE',
      /cap of 25/,
    );
    expectRefused(
      await ask('query ($n: Int!) { tenants(first: $n) { nodes { id } } }', { n: 1_000_000 }),
      'PAGE_TOO_LARGE',
    );
  });
});
