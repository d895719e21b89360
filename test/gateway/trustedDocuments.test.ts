/** An application that is restricted runs what somebody read beforehand and nothing else, by text or by digest. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readSchema } from '../../src/schemaFolder.js';
import { sha256 } from '../../src/vault/digest.js';
import { expectDisclosed, expectRefused, pageOf } from '../support/answers.js';
import { openBreach } from '../support/breach.js';
import { application } from '../support/partner.js';
import { rentalFolder } from '../support/policies.js';
import { rentalAccounts } from '../support/rentalAccounts.js';
import { fillRental } from '../support/rentalRows.js';
import type { Reply, Service } from '../support/service.js';
import { clockAt, startService } from '../support/service.js';

const clock = clockAt('2024-06-01T10:00:00.000Z');
const shared = { folder: rentalFolder, accounts: rentalAccounts, clock };
const purpose = 'LETTING';

const names = 'query Names($n: Int = 5) { tenants(first: $n) { nodes { id surname } } }';
const files = 'query Files { tenants(first: 5) { nodes { fileNumber } } }';
const hexOf = (text: string): string => sha256(text).toString('hex');

let service: Service;

beforeAll(async () => {
  service = await startService({ ...shared, fill: (store) => fillRental(store) });
});
afterAll(() => service.stop());

beforeEach(later);

/** Past what a replica remembers. */
function later(): void {
  clock.moveTo(new Date(clock.now() + 2_000).toISOString());
}

async function register(document: string, name = 'Names'): Promise<void> {
  const entry = { application, document, name, purpose, digest: sha256(document) };
  await service.store.rooms.register.registerOperation('operator:one', entry);
  later();
}

async function whileRestricted(work: () => Promise<void>): Promise<void> {
  const { register: of } = service.store.rooms;
  await of.restrictApplication('operator:one', application);
  later();
  try {
    await work();
  } finally {
    await of.unrestrictApplication('operator:two', application);
    later();
  }
}

function send(body: object, account = 'brick', to = service): Promise<Reply> {
  return to.send(to.ticketOf(account), purpose, body);
}

const byDocumentId = (text: string): object => ({ documentId: `sha256:${hexOf(text)}` });
const byApolloHash = (text: string): object => ({
  extensions: { persistedQuery: { version: 1, sha256Hash: hexOf(text) } },
});

describe('through a restricted application', () => {
  it('a registered operation is answered: by its text, its documentId and Apollo’s hash, with variables', async () => {
    await register(names);
    await whileRestricted(async () => {
      const whole = await send({ query: names });
      expect(pageOf(whole, 'tenants').nodes).toHaveLength(2);
      for (const body of [byDocumentId(names), byApolloHash(names), { query: names, ...byApolloHash(names) }])
        expect((await send(body)).text).toBe(whole.text);
      expect(pageOf(await send({ ...byDocumentId(names), variables: { n: 1 } }), 'tenants').nodes).toHaveLength(1);
    });
  });

  it('nothing else is, whatever it is called, and no text of it is parsed', async () => {
    await register(names);
    await whileRestricted(async () => {
      const others = [
        { query: 'query Names { tenants(first: 5) { nodes { surname } } }' },
        { query: `${names} ` },
        { query: `${names}\n# a comment` },
        { query: 'query Names {' },
        { query: `{ ${'['.repeat(50_000)}` },
        { query: '' },
        { operationName: 'Names' },
        { id: 'Names', query: null },
        byDocumentId(files),
        byApolloHash(files),
      ];
      for (const body of others) expectRefused(await send(body), 'OPERATION_NOT_REGISTERED');
    });
  });

  it('nothing that was revoked, registered for another purpose, or for another application is answered', async () => {
    const { register: of } = service.store.rooms;
    const gone = 'query Gone { me { role } }';
    await register(gone);
    await of.revokeOperation('operator:one', { application, digest: sha256(gone) });
    const elsewhere = 'query Elsewhere { me { kind } }';
    const entry = { application, document: elsewhere, name: 'Elsewhere', digest: sha256(elsewhere) };
    await of.registerOperation('operator:one', { ...entry, purpose: 'GUARANTEE' });
    later();
    await whileRestricted(async () => {
      for (const text of [gone, elsewhere])
        for (const body of [{ query: text }, byDocumentId(text)])
          expectRefused(await send(body), 'OPERATION_NOT_REGISTERED');
    });
  });

  it('and would be, were the gate not there', async () => {
    const breached = await openBreach(service, { role: 'LANDLORD' });
    await whileRestricted(async () => {
      expectDisclosed(await breached.ask('brick', '{ tenants(first: 1) { nodes { surname } } }', { purpose }));
    });
    await breached.close();
  });
});

describe('through any other application', () => {
  it('texts are free, and a digest stands for a registered one', async () => {
    await register(names);
    expectDisclosed(await send({ query: '{ me { role } }' }));
    expect((await send(byDocumentId(names))).text).toBe((await send({ query: names })).text);
    expectRefused(await send(byDocumentId(files)), 'OPERATION_NOT_REGISTERED');
    expectRefused(await send(byApolloHash(files)), 'OPERATION_NOT_REGISTERED');
  });

  it.each([
    ['a name', { documentId: 'Names' }],
    ['a name in the form of a digest', { documentId: 'x-name:Names' }],
    ['a digest in capitals', { documentId: `sha256:${hexOf(names).toUpperCase()}` }],
    ['half a digest', { extensions: { persistedQuery: { version: 1, sha256Hash: hexOf(names).slice(32) } } }],
    ['a number', { documentId: 7 }],
    ['another text than its digest names', { query: names, documentId: `sha256:${hexOf(files)}` }],
    ['two digests', { ...byApolloHash(files), ...byDocumentId(names) }],
  ])('%s is refused', async (_, body) => {
    await register(names);
    expectRefused(await send(body), 'BAD_REQUEST');
  });
});

describe('a text that one role may ask', () => {
  it('is not validated, planned or answered for another by it', async () => {
    for (let round = 0; round < 2; round++) {
      expectDisclosed(await send({ query: files }, 'agent-north'));
      const refused = await send({ query: files }, 'brick');
      expect([refused.status, refused.codes]).toEqual([400, ['GRAPHQL_VALIDATION_FAILED']]);
    }
  });

  it('nor by its digest, though it is registered for the application of both', async () => {
    await register(files);
    for (let round = 0; round < 2; round++) {
      expectDisclosed(await send(byDocumentId(files), 'agent-north'));
      expectRefused(
        await send(byDocumentId(files), 'brick'),
        'OPERATION_NOT_ANSWERED',
        /"fileNumber" on type "Tenant"/,
      );
    }
  });
});

describe('a policy that no longer answers a registered operation', () => {
  it('is told at start, and the operation is refused with why', async () => {
    await register(names);
    await register('query Whose { me { account } }', 'Whose');
    expect(service.unanswered).toEqual([]);
    const narrower = await startService({ ...shared, replicaOf: service, sources: withoutSurnames() });
    try {
      expect(narrower.unanswered).toEqual([
        `The operation Names of ${application} for LETTING is not answered by this policy (SHA-256 ${hexOf(names)}): GRAPHQL_VALIDATION_FAILED Cannot query field "surname" on type "Tenant".`,
      ]);
      expectRefused(await send(byDocumentId(names), 'brick', narrower), 'OPERATION_NOT_ANSWERED', /"surname"/);
      expectDisclosed(await send(byDocumentId('query Whose { me { account } }'), 'brick', narrower));
      expectDisclosed(await send(byDocumentId(names)));
    } finally {
      await narrower.stop();
    }
  });
});

/** The fixture's SDL, in which nobody but the tenant reads a surname, and so nobody looks one up. */
function withoutSurnames(): ReturnType<typeof readSchema> {
  const grants = /(surname: String\n.*\n)( +@disclose\(to: \[(AGENT|LANDLORD)\].*\n){3}/;
  return readSchema(rentalFolder).map((source) => ({
    ...source,
    text: source.text
      .replace(grants, '$1')
      .replace(/^ +findTenant.*\n/m, '')
      .replace(/\ninput TenantBy \{[^}]*\}\n/, ''),
  }));
}
