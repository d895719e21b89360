import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExposureSources, RoleExposure } from '../../src/compliance/exposure/exposure.js';
import { holderExposure, roleExposure } from '../../src/compliance/exposure/exposure.js';
import { accountHolder, organisationHolder, subjectHolder } from '../../src/compliance/exposure/holders.js';
import { columnType } from '../../src/store/catalogue.js';
import { compiled, rentalFolder } from '../support/policies.js';
import { brick, harbour, rentalAccounts } from '../support/rentalAccounts.js';
import { fillRental, leaseRow, run, tenantRow } from '../support/rentalRows.js';
import type { Service } from '../support/service.js';
import { clockAt, startService } from '../support/service.js';

/** More tenants of brick than a day lets through, one from next week on, one whose lease ended within the window, one long gone. */
const [landlords, agents] = ['LANDLORD', 'AGENT'].map(
  (role) => compiled(rentalFolder).roles.get(role)?.bound.persons[0]?.of ?? 0,
) as [number, number];
const more = [
  ...Array.from({ length: landlords + 10 }, (_, index) => tenantRow(100 + index)),
  tenantRow(900, { leases: [leaseRow('f1000000-0000-4000-8000-000000000200', { beginsOn: '2026-03-09' })] }),
  tenantRow(901, {
    leases: [leaseRow('f1000000-0000-4000-8000-000000000201', { endsOn: '2026-02-01', status: 'ENDED' })],
  }),
  tenantRow(902, {
    leases: [leaseRow('f1000000-0000-4000-8000-000000000202', { endsOn: '2025-11-01', status: 'ENDED' })],
  }),
];

describe('the exposure', () => {
  let service: Service;
  let sources: ExposureSources;
  beforeAll(async () => {
    service = await startService({
      folder: rentalFolder,
      accounts: rentalAccounts,
      clock: clockAt('2026-03-02T09:00:00Z'),
      fill: async (store) => {
        await fillRental(store, more);
        // Budgets go by the clock of the database.
        await run(
          store,
          `CREATE OR REPLACE FUNCTION cloison.clock() RETURNS timestamptz LANGUAGE sql VOLATILE AS
          $$SELECT timestamptz '2026-03-02T09:00:00Z'$$`,
        );
      },
    });
    const { policy, database } = service.store.rooms;
    const types: ExposureSources['types'] = (table, column) => columnType(service.store.catalogue, table, column);
    sources = { policy, database, types, clock: service.clock };
  });
  afterAll(() => service.stop());

  async function exposureOf(kind: 'account' | 'organisation', id: string, role: string): Promise<RoleExposure> {
    const find = kind === 'account' ? accountHolder : organisationHolder;
    const holder = await find(sources.database, id);
    const policy = sources.policy.roles.get(role);
    if (holder === undefined || policy === undefined) throw new Error(`no ${kind} ${id}, or no role ${role}`);
    return holderExposure(sources, policy, holder);
  }

  const inBrief = ({ stretches }: RoleExposure): readonly (readonly (number | null)[])[] =>
    stretches.map(({ hours, persons, reachable, budget }) => [hours, persons, reachable, budget]);

  /** Persons whom an answer shows to who asks for all, page by page, on fresh tokens. */
  async function sweep(account: string, page: number): Promise<ReadonlySet<string>> {
    const seen = new Set<string>();
    for (let after: string | null = null; ;) {
      const query = `query ($after: String) { tenants(first: ${page}, after: $after) { nodes { id surname } pageInfo { endCursor hasNextPage } } }`;
      const reply = await service.ask(account, query, { variables: { after } });
      const tenants = reply.data?.['tenants'] as
        | {
            readonly nodes: readonly { readonly id: string }[];
            readonly pageInfo: { readonly endCursor: string; readonly hasNextPage: boolean };
          }
        | null
        | undefined;
      if (tenants === null || tenants === undefined) return seen;
      for (const { id } of tenants.nodes) seen.add(id);
      if (!tenants.pageInfo.hasNextPage) return seen;
      after = tenants.pageInfo.endCursor;
    }
  }

  it('is the least of what links reach and what budgets let through, in a day and in a month', async () => {
    const counted = await run(
      service.store,
      `SELECT count(DISTINCT tenant_id)::int AS now FROM lease WHERE landlord_id = '${brick}' AND begins_on <= '2026-03-02'
        AND (ends_on IS NULL OR ends_on + interval '2 months' >= '2026-03-02')`,
    );
    const now = Number(counted[0]?.['now']);
    expect(now).toBeGreaterThan(landlords);
    const exposure = await exposureOf('organisation', brick, 'LANDLORD');
    expect(inBrief(exposure)).toEqual([
      [24, landlords, now, landlords],
      [720, now + 1, now + 1, 30 * landlords],
    ]);
    expect(inBrief(await exposureOf('account', 'brick', 'LANDLORD'))).toEqual(inBrief(exposure));
  });

  it('counts for each field the persons on whom it is open, at the precision that is given', async () => {
    const { stretches } = await exposureOf('organisation', brick, 'LANDLORD');
    const month = stretches[1]?.fields ?? [];
    const of = (name: string): readonly number[] =>
      month
        .filter(({ coordinate, precision }) => coordinate === name && precision !== 'MATCH')
        .map(({ persons }) => persons);
    const ofPhone = { category: 'CONTACT', sensitivity: 'ORDINARY' };
    expect(month.filter(({ coordinate }) => coordinate === 'Tenant.phone')).toMatchObject([
      { ...ofPhone, precision: 'EXACT' },
      { ...ofPhone, precision: 'LAST2' },
    ]);
    // What waits for an approval counts as approved.
    expect(new Set(of('Tenant.phone')).size).toBe(1);
    // Who has left is still named for two months, and no longer called.
    expect(Number(of('Tenant.surname')) - Number(of('Tenant.phone')[0])).toBe(1);
    expect(of('Tenant.born')).toEqual([]);
    const read = month.filter(({ precision }) => precision !== 'MATCH');
    expect(stretches[1]?.values).toBe(read.reduce((sum, { persons }) => sum + persons, 0));
  });

  it('names what a match confirms, of those who are linked now, and counts no value of it', async () => {
    const { stretches } = await exposureOf('organisation', brick, 'LANDLORD');
    const day = stretches[0]?.fields ?? [];
    const confirmed = day.filter(({ precision }) => precision === 'MATCH');
    expect(confirmed.map(({ coordinate }) => coordinate)).toEqual(['Tenant.fileNumber', 'Tenant.surname']);
    const read = day.find(({ coordinate, precision }) => coordinate === 'Tenant.phone' && precision === 'LAST2');
    expect(confirmed.map(({ persons }) => persons)).toEqual([read?.persons, read?.persons]);
  });

  it('is reached by a sweep of the day and not passed by it', async () => {
    const [day] = (await exposureOf('account', 'brick', 'LANDLORD')).stretches;
    const seen = await sweep('brick', 10);
    expect(seen.size).toBe(day?.persons);
  });

  it('still counts whom the window knows: they are read again for nothing', async () => {
    const exposure = await exposureOf('account', 'brick', 'LANDLORD');
    expect(exposure.stretches[0]?.persons).toBe(landlords);
    expect(exposure.allowances).toMatchObject([{ claim: 'ORGANISATION', value: brick, used: landlords }]);
  });

  it('reaches nobody through an organisation that has no links in the role', async () => {
    expect(inBrief(await exposureOf('organisation', harbour, 'GUARANTEE_FUND')).map(([, persons]) => persons)).toEqual([
      0, 0,
    ]);
  });

  it('bounds an account in quarantine by its own thirty', async () => {
    await run(
      service.store,
      "UPDATE cloison.account SET approved_by = NULL, approved_at = NULL WHERE id = 'agent-north'",
    );
    const tenants = `INSERT INTO mandate (agent, tenant_id, begins_on) SELECT 'agent-north', id, '2026-01-01' FROM tenant`;
    await run(service.store, tenants);
    const [day, month] = (await exposureOf('account', 'agent-north', 'AGENT')).stretches;
    expect([day?.budget, month?.budget]).toEqual([30, 30]);
  });

  it('adds up the accounts where no budget of the organisation bounds them, and those that an administrator may make', async () => {
    const home = 'home-organisation';
    const [before] = (await exposureOf('organisation', home, 'AGENT')).stretches;
    const accounts = await run(service.store, `SELECT FROM cloison.account WHERE organisation_id = '${home}'`);
    expect(before?.budget).toBe((accounts.length - 1) * agents + 30);
    await run(service.store, "UPDATE cloison.account SET is_administrator = true WHERE id = 'agent-south'");
    const [after] = (await exposureOf('organisation', home, 'AGENT')).stretches;
    expect(after?.budget).toBe((before?.budget ?? 0) + 20 * agents);
    const openable = Object.values(after?.openable ?? {}).reduce((sum, most) => sum + most, 0);
    expect(after?.persons).toBe((after?.reachable ?? 0) + openable);
  });

  it('adds whom an account could open for a reason, with what that shows', async () => {
    await run(service.store, "UPDATE cloison.account SET is_administrator = false WHERE id = 'agent-south'");
    const { stretches } = await exposureOf('account', 'agent-south', 'AGENT');
    expect(stretches.map(({ persons, reachable, openable }) => [persons, reachable, openable])).toEqual([
      [6, 0, { 'Tenant.counter': 3, 'Tenant.leak': 3 }],
      [180, 0, { 'Tenant.counter': 90, 'Tenant.leak': 90 }],
    ]);
    const fields = stretches[0]?.fields.map(({ coordinate, precision, persons }) => [coordinate, precision, persons]);
    expect(fields).toEqual([
      ['Tenant.forename', 'INITIAL', 3],
      ['Tenant.id', 'EXACT', 6],
      ['Tenant.phone', 'EXACT', 3],
      ['Tenant.phone', 'LAST2', 3],
      ['Tenant.surname', 'EXACT', 3],
    ]);
    expect((await exposureOf('account', 'agent-north', 'AGENT')).stretches[0]?.openable).toEqual({
      'Tenant.counter': 0,
      'Tenant.leak': 0,
    });
  });

  it('of a role is what everybody who may hold it could read', async () => {
    const role = sources.policy.roles.get('LANDLORD');
    if (role === undefined) throw new Error('no role');
    const { stretches } = await roleExposure(sources, role);
    const each = await Promise.all([brick, harbour].map((id) => exposureOf('organisation', id, 'LANDLORD')));
    expect(stretches[0]?.persons).toBe(each.reduce((sum, exposure) => sum + (exposure.stretches[0]?.persons ?? 0), 0));
  });

  it('of a person is one person', async () => {
    const role = sources.policy.roles.get('TENANT');
    if (role === undefined) throw new Error('no role');
    const [day] = (await holderExposure(sources, role, subjectHolder('orla'))).stretches;
    expect(day?.persons).toBe(1);
  });
});
