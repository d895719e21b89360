/** The ledger says of every answer just what its client received: the same persons, the same coordinates, the same precision; and never a value. */
import { request as httpRequest } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import copy from 'pg-copy-streams';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BlindIndexes } from '../../src/disclosure/blindIndexes.js';
import type { OpenStore } from '../../src/main.js';
import { readSchema } from '../../src/schemaFolder.js';
import { expectDisclosed, expectNobody, expectRefused, pageOf } from '../support/answers.js';
import type { Contract, Disclosed, Entry, Member } from '../support/disclosed.js';
import { entriesAfter, lastEntry, receivedIn, recordedIn, settledAfter } from '../support/disclosed.js';
import { Needles } from '../support/needles.js';
import { rentalFolder } from '../support/policies.js';
import { brick, rentalAccounts } from '../support/rentalAccounts.js';
import { fillRental, leaseRow, orla, run, silas, tenantRow } from '../support/rentalRows.js';
import type { Reply, Service } from '../support/service.js';
import { clockAt, startService } from '../support/service.js';
import { rewritten } from '../support/sources.js';
import { untilSomebodyWaits } from '../support/waiting.js';

const born = '1984-03-02';
const surety = 'b0000000-0000-4000-8000-000000000001';
/** An index of few bits, so that strangers share a token. */
const sources = rewritten(
  readSchema(rentalFolder),
  '@subject(table: "tenant")',
  '@subject(table: "tenant", population: 64)',
);

let service: Service;
let client: pg.Client;
let before: number;
/** Two names with one token: only the first is a tenant's. */
let held: string;
let near: string;

beforeAll(async () => {
  service = await startService({
    folder: rentalFolder,
    sources,
    accounts: rentalAccounts,
    clock: clockAt('2026-11-20T10:00:00.000Z'),
    fill,
  });
  client = new pg.Client(service.database.url);
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await service.stop();
});
beforeEach(async () => {
  await service.store.rooms.ledger.close();
  before = await lastEntry(service);
});

/** Leases that run, that ended of late, that a fund guarantees; homonyms; one who keeps contact from others. */
async function fill(store: OpenStore): Promise<void> {
  [held, near] = twoNamesOfOneToken(store);
  const endedOf = (number: number): unknown => [
    leaseRow(`f1000000-0000-4000-8000-${String(number).padStart(12, '0')}`, { status: 'ENDED', endsOn: '2026-11-10' }),
  ];
  await fillRental(store, [
    tenantRow(1, { surname: held, born }),
    tenantRow(2, { surname: 'Twinning', born }),
    tenantRow(3, { surname: 'Twinning', born }),
    tenantRow(4, { leases: endedOf(4) }),
    tenantRow(5, { discreet: true, forwarding: { line: '5 Nowhere Else', postcode: '38100' } }),
    tenantRow(6, { leases: [leaseRow('f1000000-0000-4000-8000-000000000006', { fund: surety })] }),
    tenantRow(7, { leases: [leaseRow('f1000000-0000-4000-8000-000000000007', { status: 'SIGNED' })] }),
  ]);
  await run(store, `INSERT INTO mandate SELECT 'agent-north', id, '2025-01-01' FROM tenant WHERE id::text LIKE 'e1%'`);
}

const exact = (type: string, ...fields: readonly string[]): Readonly<Record<string, Member>> =>
  Object.fromEntries(fields.map((field) => [field, { coordinate: `${type}.${field}` }]));

/** The clients' knowledge of the contracts, of all roles in one. */
const contract: Contract = {
  Query: Object.fromEntries(
    ['tenant', 'tenants', 'findTenant', 'myFile', 'left', 'right', 'a', 'b'].map((name) => [name, { type: 'Tenant' }]),
  ),
  Tenant: {
    ...exact('Tenant', 'id', 'surname', 'forename', 'born', 'phone', 'fileNumber', 'discreet', 'cameOn', 'leftOn'),
    family: { coordinate: 'Tenant.surname' },
    forenameInitial: { coordinate: 'Tenant.forename:INITIAL' },
    phoneLast2: { coordinate: 'Tenant.phone:LAST2' },
    bornYear: { coordinate: 'Tenant.born:YEAR' },
    fileNumberPseudonym: { coordinate: 'Tenant.fileNumber:PSEUDONYM' },
    stepFreeAccessPresence: { coordinate: 'Tenant.stepFreeAccess:PRESENCE' },
    leases: { coordinate: 'Tenant.leases', type: 'Lease' },
    forwarding: { type: 'Forwarding', whenNull: ['Tenant.forwarding.line', 'Tenant.forwarding.postcode'] },
  },
  Forwarding: {
    line: { coordinate: 'Tenant.forwarding.line' },
    postcode: { coordinate: 'Tenant.forwarding.postcode' },
    postcodePostcodeArea: { coordinate: 'Tenant.forwarding.postcode:POSTCODE_AREA' },
  },
  Lease: {
    ...exact('Lease', 'id', 'status', 'rent', 'beginsOn', 'endsOn'),
    dwelling: { coordinate: 'Lease.dwelling', type: 'Dwelling' },
    tenant: { coordinate: 'Lease.tenant', type: 'Tenant' },
  },
  Dwelling: { street: {} },
};

/** What the client of `account` received, and what the ledger says, once it is settled. */
async function bothOf(account: string, reply: Reply): Promise<{ received: Disclosed; entries: readonly Entry[] }> {
  expectDisclosed(reply);
  const claims = rentalAccounts.find(({ name }) => name === account)?.claims;
  const scope = claims?.ORGANISATION === undefined ? `account ${account}` : `organisation ${claims.ORGANISATION}`;
  const ids = service.store.rooms.vault.ids(scope, 'Tenant');
  const personOf = (id: string): string => uuidOf(ids.decode([id]).toString('hex'));
  return { received: receivedIn(reply, contract, personOf, 'Tenant'), entries: await settledAfter(service, before) };
}

const outcomesOf = (entries: readonly Entry[]): readonly unknown[] =>
  entries.filter(({ kind }) => kind === 'SETTLEMENT').map(({ outcome }) => outcome);

describe('the entry of an answer', () => {
  const idOf = (person: string): string => encoded(`organisation ${brick}`, 'Tenant', person);
  const cases: readonly (readonly [string, string, () => string])[] = [
    ['one by its id', 'brick', () => `{ tenant(id: "${idOf(orla)}") { id surname forenameInitial phoneLast2 } }`],
    [
      'a list, of persons who are open unlike',
      'brick',
      () => '{ tenants(first: 10) { nodes { id surname phoneLast2 } } }',
    ],
    [
      'a list below a list, and a person below that',
      'brick',
      () =>
        '{ tenants(first: 10) { nodes { id leases(first: 2) { nodes { status rent dwelling { street } tenant { id forenameInitial } } } } } }',
    ],
    [
      'rows and edges',
      'brick',
      () => '{ tenants(first: 3) { nodes { id surname } edges { node { id phoneLast2 } } } }',
    ],
    [
      'two aliases of one person, each with its fields',
      'brick',
      () =>
        `{ left: tenant(id: "${idOf(orla)}") { id family: surname } right: tenant(id: "${idOf(orla)}") { id phoneLast2 } }`,
    ],
    [
      'fragments, and what is skipped',
      'brick',
      () => `query { tenants(first: 4) { nodes { ...Name ... on Tenant { phoneLast2 @skip(if: true) forenameInitial @include(if: true) } } } }
             fragment Name on Tenant { id surname @include(if: false) leases(first: 1) { nodes { id } } }`,
    ],
    [
      'only who changed',
      'brick',
      () => '{ tenants(first: 10, changedSince: "2020-01-01T00:00:00Z") { nodes { id surname } } }',
    ],
    [
      'the agent’s view, with contact and presence',
      'agent-north',
      () =>
        '{ tenants(first: 25) { nodes { id surname forename born phone discreet leftOn stepFreeAccessPresence forwarding { line postcode } leases(first: 3) { nodes { id endsOn } } } } }',
    ],
    [
      'pseudonyms, years and areas',
      'surety',
      () => '{ tenants(first: 10) { nodes { id fileNumberPseudonym bornYear } } }',
    ],
    ['the person’s own file', 'orla', () => '{ myFile { id surname forename phone forwarding { line } } }'],
  ];
  it.each(cases)('says just what was received: %s', async (_, account, query) => {
    const reply = await service.ask(account, query());
    const { received, entries } = await bothOf(account, reply);
    expect(Object.keys(received).length).toBeGreaterThan(0);
    expect(recordedIn(entries)).toEqual(received);
    expect(outcomesOf(entries)).toEqual(['DELIVERED']);
  });

  it('has a shape for each openness: a link that ended, a person who keeps contact back', async () => {
    await service.ask('brick', '{ tenants(first: 10) { nodes { id surname phoneLast2 } } }');
    const recorded = recordedIn(await settledAfter(service, before));
    expect(recorded[tenantRow(1).id]).toEqual(['Tenant.id', 'Tenant.phone:LAST2', 'Tenant.surname']);
    for (const closed of [tenantRow(4).id, tenantRow(5).id])
      expect(recorded[closed]).toEqual(['Tenant.id', 'Tenant.surname']);
  });

  it('says who asked, with which token and key, why, from where and what', async () => {
    const ticket = service.ticketOf('brick', { jti: 'the-very-token' });
    const headers = { ...service.headersOf(ticket, 'LETTING'), 'x-forwarded-for': '192.0.2.7' };
    const query = '{ tenants(first: 1) { nodes { id } } dwellings(first: 1) { nodes { street } } }';
    await fetch(service.url, { method: 'POST', headers, body: JSON.stringify({ query }) });
    const [entry] = await settledAfter(service, before);
    expect(entry).toMatchObject({
      kind: 'READ',
      account: 'brick',
      organisation: brick,
      application: 'partner-software',
      token: 'the-very-token',
      key: expect.stringMatching(/^[\w-]{43}$/) as unknown,
      role: 'LANDLORD',
      purpose: 'LETTING',
      network: '192.0.2.7',
      operation: 'Query.tenants,Query.dwellings',
      policy: service.store.rooms.policy.digest.slice(0, 16),
    });
  });

  it('is not written for organisations alone, nor for what names nobody', async () => {
    expectDisclosed(await service.ask('brick', '{ dwellings(first: 2) { nodes { street landlord { name } } } }'));
    expectDisclosed(await service.ask('brick', '{ me { account budgets { used } } __typename }'));
    await service.store.rooms.ledger.close();
    expect(await entriesAfter(service, before)).toEqual([]);
  });
});

describe('the entry of a search', () => {
  const find = (surname: string, fields = 'id fileNumber'): Promise<Reply> =>
    service.ask(
      'agent-north',
      `{ findTenant(by: { surname: ${JSON.stringify(surname)}, born: "${born}" }) { ${fields} } }`,
    );

  it('of somebody says who was found, and that alone', async () => {
    const { received, entries } = await bothOf('agent-north', await find(held));
    expect(recordedIn(entries)).toEqual(received);
    expect(Object.keys(received)).toEqual([tenantRow(1).id]);
  });

  it('of two homonyms says that nobody was served', async () => {
    expectNobody(await find('Twinning'), 'findTenant');
    const entries = await settledAfter(service, before);
    expect(entries[0]?.candidates).toBeGreaterThanOrEqual(2);
    expect(recordedIn(entries)).toEqual({});
    expect(outcomesOf(entries)).toEqual(['PART']);
  });

  it('of a stranger with a neighbour’s token says that nobody was served, and gives the neighbour back', async () => {
    expectNobody(await find(near), 'findTenant');
    const entries = await settledAfter(service, before);
    expect(entries[0]?.persons).toContain(tenantRow(1).id);
    expect(recordedIn(entries)).toEqual({});
  });

  it('of nobody is there all the same, as a miss', async () => {
    expectNobody(await service.ask('brick', `{ tenant(id: "${'A'.repeat(22)}") { id surname } }`), 'tenant');
    const entries = await settledAfter(service, before);
    expect(entries[0]).toMatchObject({ kind: 'READ', persons: [], misses: 1 });
  });

  it('beside a list that shows the neighbour says what the list showed', async () => {
    const reply = await service.ask(
      'agent-north',
      `{ a: findTenant(by: { surname: ${JSON.stringify(near)}, born: "${born}" }) { id } tenants(first: 25) { nodes { id } } }`,
    );
    const { received, entries } = await bothOf('agent-north', reply);
    expect(recordedIn(entries)).toEqual(received);
  });
});

describe('the entries of a write', () => {
  const leaseId = (number: number): string =>
    encoded(`organisation ${brick}`, 'Lease', `f1000000-0000-4000-8000-${String(number).padStart(12, '0')}`);

  it('say what was changed of whom, and what the payload showed', async () => {
    const query = `mutation { handOver(lease: "${leaseId(7)}") { errors { code } lease { id status tenant { id surname } } } }`;
    const { received, entries } = await bothOf('brick', await service.ask('brick', query));
    expect(recordedIn(entries, 'WRITE')).toEqual({ [tenantRow(7).id]: ['Lease.status'] });
    expect(entries.find(({ kind }) => kind === 'WRITE')).toMatchObject({
      operation: 'Mutation.handOver',
      account: 'brick',
    });
    // The payload's lease stands above its tenant: what is read of it is the same person's.
    expect(Object.keys(recordedIn(entries))).toEqual(Object.keys(received));
    expect(recordedIn(entries)[tenantRow(7).id]).toEqual([
      'Lease.id',
      'Lease.status',
      'Lease.tenant',
      'Tenant.id',
      'Tenant.surname',
    ]);
  });

  it('of an end say its day and its state', async () => {
    const query = `mutation { giveBack(lease: "${leaseId(6)}", endsOn: "2026-11-19") { errors { code } } }`;
    expectDisclosed(await service.ask('brick', query), { giveBack: { errors: [] } });
    const entries = await entriesAfter(service, before);
    expect(recordedIn(entries, 'WRITE')).toEqual({ [tenantRow(6).id]: ['Lease.endsOn', 'Lease.status'] });
    expect(entries.map(({ kind }) => kind)).toEqual(['WRITE']);
  });

  it('of a correction say the fields and not the values', async () => {
    const id = encoded('account agent-north', 'Tenant', silas);
    const query = `mutation { correctTenant(input: { id: "${id}", phone: "+441632960999", forwardingLine: "77 Needle Wharf" }) { errors { code } } }`;
    expectDisclosed(await service.ask('agent-north', query), { correctTenant: { errors: [] } });
    const entries = await entriesAfter(service, before);
    expect(recordedIn(entries, 'WRITE')).toEqual({ [silas]: ['Tenant.forwarding.line', 'Tenant.phone'] });
  });

  it('that takes no row names nobody', async () => {
    const query = `mutation { handOver(lease: "${'B'.repeat(22)}") { errors { code } lease { id } } }`;
    expectDisclosed(await service.ask('brick', query), { handOver: { errors: [{ code: 'NOT_FOUND' }], lease: null } });
    expect(recordedIn(await entriesAfter(service, before), 'WRITE')).toEqual({});
  });
});

describe('what became of an answer', () => {
  const list = '{ tenants(first: 10) { nodes { id surname } } }';
  const lockTenants = 'LOCK TABLE tenant IN ACCESS EXCLUSIVE MODE';

  it('that a stop kept back is WITHHELD, and its persons stay in the entry', async () => {
    const { register } = service.store.rooms;
    await client.query('BEGIN');
    await client.query(lockTenants);
    const reply = service.ask('brick', list);
    await untilSomebodyWaits(async (text) => (await client.query<object>(text)).rows);
    const stop = await register.stop('operator:duty', { kind: 'ACCOUNT', target: 'brick', reason: 'a drill' });
    await client.query('COMMIT');
    expectRefused(await reply, 'NOT_ACTIVE');
    const entries = await settledAfter(service, before);
    await register.reinstate('operator:second', stop);
    expect(entries[0]?.persons.length).toBeGreaterThan(5);
    expect(outcomesOf(entries)).toEqual(['WITHHELD']);
  });

  it('of which a value did not open is WITHHELD', async () => {
    await run(service.store, `UPDATE tenant SET forename = phone WHERE id = '${tenantRow(2).id}'`);
    const reply = await service.ask('brick', '{ tenants(first: 10) { nodes { surname forenameInitial } } }');
    expectRefused(reply, 'INTERNAL');
    expect(outcomesOf(await settledAfter(service, before))).toEqual(['WITHHELD']);
    await run(service.store, `UPDATE tenant SET forename = NULL WHERE id = '${tenantRow(2).id}'`);
  });

  it('whose client has hung up is WITHHELD, though all was recorded and opened', async () => {
    const other = new pg.Client(service.database.url);
    await other.connect();
    const isWaitedFor = (by: pg.Client): Promise<void> =>
      untilSomebodyWaits(async (text) => (await by.query<object>(text)).rows);
    await client.query('BEGIN');
    await client.query(lockTenants);
    const headers = service.headersOf(service.ticketOf('brick'), 'LETTING');
    const hungUp = httpRequest(service.url, { method: 'POST', headers });
    const gone = new Promise((resolve) => hungUp.once('error', resolve));
    hungUp.end(JSON.stringify({ query: list }));
    await isWaitedFor(client);
    await other.query('BEGIN');
    await other.query('LOCK TABLE cloison.register_version IN ACCESS EXCLUSIVE MODE');
    await client.query('COMMIT');
    await isWaitedFor(other);
    hungUp.destroy();
    await gone;
    // The server's side of the socket hears of it later than ours; until then the answer would be on its way to nobody.
    await sleep(500);
    await other.query('COMMIT');
    await other.end();
    const entries = await settledAfter(service, before);
    expect(entries[0]).toMatchObject({ kind: 'READ', account: 'brick' });
    expect(outcomesOf(entries)).toEqual(['WITHHELD']);
  });
});

describe('a refusal', () => {
  const refusals: readonly (readonly [string, string, string])[] = [
    ['PAGE_TOO_LARGE', 'brick', '{ tenants(first: 500) { nodes { surname } } }'],
    ['GRAPHQL_VALIDATION_FAILED', 'brick', '{ tenants(first: 5) { nodes { nationalNumber } } }'],
    ['CURSOR_INVALID', 'brick', '{ tenants(first: 5, after: "forged") { nodes { surname } } }'],
  ];
  it.each(refusals)('%s is recorded with who tried', async (code, account, query) => {
    expect((await service.ask(account, query)).codes[0]).toBe(code);
    await service.store.rooms.ledger.close();
    expect(await entriesAfter(service, before)).toMatchObject([
      { kind: 'REFUSAL', account, role: 'LANDLORD', purpose: 'LETTING', persons: [], detail: { code } },
    ]);
  });

  it('of a body that is no request is recorded, too: who sends it is known', async () => {
    const reply = await service.send(service.ticketOf('brick'), 'LETTING', [{ query: '{ me { role } }' }]);
    expectRefused(reply, 'BATCHING_REFUSED');
    await service.store.rooms.ledger.close();
    expect(await entriesAfter(service, before)).toMatchObject([
      { kind: 'REFUSAL', detail: { code: 'BATCHING_REFUSED' } },
    ]);
  });
});

describe('no value of a person', () => {
  it('is in any table of the engine, after all that', async () => {
    const page = pageOf(
      await service.ask('agent-north', '{ tenants(first: 25) { nodes { surname forename phone } } }'),
      'tenants',
    );
    const needles = new Needles();
    for (const { surname, phone } of page.nodes) {
      if (typeof surname === 'string') needles.add(surname, 'Text');
      if (typeof phone === 'string') needles.add(phone, 'Phone');
    }
    for (const value of ['77 Needle Wharf', '3 Elsewhere Lane', '5 Nowhere Else', near]) needles.add(value, 'Text');
    await service.store.rooms.ledger.close();
    const { rows } = await client.query<{ name: string }>(
      `SELECT 'cloison.' || quote_ident(relname) AS name FROM pg_class WHERE relnamespace = 'cloison'::regnamespace AND relkind = 'r'`,
    );
    const found: string[] = [];
    let bytes = 0;
    for (const { name } of rows) {
      const bytesOfTable = await buffer(client.query(copy.to(`COPY ${name} TO STDOUT`)));
      bytes += bytesOfTable.length;
      for (const value of needles.foundIn(bytesOfTable)) found.push(`${value} in ${name}`);
    }
    expect([needles.size > 12, bytes > 10_000, found]).toEqual([true, true, []]);
  });
});

function encoded(scope: string, type: string, row: string): string {
  return String(service.store.rooms.vault.ids(scope, type).encode(Buffer.from(row.replaceAll('-', ''), 'hex'))[0]);
}

function uuidOf(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function twoNamesOfOneToken({ rooms }: OpenStore): [string, string] {
  const { policy, vault } = rooms;
  const model = policy.types.get('Tenant');
  const index =
    model?.kind === 'subject' ? model.indexes.find(({ fields }) => fields.join() === 'surname,born') : undefined;
  if (model === undefined || index === undefined) throw new Error('the fixture has an index of surname and born');
  const blind = new BlindIndexes(vault).of(model, index);
  const tokenOf = (name: string): string => blind.of([name, born]).toString('hex');
  const seen = new Map<string, string>(['Twinning', 'Quillfeather'].map((name) => [tokenOf(name), '']));
  for (let number = 0; ; number++) {
    const name = `Colliding-${String(number)}`;
    const other = seen.get(tokenOf(name));
    if (other === '') continue;
    if (other !== undefined) return [other, name];
    seen.set(tokenOf(name), name);
  }
}
