/** The attacks by which one request would cost a service its time, over HTTP: among them what the public scanners send. */
import { readFileSync } from 'node:fs';
import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { OperationBounds } from '../../src/gateway/operationBounds.js';
import { bodyBounds } from '../../src/gateway/bodyBounds.js';
import { operationBounds } from '../../src/gateway/operationBounds.js';
import { Refused } from '../../src/kernel/refusal.js';
import { expectDisclosed, expectRefused } from '../support/answers.js';
import { application } from '../support/partner.js';
import { rentalFolder } from '../support/policies.js';
import { rentalAccounts } from '../support/rentalAccounts.js';
import { fillRental, run } from '../support/rentalRows.js';
import type { Reply, Service } from '../support/service.js';
import { clockAt, startService } from '../support/service.js';
import type { WireTap } from '../support/wireTap.js';
import { startWireTap } from '../support/wireTap.js';

const clock = clockAt('2024-06-01T10:00:00.000Z');
let service: Service;
let tap: WireTap;
let replica: Service;
let unbounded: Service;

beforeAll(async () => {
  const shared = { folder: rentalFolder, accounts: rentalAccounts, clock };
  service = await startService({ ...shared, fill: (store) => fillRental(store) });
  tap = await startWireTap(service.database.url);
  replica = await startService({
    ...shared,
    replicaOf: { ...service, database: { ...service.database, url: tap.url } },
  });
  unbounded = await startService({ ...shared, replicaOf: service, bounds: withoutAny });
});

afterAll(async () => {
  await unbounded.stop();
  await replica.stop();
  await tap.close();
  await service.stop();
});

type Bound = keyof OperationBounds;

const withoutAny = Object.fromEntries(
  Object.keys(operationBounds).map((bound) => [bound, Infinity]),
) as unknown as OperationBounds;

/** What was asked of the store; the ledger notes each refusal, and a new connection its settings. */
function storeTexts(): readonly string[] {
  return tap.texts().filter((text) => !/\bcloison\.|^SET /.test(text));
}

const times = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');

const nested = (depth: number, open: string, inside: string, close: string): string =>
  `${open.repeat(depth)}${inside}${close.repeat(depth)}`;

const tenants = (selection: string): string => `{ tenants(first: 1) { nodes { ${selection} } } }`;

interface Attack {
  readonly title: string;
  readonly bound: Bound;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly account?: string;
  /** What it meets where no bound holds; nothing, when it is answered. */
  readonly otherwise?: string;
}

const invalid = { otherwise: 'GRAPHQL_VALIDATION_FAILED' };

const attacks: readonly Attack[] = [
  {
    title: 'alias overloading, as graphql-cop sends it',
    bound: 'aliases',
    query: `{ ${times(101, (n) => `alias${n}:__typename`)} }`,
  },
  {
    title: 'credentials tried by alias, as CrackQL sends them',
    bound: 'rootFields',
    account: 'agent-north',
    query: `{ ${times(26, (n) => `q${n}: findTenant(by: { surname: "Invented-${n}", born: "1990-01-01" }) { id }`)} }`,
    otherwise: 'COST_TOO_HIGH',
  },
  {
    title: 'ids guessed by alias',
    bound: 'rootFields',
    query: `{ ${times(26, (n) => `g${n}: tenant(id: "guess-${n}") { id }`)} }`,
  },
  { title: 'one field under many names', bound: 'aliases', query: tenants(times(61, (n) => `a${n}: surname`)) },
  {
    title: 'field duplication, as graphql-cop sends it',
    bound: 'repetitions',
    query: `{ ${'__typename '.repeat(500)} }`,
  },
  {
    title: 'fields that agree level by level, so that each is compared with each',
    bound: 'repetitions',
    query: `{ ${'tenants(first: 1) { nodes { surname } nodes { surname } nodes { surname } nodes { surname } } '.repeat(60)} }`,
  },
  {
    title: 'directive overloading, as graphql-cop sends it',
    bound: 'directivesOfSelection',
    query: `query cop { __typename ${'@aa'.repeat(10)} }`,
    ...invalid,
  },
  {
    title: 'a directive at every field',
    bound: 'directives',
    query: `{ ${'__typename @include(if: true) '.repeat(101)} }`,
  },
  {
    title: 'circular introspection, as graphql-cop sends it',
    bound: 'introspection',
    query: `{ __schema { types ${'{ fields { type '.repeat(4)} { name } ${'} }'.repeat(4)} } }`,
    ...invalid,
  },
  {
    title: 'introspection from list to list, shallow enough for graphql-js',
    bound: 'introspection',
    query: '{ __schema { types { fields { type { fields { name } inputFields { name } } } } } }',
  },
  {
    title: 'introspection in which one list stands for many',
    bound: 'introspection',
    query: `{ __schema { ${times(10, (n) => `t${n}: types { name }`)} } }`,
  },
  {
    title: 'introspection from list to list behind fragments',
    bound: 'introspection',
    query:
      '{ __schema { types { ...F } } } fragment F on __Type { fields { type { ...G } } } fragment G on __Type { fields { name } }',
  },
  {
    title: 'types of types of types, as GraphQLer probes for depth',
    bound: 'depth',
    query: `{ __schema { types { fields { type ${nested(16, '{ ofType ', '{ name }', '}')} } } } }`,
  },
  {
    title: 'a walk from person to lease to person',
    bound: 'depth',
    query: `{ tenants(first: 1) { nodes ${nested(6, '{ leases(first: 1) { nodes { tenant ', '{ id }', '} } }')} } }`,
    otherwise: 'COST_TOO_HIGH',
  },
  {
    title: 'circular fragments',
    bound: 'selections',
    query: '{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }',
    ...invalid,
  },
  {
    title: 'a fragment within itself, one field deeper',
    bound: 'selections',
    query: `${tenants('...T')} fragment T on Tenant { leases(first: 1) { nodes { tenant { ...T } } } }`,
    ...invalid,
  },
  {
    title: 'fragments that double with each level',
    bound: 'selections',
    query: `{ ...F0 } ${times(10, (n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`)} fragment F10 on Query { __typename }`,
  },
  {
    title: 'a fragment at every field',
    bound: 'definitions',
    query: `{ ${times(60, (n) => `...F${n}`)} } ${times(60, (n) => `fragment F${n} on Query { __typename }`)}`,
  },
  {
    title: 'many operations in one text',
    bound: 'definitions',
    query: times(61, (n) => `query Q${n} { __typename }`),
    otherwise: 'OPERATION_RESOLUTION_FAILURE',
  },
  {
    title: 'a list in a list without end',
    bound: 'nesting',
    query: `{ tenant(id: ${nested(800, '[', '', ']')}) { id } }`,
    ...invalid,
  },
  {
    title: 'an object in an object without end',
    bound: 'nesting',
    query: `{ findTenant(by: ${nested(300, '{ by: ', '{}', '}')}) { id } }`,
    ...invalid,
  },
  { title: 'inline fragments without end', bound: 'nesting', query: nested(300, '{ ... ', '{ __typename }', '}') },
  {
    title: 'a type of lists without end',
    bound: 'nesting',
    query: `query ($a: ${nested(500, '[', 'Int', ']')}) { __typename }`,
    ...invalid,
  },
  {
    title: 'more tokens than any honest screen has',
    bound: 'tokens',
    query: `{ ${'a:b '.repeat(700)} }`,
    ...invalid,
  },
  { title: 'a text of comments', bound: 'text', query: `{ __typename } ${'#\n'.repeat(60_000)}` },
  { title: 'a text of one word', bound: 'text', query: `{ tenant(id: "${'x'.repeat(100_000)}") { id } }` },
  {
    title: 'many variables',
    bound: 'variables',
    query: `query (${times(61, (n) => `$v${n}: Boolean = true`)}) { ${times(61, (n) => `__typename @include(if: $v${n})`)} }`,
  },
  {
    title: 'lists in lists in a variable',
    bound: 'variableDepth',
    query: 'query ($id: ID!) { tenant(id: $id) { id } }',
    variables: { id: JSON.parse(nested(1_000, '[', '', ']')) as unknown },
    otherwise: 'ARGUMENT_INVALID',
  },
  {
    title: 'a variable that nobody reads, of a hundred thousand values',
    bound: 'variableValues',
    query: '{ __typename }',
    variables: { unread: Array.from({ length: 100_000 }, () => 1) },
  },
];

function send(to: Service, { account = 'brick', query, variables = {} }: Attack): Promise<Reply> {
  return to.ask(account, query, { variables });
}

describe('an attack on the service’s time is refused, with no statement on the store', () => {
  it.each(attacks)('$title', async (attack) => {
    tap.clear();
    const reply = await send(replica, attack);
    expectRefused(reply, 'OPERATION_TOO_LARGE');
    expect(extensionsOf(reply)).toMatchObject({ bound: attack.bound, atMost: operationBounds[attack.bound] });
    expect(reply.text.length).toBeLessThan(300);
    expect(storeTexts()).toEqual([]);
  });

  it('an array of operations, as BatchQL sends it', async () => {
    tap.clear();
    const batch = Array.from({ length: 10 }, () => ({ query: '{ __typename }' }));
    expectRefused(await replica.send(replica.ticketOf('brick'), 'LETTING', batch), 'BATCHING_REFUSED');
    expect(storeTexts()).toEqual([]);
  });

  it('a text that costs more than its role may have open', async () => {
    tap.clear();
    const page = 'tenants(first: 10) { nodes { surname leases(first: 10) { nodes { rent } } } }';
    const reply = await replica.ask('brick', `{ ${times(25, (n) => `a${n}: ${page}`)} }`);
    expectRefused(reply, 'COST_TOO_HIGH', '2750 fields; the bound is 2000');
    expect(storeTexts()).toEqual([]);
  });
});

it('the ledger knows who tried it, for what and through which application', async () => {
  await replica.ask('harbour', `{ ${times(61, (n) => `a${n}: __typename`)} }`);
  const noted = `SELECT account, purpose, application FROM cloison.ledger_entry
 WHERE kind = 'REFUSAL' AND account = 'harbour' AND detail->>'code' = 'OPERATION_TOO_LARGE'`;
  await vi.waitFor(async () => {
    expect(await run(service.store, noted)).toEqual([{ account: 'harbour', purpose: 'LETTING', application }]);
  }, 10_000);
});

describe('without the bounds gets through', () => {
  // What has no end is walked by nobody who has no bound for it.
  const finite = attacks.filter(({ title }) => !/^circular fragments|^a fragment within itself/.test(title));

  it.each(finite)('$title', async (attack) => {
    const { status, codes } = await send(unbounded, attack);
    const met = [...new Set(codes)].join();
    expect([status, met]).toEqual(attack.otherwise === undefined ? [200, ''] : [400, attack.otherwise]);
  });
});

it.each(attacks)('its own bound alone holds $title', ({ bound, query, variables }) => {
  const alone = { ...withoutAny, [bound]: operationBounds[bound] };
  expect(() => {
    bodyBounds(alone)({ query, variables });
  }).toThrow(Refused);
});

describe('honest work at the bound', () => {
  it('is answered: the introspection of a client, whole', async () => {
    expectDisclosed(await service.ask('brick', getIntrospectionQuery()));
    expectDisclosed(await service.ask('brick', getIntrospectionQuery({ inputValueDeprecation: true, oneOf: true })));
  });

  it('is answered: as many roots, aliases and repetitions as there may be', async () => {
    expectDisclosed(await service.ask('brick', `{ ${times(25, (n) => `a${n}: __typename`)} }`));
    expectDisclosed(await service.ask('brick', tenants(times(60, (n) => `a${n}: surname`))));
    expectDisclosed(await service.ask('brick', `{ ${'__typename '.repeat(201)} }`));
  });

  it('is answered: edges of edges, as deep as rows go', async () => {
    const walk = (inside: string): string => `{ leases(first: 1) { edges { node { tenant ${inside} } } } }`;
    const query = `{ tenants(first: 1) { edges { node ${walk(walk('{ forwarding { postcode } }'))} } } }`;
    expectDisclosed(await service.ask('agent-north', query));
  });

  it('is answered again and again, a text that was counted once', async () => {
    for (let round = 0; round < 3; round++) expectDisclosed(await service.ask('brick', tenants('surname')));
  });
});

describe('an answer', () => {
  it('that was sent is settled as delivered', async () => {
    const delivered = "SELECT FROM cloison.ledger_entry WHERE outcome = 'DELIVERED' AND about IS NOT NULL";
    expectDisclosed(await service.ask('harbour', tenants('surname')));
    await vi.waitFor(async () => {
      expect(await run(service.store, delivered)).not.toEqual([]);
    }, 10_000);
  });

  it('above its bytes is refused whole, and one at the bound is sent', async () => {
    const query = '{ tenants(first: 10) { nodes { id surname } } }';
    const whole = await service.ask('brick', query);
    expect(whole.text).toContain('Quillfeather');
    const bytes = Buffer.byteLength(whole.text);
    const asking = async (answerBytes: number): Promise<Reply> => {
      const shared = { folder: rentalFolder, accounts: rentalAccounts, clock };
      const bounded = await startService({ ...shared, replicaOf: service, bounds: { answerBytes } });
      try {
        return await bounded.ask('brick', query);
      } finally {
        await bounded.stop();
      }
    };
    const refused = await asking(bytes - 1);
    expectRefused(refused, 'ANSWER_TOO_LARGE');
    expect(refused.text).not.toContain('Quillfeather');
    await vi.waitFor(async () => {
      expect(await run(service.store, "SELECT FROM cloison.ledger_entry WHERE outcome = 'WITHHELD'")).toHaveLength(1);
    }, 10_000);
    expect((await asking(bytes)).text).toBe(whole.text);
  });
});

it('docs/operations.md names every bound with its number', () => {
  const text = readFileSync(new URL('../../docs/operations.md', import.meta.url), 'utf8');
  const rows = [...text.matchAll(/^\| `(\w+)` \| (\d+) \|/gm)].map(([, bound, atMost]) => [bound, Number(atMost)]);
  expect(Object.fromEntries(rows)).toEqual(operationBounds);
});

function extensionsOf(reply: Reply): unknown {
  const { errors } = JSON.parse(reply.text) as { readonly errors: readonly { readonly extensions: unknown }[] };
  return errors[0]?.extensions;
}
