/** What partners are told when what they were served is no longer so (GDPR Art. 19), and what of it is nobody else's. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DemoAccount } from '../../src/demo/accounts.js';
import type { Data } from '../support/answers.js';
import { expectDisclosed, expectOutsideContract, expectRefused, pageOf, within } from '../support/answers.js';
import { absorb } from '../support/partner.js';
import { rentalFolder } from '../support/policies.js';
import { brick, harbour, rentalAccounts } from '../support/rentalAccounts.js';
import { fillRental, orla, run, silas, wren } from '../support/rentalRows.js';
import type { Reply, Service } from '../support/service.js';
import { clockAt, startService } from '../support/service.js';
import type { Entry } from '../persons/entries.js';
import { derive, record } from '../persons/entries.js';

const clock = clockAt('2026-11-20T10:00:00.000Z');
const fund = 'b0000000-0000-4000-8000-000000000001';
const accounts: readonly DemoAccount[] = [
  ...rentalAccounts,
  ...['brick-two', 'newcomer'].map((name) => ({
    name,
    role: 'LANDLORD',
    claims: { ACCOUNT: name, ORGANISATION: brick },
    purposes: ['LETTING'],
    defaultPurpose: 'LETTING',
  })),
];

let service: Service;
let isDerived = true;
beforeAll(async () => {
  service = await startService({ folder: rentalFolder, accounts, clock, fill: (store) => fillRental(store) });
  const surname = 'UPDATE cloison.account SET approved_by = NULL, approved_at = NULL';
  await run(service.store, `${surname} WHERE id = 'newcomer'`);
  await served('LANDLORD', brick, orla, ['Tenant.phone:LAST2', 'Tenant.surname', 'Lease.status']);
  await served('GUARANTEE_FUND', fund, orla, ['Tenant.born:YEAR']);
  await served('LANDLORD', brick, silas, ['Tenant.surname']);
  await served('LANDLORD', harbour, wren, ['Tenant.surname']);
  await served('AGENT', undefined, orla, ['Tenant.phone']);
});
afterAll(() => service.stop());

function served(
  role: string,
  organisation: string | undefined,
  person: string,
  shape: readonly string[],
): Promise<number> {
  const by = organisation === undefined ? {} : { organisation };
  return record(service.store, { account: `${role}-account`, role, ...by, persons: [person], shapes: [shape] });
}

/** By the agency, unless another is named. */
async function written(
  operation: string,
  person: string,
  shape: readonly string[],
  by: Partial<Pick<Entry, 'role' | 'organisation'>> = {},
): Promise<void> {
  const head = { kind: 'WRITE', account: 'somebody', role: 'AGENT', ...by } as const;
  await record(service.store, { ...head, operation, persons: [person], shapes: [shape] });
  isDerived = false;
}

/** Once what was written has been gone through. */
async function repliesTo(account: string): Promise<Reply> {
  if (!isDerived) await derive(service.store);
  isDerived = true;
  return service.ask(account, query);
}

const query = '{ notices(first: 10) { nodes { id kind person type fields at } pageInfo { hasNextPage endCursor } } }';
const noticesOf = async (account: string): Promise<readonly Data[]> =>
  pageOf(await repliesTo(account), 'notices').nodes;
const kindsOf = async (account: string): Promise<readonly unknown[]> =>
  (await noticesOf(account)).map(({ kind }) => kind);
const acknowledge = (account: string, ids: readonly unknown[]): Promise<Reply> =>
  service.ask(account, `mutation ($ids: [ID!]!) { acknowledgeNotices(ids: $ids) }`, { variables: { ids } });
const acknowledgeAll = async (account: string): Promise<Reply> =>
  acknowledge(
    account,
    (await noticesOf(account)).map(({ id }) => id),
  );

describe('a rectification', () => {
  it('is told to the organisation that was served the field, in its own words, and to nobody else', async () => {
    await written('Mutation.correctTenant', orla, ['Tenant.forwarding.line', 'Tenant.phone']);
    const tenants = await service.ask('brick', '{ tenants(first: 10) { nodes { id surname } } }');
    const known = pageOf(tenants, 'tenants').nodes.find(({ surname }) => surname === 'Quillfeather');
    const reply = await repliesTo('brick');
    expect(pageOf(reply, 'notices').nodes).toEqual([
      {
        id: expect.any(String) as unknown,
        kind: 'RECTIFIED',
        person: known?.['id'],
        type: 'Tenant',
        fields: ['Tenant.phone', 'Tenant.phoneLast2'],
        at: '2026-11-20T09:00:00Z',
      },
    ]);
    expect(reply.text).not.toContain(orla);
    for (const other of ['harbour', 'surety']) expect(await noticesOf(other)).toEqual([]);
  });

  it('is told once, however often the ledger is gone through', async () => {
    await run(service.store, 'UPDATE cloison.notice_progress SET entry = 0');
    await derive(service.store);
    expect(await kindsOf('brick')).toEqual(['RECTIFIED']);
  });

  it('stands in the ledger as told, once, before it has left', async () => {
    const events = await run(
      service.store,
      `SELECT account, organisation, persons::text AS persons, detail ->> 'event' AS event FROM cloison.ledger_entry WHERE kind = 'EVENT'`,
    );
    const told = { account: 'brick', organisation: brick, persons: `{${orla}}`, event: 'NOTICES_TOLD' };
    expect(events).toEqual([told]);
  });

  it('is not told to who made it, nor of a field that was not served, nor of a record that another may hold', async () => {
    await written('Mutation.correctTenant', silas, ['Tenant.surname'], { role: 'LANDLORD', organisation: brick });
    await written('Mutation.correctTenant', silas, ['Tenant.phone']);
    await written('Mutation.handOver', orla, ['Lease.status'], { role: 'LANDLORD', organisation: harbour });
    expect(await kindsOf('brick')).toEqual(['RECTIFIED']);
  });

  it('is not told of a person whom the organisation was served only later', async () => {
    await written('Mutation.correctTenant', wren, ['Tenant.surname']);
    await served('LANDLORD', brick, wren, ['Tenant.surname']);
    await run(service.store, 'UPDATE cloison.notice_progress SET entry = 0');
    await derive(service.store);
    expect(await kindsOf('brick')).toEqual(['RECTIFIED']);
    expect(await kindsOf('harbour')).toEqual(['RECTIFIED']);
  });
});

describe('an acknowledgement', () => {
  it("of another organisation's notice is as of none", async () => {
    const [notice] = await noticesOf('brick');
    for (const ids of [[notice?.['id']], ['e0000000-0000-4000-8000-00000000ffff'], ['no id'], []])
      expectDisclosed(await acknowledge('harbour', ids), { acknowledgeNotices: 0 });
    expect(await kindsOf('brick')).toEqual(['RECTIFIED']);
  });

  it('takes the notice away for the whole organisation, and does no more when it is repeated', async () => {
    const [notice] = await noticesOf('brick');
    const ids = [notice?.['id'], notice?.['id']];
    for (let turn = 0; turn < 2; turn++)
      expectDisclosed(await acknowledge('brick-two', ids), { acknowledgeNotices: 1 });
    expect(await noticesOf('brick')).toEqual([]);
    const by = await run(
      service.store,
      'SELECT DISTINCT acknowledged_by::text AS by FROM cloison.notice WHERE told_at IS NOT NULL AND acknowledged_at IS NOT NULL',
    );
    expect(by).toEqual([{ by: 'account:brick-two' }]);
  });

  it('is not mixed with a write to the store, and takes so many at once', async () => {
    const both = 'mutation { handOver(lease: "x") { errors { code } } acknowledgeNotices(ids: []) }';
    expectRefused(await service.ask('brick', both), 'BAD_REQUEST', 'send two requests');
    const ids = Array.from({ length: 501 }, () => 'x');
    expectRefused(await acknowledge('brick', ids), 'TOO_MANY_ROWS');
  });
});

describe('the end of a link', () => {
  const end = (person: string, day: string): Promise<unknown> =>
    run(service.store, `UPDATE lease SET status = 'ENDED', ends_on = ${day} WHERE tenant_id = '${person}'`);

  it('is told when it has ended to who was served through it, and again only of a new end', async () => {
    await end(silas, "'2026-11-18'");
    await written('Mutation.giveBack', silas, ['Lease.endsOn', 'Lease.status']);
    await written('Mutation.giveBack', silas, ['Lease.endsOn', 'Lease.status']);
    expect(await noticesOf('brick')).toMatchObject([{ kind: 'LINK_ENDED', fields: [] }]);
    for (const other of ['harbour', 'surety']) expect(await kindsOf(other)).not.toContain('LINK_ENDED');
    await acknowledgeAll('brick');
    await end(silas, "'2026-11-17'");
    await written('Mutation.giveBack', silas, ['Lease.endsOn']);
    expect(await kindsOf('brick')).toEqual(['LINK_ENDED']);
    await acknowledgeAll('brick');
  });

  it('is not told before it has ended, and not at all when it does not', async () => {
    await end(silas, 'current_date + 30');
    await written('Mutation.giveBack', silas, ['Lease.endsOn']);
    expect(await kindsOf('brick')).toEqual([]);
    await run(service.store, `UPDATE lease SET status = 'RUNNING', ends_on = NULL WHERE tenant_id = '${silas}'`);
    await written('Mutation.handOver', silas, ['Lease.status']);
    expect(await kindsOf('brick')).toEqual([]);
    const waiting = await run(service.store, 'SELECT FROM cloison.notice WHERE at > cloison.clock()');
    expect(waiting).toEqual([]);
  });

  it('is not told to who ended it itself', async () => {
    await end(silas, "'2026-11-16'");
    await written('Mutation.giveBack', silas, ['Lease.endsOn'], { role: 'LANDLORD', organisation: brick });
    expect(await kindsOf('brick')).toEqual([]);
  });
});

describe('an erasure', () => {
  it('is told to every organisation that was served, once, by the id that it knows', async () => {
    const { persons, database } = service.store.rooms;
    for (let turn = 0; turn < 2; turn++) await persons.erased(database, [{ person: orla }]);
    const [told, ...more] = await noticesOf('brick');
    expect(more).toEqual([]);
    expect(told).toMatchObject({ kind: 'ERASED', type: 'Tenant' });
    expect(told?.['fields']).toEqual(['Lease.status', 'Tenant.phone', 'Tenant.phoneLast2', 'Tenant.surname']);
    const tenants = pageOf(await service.ask('brick', '{ tenants(first: 10) { nodes { id surname } } }'), 'tenants');
    expect(told?.['person']).toBe(tenants.nodes.find(({ surname }) => surname === 'Quillfeather')?.['id']);
    expect(await noticesOf('surety')).toMatchObject([{ kind: 'ERASED', fields: ['Tenant.bornYear'] }]);
  });
});

describe('who is told', () => {
  it('is a partner: neither the agency nor the person has the root', async () => {
    for (const account of ['agent-north', 'orla']) {
      expectOutsideContract(await service.ask(account, query));
      expect((await acknowledge(account, [])).codes).not.toEqual([]);
    }
  });

  it('is nobody who waits for an approval, nor while it is stopped', async () => {
    expectRefused(await service.ask('newcomer', query), 'IN_QUARANTINE');
    expectRefused(await acknowledge('newcomer', []), 'IN_QUARANTINE');
    const { register } = service.store.rooms;
    for (const target of ['Query.notices', 'Mutation.acknowledgeNotices']) {
      const stop = await register.stop('operator:duty', { kind: 'FIELD', target, reason: 'a drill' });
      expectRefused(
        await (target === 'Query.notices' ? service.ask('brick', query) : acknowledge('brick', [])),
        'FIELD_STOPPED',
      );
      await register.reinstate('operator:duty', stop);
    }
  });

  it('is the organisation that took in the one that was served, by its own ids', async () => {
    const before = (await noticesOf('harbour')).map(({ person }) => person);
    await absorb(service.store.rooms.register, { absorbed: harbour, into: brick });
    const both = await noticesOf('brick');
    expect(new Set(both.map(({ kind }) => kind))).toEqual(new Set(['ERASED', 'RECTIFIED']));
    expect(both).toHaveLength(2);
    const rectified = both.find(({ kind }) => kind === 'RECTIFIED');
    const current = await service.ask(
      'brick',
      `{ currentIds(type: "Tenant", ids: ${JSON.stringify(before)}, from: "${harbour}") }`,
    );
    expect(within(current.data, 'currentIds')).toEqual([rectified?.['person']]);
  });

  it('reads page by page', async () => {
    const first = pageOf(
      await service.ask('brick', '{ notices(first: 1) { nodes { id } pageInfo { hasNextPage endCursor } } }'),
      'notices',
    );
    expect(first.pageInfo.hasNextPage).toBe(true);
    const after = `after: ${JSON.stringify(first.pageInfo.endCursor)}`;
    const next = `{ notices(first: 1, ${after}) { nodes { id } pageInfo { hasNextPage endCursor } } }`;
    const second = pageOf(await service.ask('brick', next), 'notices');
    expect([second.nodes.length, second.pageInfo.hasNextPage]).toEqual([1, false]);
    expect(second.nodes).not.toEqual(first.nodes);
    expectRefused(await service.ask('surety', next), 'CURSOR_INVALID');
  });
});
