/** `changedSince` speaks of what the caller's contract holds, and of a new link; of anything else it is silent to the byte. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectDisclosed, expectRefused, pageOf } from '../support/answers.js';
import { openBreach, roleOf } from '../support/breach.js';
import { rentalFolder } from '../support/policies.js';
import { brick, rentalAccounts } from '../support/rentalAccounts.js';
import { fillRental, orla, run, silas } from '../support/rentalRows.js';
import type { Reply, Service } from '../support/service.js';
import { clockAt, startService } from '../support/service.js';

const clock = clockAt(new Date().toISOString());
let service: Service;

beforeAll(async () => {
  service = await startService({
    folder: rentalFolder,
    accounts: rentalAccounts,
    clock,
    fill: async (store) => {
      await fillRental(store);
      // The present is PostgreSQL's own here: rows and links were made long ago.
      for (const table of ['tenant', 'lease', 'mandate', 'dwelling', 'landlord'])
        await run(store, `UPDATE ${table} SET created_at = '2024-01-01'`);
      await run(store, "INSERT INTO mandate VALUES ('agent-south', '" + silas + "', '2024-01-01', NULL, '2024-01-01')");
    },
  });
});

let since: string;

beforeEach(async () => {
  await run(service.store, "UPDATE tenant SET changed = '{}'; UPDATE lease SET changed = '{}'");
  since = await databaseNow();
});

afterAll(() => service.stop());

const changes = (account: string, from = since): Promise<Reply> =>
  service.ask(
    account,
    `{ tenants(first: 10, changedSince: "${from}") { nodes { id surname } pageInfo { hasNextPage endCursor } } }`,
  );

const names = async (account: string): Promise<readonly unknown[]> =>
  pageOf(await changes(account), 'tenants').nodes.map(({ surname }) => surname);

const correct = async (fields: string): Promise<void> => {
  const own = pageOf(
    await service.ask('agent-north', '{ tenants(first: 10) { nodes { id surname } } }'),
    'tenants',
  ).nodes;
  const id = String(own.find(({ surname }) => surname === 'Quillfeather')?.['id']);
  clock.moveTo(new Date(Date.now() + 1).toISOString());
  const reply = await service.ask(
    'agent-north',
    `mutation { correctTenant(input: { id: "${id}", ${fields} }) { errors { code } } }`,
  );
  expectDisclosed(reply, { correctTenant: { errors: [] } });
};

describe('what changed since a moment', () => {
  it('is nobody when nothing did', async () => {
    expect(await names('brick')).toEqual([]);
    expect(await names('agent-north')).toEqual([]);
  });

  it('is whom a field changed that the contract holds, asked or not, exact or smaller', async () => {
    await correct('phone: "+441632960077"');
    expect(await names('agent-north')).toEqual(['Quillfeather']);
    expect(await names('brick')).toEqual(['Quillfeather']);
    since = new Date(clock.now()).toISOString();
    expect(await names('brick')).toEqual([]);
  });

  it('says nothing of a field that the contract does not hold, to the byte', async () => {
    const before = await changes('brick');
    await correct('forwardingLine: "4 Elsewhere Lane"');
    expect(await names('agent-north')).toEqual(['Quillfeather']);
    const after = await changes('brick');
    expect(after.text).toBe(before.text);
    expect([...after.headers].filter(([name]) => name !== 'date')).toEqual(
      [...before.headers].filter(([name]) => name !== 'date'),
    );
  });

  it('would say it, did the plan watch every column', async () => {
    await correct('forwardingLine: "5 Elsewhere Lane"');
    const truth = roleOf(service, 'LANDLORD');
    const agent = roleOf(service, 'AGENT').types.get('Tenant')?.fields.get('forwarding.line');
    const own = truth.types.get('Tenant');
    const surname = own?.fields.get('surname');
    if (agent === undefined || own === undefined || surname === undefined) throw new Error('a field is missing');
    const line = { ...agent, gates: surname.gates, restrictedBy: [] };
    const types = new Map(truth.types).set('Tenant', {
      ...own,
      fields: new Map(own.fields).set('forwarding.line', line),
    });
    const breached = await openBreach(service, { role: 'LANDLORD', grant: { ...truth, types } });
    const query = `{ tenants(first: 10, changedSince: "${since}") { nodes { surname } } }`;
    expect(pageOf(await breached.ask('brick', query, { purpose: 'LETTING' }), 'tenants').nodes).toEqual([
      { surname: 'Quillfeather' },
    ]);
    await breached.close();
  });

  it('says nothing of a field that is withheld on the row', async () => {
    await run(service.store, `UPDATE tenant SET changed = jsonb_build_object('phone', now()) WHERE id = '${silas}'`);
    expect(await names('agent-north')).toEqual(['Vandermoth']);
    expect(await names('brick')).toEqual([]);
  });

  it('says nothing of a field whose window is over', async () => {
    await run(
      service.store,
      `UPDATE lease SET ends_on = (now() - interval '20 days')::date, status = 'ENDED' WHERE tenant_id = '${orla}'`,
    );
    await run(service.store, `UPDATE tenant SET changed = jsonb_build_object('phone', now()) WHERE id = '${orla}'`);
    expect(await names('brick')).toEqual([]);
    await run(service.store, `UPDATE tenant SET changed = jsonb_build_object('surname', now()) WHERE id = '${orla}'`);
    expect(await names('brick')).toEqual(['Quillfeather']);
    await run(service.store, `UPDATE lease SET ends_on = NULL, status = 'RUNNING' WHERE tenant_id = '${orla}'`);
  });
});

describe('a new link', () => {
  it('counts, though nothing of the person changed', async () => {
    await run(service.store, `INSERT INTO mandate VALUES ('agent-south', '${orla}', '2024-01-01')`);
    expect(await names('agent-south')).toEqual(['Quillfeather']);
    expect(await names('agent-north')).toEqual([]);
  });

  it('counts when it begins, though it was made long before', async () => {
    const lease = `INSERT INTO lease (tenant_id, dwelling_id, landlord_id, begins_on, created_at)
      SELECT 'e0000000-0000-4000-8000-000000000003', dwelling_id, '${brick}', CURRENT_DATE, '2024-01-01' FROM lease LIMIT 1`;
    await run(service.store, lease);
    since = `${new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)}T00:00:00Z`;
    expect(await names('brick')).toContain('Tarnbrook');
  });
});

describe('a moment', () => {
  it.each(['yesterday', '2024-01-01', '2024-13-01T00:00:00Z', '2024-01-01T00:00:00'])('is no %j', async (text) => {
    const reply = await service.ask('brick', `{ tenants(first: 1, changedSince: "${text}") { nodes { id } } }`);
    expect([reply.status, reply.data]).toEqual([400, undefined]);
  });

  it('of another page is none of this cursor', async () => {
    const page = (from: string, after: string): Promise<Reply> =>
      service.ask(
        'brick',
        `{ tenants(first: 1, changedSince: "${from}"${after}) { nodes { id } pageInfo { endCursor } } }`,
      );
    const { pageInfo } = pageOf(await page('2020-01-01T00:00:00Z', ''), 'tenants');
    const after = `, after: "${String(pageInfo.endCursor)}"`;
    expectDisclosed(await page('2020-01-01T00:00:00Z', after));
    expectRefused(await page('2021-01-01T00:00:00Z', after), 'CURSOR_INVALID');
  });
});

async function databaseNow(): Promise<string> {
  const [row] = await run(
    service.store,
    `SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS now`,
  );
  return String(row?.['now']);
}
