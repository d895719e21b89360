import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rentalFolder } from '../support/policies.js';
import { rentalAccounts } from '../support/rentalAccounts.js';
import { clockAt, replyOf, startService } from '../support/service.js';
import type { Reply, Service } from '../support/service.js';

let service: Service;

beforeAll(async () => {
  service = await startService({
    folder: rentalFolder,
    accounts: rentalAccounts,
    clock: clockAt('2026-11-20T10:00:00Z'),
  });
});

afterAll(() => service.stop());

describe('over HTTP, refused', () => {
  it('a stranger, before its body is read', async () => {
    const answered = await rawRequest(
      'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 400000\r\n\r\n{',
    );
    expect(answered).toMatch(/^HTTP\/1\.1 401 /);
    expect(answered).toMatch(/www-authenticate: DPoP .*, Bearer realm/i);
  });

  it.each(['Authorization: Bearer another', 'Cloison-Purpose: GUARANTEE'])(
    'a second %s, however many headers stand before it',
    async (second) => {
      const headers = Object.entries(signed()).map(([name, value]) => `${name}: ${value}`);
      const filler = Array.from({ length: 2_100 }, () => 'a:');
      const head = ['POST /graphql HTTP/1.1', 'host: x', ...headers, ...filler, second, 'content-length: 24'];
      const answered = await rawRequest(`${head.join('\r\n')}\r\n\r\n{"query":"{me{role}}"}  `);
      expect(answered).toMatch(/^HTTP\/1\.1 40[13] /);
      expect(answered).toMatch(/Send exactly one/);
    },
  );

  it('any method but POST', async () => {
    const reply = await request({ method: 'GET', url: `${service.url}?query={me{role}}` });
    expect([reply.status, reply.codes, reply.headers.get('allow')]).toEqual([405, ['METHOD_NOT_ALLOWED'], 'POST']);
  });

  it('a batch, whole', async () => {
    const reply = await service.send(service.ticketOf('brick'), 'LETTING', [{ query: '{ me { role } }' }]);
    expect([reply.status, reply.codes, reply.data]).toEqual([400, ['BATCHING_REFUSED'], undefined]);
  });

  it.each([
    ['text', { 'content-type': 'text/plain' }, '{"query":"{ me { role } }"}', '415 UNSUPPORTED_MEDIA_TYPE'],
    [
      'a form',
      { 'content-type': 'application/x-www-form-urlencoded' },
      'query={me{role}}',
      '415 UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'a compressed body',
      { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      'x',
      '415 UNSUPPORTED_MEDIA_TYPE',
    ],
    ['what is no JSON', { 'content-type': 'application/json' }, '{"query":', '400 BAD_REQUEST'],
    ['a number', { 'content-type': 'application/json' }, '7', '400 BAD_REQUEST'],
    [
      'a body over the bound',
      { 'content-type': 'application/json' },
      JSON.stringify({ query: ' '.repeat(600_000) }),
      '413 BODY_TOO_LARGE',
    ],
  ])('%s', async (_title, headers, body, expected) => {
    const reply = await request({ headers: { ...signed(), ...headers }, body });
    expect(`${String(reply.status)} ${reply.codes.join()}`).toBe(expected);
  });

  it('a query without its purpose', async () => {
    const { 'cloison-purpose': _purpose, ...headers } = signed();
    const reply = await request({ headers, body: '{"query":"{ me { role } }"}' });
    expect([reply.status, reply.codes]).toEqual([403, ['PURPOSE_MISSING']]);
  });

  it('a persisted query that nobody registered', async () => {
    const extensions = { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } };
    const reply = await request({ body: JSON.stringify({ extensions }) });
    expect([reply.codes, reply.data]).toEqual([['OPERATION_NOT_REGISTERED'], undefined]);
  });

  it('more tokens than any honest screen has', async () => {
    const reply = await service.ask('brick', `{ ${'me { role } '.repeat(700)} }`);
    expect([reply.status, reply.codes]).toEqual([400, ['OPERATION_TOO_LARGE']]);
  });

  it('fragments that spread into a flood', async () => {
    const levels = Array.from(
      { length: 12 },
      (_, index) => `fragment F${index} on Query { ...F${index + 1} ...F${index + 1} }`,
    );
    const reply = await service.ask('brick', `{ ...F0 } ${levels.join(' ')} fragment F12 on Query { me { role } }`);
    expect(reply.status).toBe(400);
    expect(reply.data).toBeUndefined();
  });

  it.each(['0000-01-01T00:00:00Z', '0001-01-01T00:00:00+14:00', '9999-12-31T23:59:59-14:00', '2024-13-01T00:00:00Z'])(
    'a moment that no store could hold: %s',
    async (moment) => {
      const inVariable = 'query ($since: DateTime) { tenants(first: 1, changedSince: $since) { nodes { id } } }';
      const replies = [
        await service.ask('brick', inVariable, { variables: { since: moment } }),
        await service.ask('brick', `{ tenants(first: 1, changedSince: "${moment}") { nodes { id } } }`),
      ];
      expect(replies.map(({ status }) => status)).toEqual([400, 400]);
      expect(service.failures).toEqual([]);
    },
  );

  it('a subscription, which GraphQL does not validate where a contract has none', async () => {
    const reply = await service.ask('brick', 'subscription { tenants(first: 1) { nodes { surname } } }');
    expect([reply.status, reply.codes, reply.data]).toEqual([400, ['BAD_REQUEST'], undefined]);
  });

  it('a write to what only reads', async () => {
    const reply = await service.ask('orla', 'mutation { handOver(lease: "x") { errors { code } } }');
    expect([reply.status, reply.codes, reply.data]).toEqual([400, ['GRAPHQL_VALIDATION_FAILED'], undefined]);
  });
});

describe('over HTTP, answered', () => {
  it('with no permission to keep it', async () => {
    const reply = await service.ask('brick', '{ me { role purpose page } }');
    expect(reply.data).toEqual({ me: { role: 'LANDLORD', purpose: 'LETTING', page: 10 } });
    expect(reply.headers.get('cache-control')).toBe('no-store');
  });

  it('with the role’s own contract on introspection, and no word of another', async () => {
    const reply = await service.ask('brick', '{ __schema { types { name fields { name } } } }');
    expect(reply.text).toContain('"surname"');
    expect(reply.text).not.toMatch(/fileNumber|stepFreeAccess|discreet|findTenant|myFile|GUARANTEE/);
  });

  it('alike whether a guess at a hidden field is near or far', async () => {
    const [near, far] = await Promise.all(
      ['fileNumbe', 'qzqzqzqzq'].map((name) => service.ask('brick', `{ tenants(first: 1) { nodes { ${name} } } }`)),
    );
    expect(near?.text.replaceAll('fileNumbe', 'x')).toBe(far?.text.replaceAll('qzqzqzqzq', 'x'));
  });

  it('that the store is ready, or not, to who watches it', async () => {
    const response = await fetch(new URL('/health', service.url));
    expect([response.status, await response.json()]).toEqual([200, { status: 'ready' }]);
  });

  it('nothing elsewhere', async () => {
    expect((await fetch(new URL('/', service.url))).status).toBe(404);
  });
});

function signed(): Record<string, string> {
  return service.headersOf(service.ticketOf('brick'), 'LETTING');
}

async function request(options: {
  readonly method?: string;
  readonly url?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}): Promise<Reply> {
  const { method = 'POST', url = service.url, headers = signed(), body } = options;
  return replyOf(await fetch(url, { method, headers, ...(body === undefined ? {} : { body }) }));
}

/** Sends the head of a request and a first byte, and no more: what comes back came without the body. */
function rawRequest(text: string): Promise<string> {
  const { port, hostname } = new URL(service.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(text));
    socket.once('data', (data) => {
      socket.destroy();
      resolve(data.toString('latin1'));
    });
    socket.once('error', reject);
  });
}
