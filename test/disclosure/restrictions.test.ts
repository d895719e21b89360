/** Who is protected is there with less, for all but those who must know; the answer tells where, never why. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RestrictModel } from '../../src/policy/compiled.js';
import { expectDisclosed, pageOf } from '../support/answers.js';
import { openBreach, roleOf } from '../support/breach.js';
import { rentalFolder } from '../support/policies.js';
import { rentalAccounts } from '../support/rentalAccounts.js';
import { fillRental, leaseRow, run, tenantRow } from '../support/rentalRows.js';
import type { Service } from '../support/service.js';
import { clockAt, startService } from '../support/service.js';

const surety = 'b0000000-0000-4000-8000-000000000001';
const open = tenantRow(1);
const discreet = tenantRow(2);
let service: Service;

beforeAll(async () => {
  const guaranteed = (digit: number): unknown[] => [
    leaseRow(`f1000000-0000-4000-8000-00000000000${digit}`, { fund: surety }),
  ];
  const forwarding = { line: '3 Elsewhere Lane', postcode: '38100' };
  service = await startService({
    folder: rentalFolder,
    accounts: [
      ...rentalAccounts,
      {
        name: 'discreet',
        role: 'TENANT',
        claims: { ACCOUNT: 'discreet', SUBJECT: discreet.id },
        purposes: ['OWN_FILE'],
        defaultPurpose: 'OWN_FILE',
      },
    ],
    clock: clockAt('2024-06-01T10:00:00.000Z'),
    fill: async (store) => {
      await fillRental(store, [
        { ...open, forwarding, leases: guaranteed(1) },
        { ...discreet, forwarding, leases: guaranteed(2), discreet: true },
      ]);
      await run(
        store,
        `INSERT INTO mandate SELECT 'agent-south', id, '2024-01-01' FROM tenant WHERE id IN ('${open.id}', '${discreet.id}')`,
      );
      await run(store, "UPDATE lease SET ends_on = '2024-01-20', status = 'ENDED' WHERE id::text LIKE 'f0%'");
    },
  });
});

afterAll(() => service.stop());

describe('a tenant who asked for discretion', () => {
  it('is there for a landlord without the telephone', async () => {
    const reply = await service.ask('brick', '{ tenants(first: 10) { nodes { surname phoneLast2 } } }');
    expectDisclosed(reply, {
      tenants: {
        nodes: [
          { surname: 'Invented-1', phoneLast2: '** ** ** ** 01' },
          { surname: 'Invented-2', phoneLast2: null },
        ],
      },
    });
    expect(reply.withheld).toEqual([['tenants', 'nodes', 1, 'phoneLast2']]);
  });

  it('is counted by a fund without the area, and an object of which nothing may be known is absent', async () => {
    const reply = await service.ask(
      'surety',
      '{ tenants(first: 10) { nodes { bornYear forwarding { postcodePostcodeArea } } } }',
    );
    expect(pageOf(reply, 'tenants').nodes.slice(1)).toEqual([
      { bornYear: 1990, forwarding: { postcodePostcodeArea: '38' } },
      { bornYear: 1990, forwarding: null },
    ]);
    expect(reply.withheld).toEqual([['tenants', 'nodes', 2, 'forwarding', 'postcodePostcodeArea']]);
  });

  it('is whole for the agent, and for themselves', async () => {
    const agent = await service.ask(
      'agent-south',
      '{ tenants(first: 10) { nodes { phone forwarding { line postcode } } } }',
    );
    const whole = { phone: '+441632961002', forwarding: { line: '3 Elsewhere Lane', postcode: '38100' } };
    expect(pageOf(agent, 'tenants').nodes[1]).toEqual(whole);
    expect(agent.withheld).toEqual([]);
    const own = await service.ask('discreet', '{ myFile { phone forwarding { line postcode } } }');
    expectDisclosed(own, { myFile: whole });
    expect(own.withheld).toEqual([]);
  });
});

describe('the paths of what is withheld', () => {
  it('stand under every name and place at which it was asked', async () => {
    const reply = await service.ask(
      'brick',
      `{ page: tenants(first: 10) {
           nodes { call: phoneLast2 again: phoneLast2 surname }
           rows: edges { it: node { phoneLast2 } cursor }
         } }`,
    );
    expect(reply.withheld.toSorted(byText)).toEqual(
      [
        ['page', 'nodes', 1, 'call'],
        ['page', 'nodes', 1, 'again'],
        ['page', 'rows', 1, 'it', 'phoneLast2'],
      ].toSorted(byText),
    );
  });

  it('reach below lists and relations', async () => {
    const reply = await service.ask(
      'brick',
      '{ tenants(first: 10) { nodes { leases(first: 1) { edges { node { tenant { phoneLast2 } } } } } } }',
    );
    expect(reply.withheld).toEqual([['tenants', 'nodes', 1, 'leases', 'edges', 0, 'node', 'tenant', 'phoneLast2']]);
  });

  it('tell withheld from empty, and empty from withheld', async () => {
    const phone = await phoneOf(open.id);
    await run(service.store, `UPDATE tenant SET phone = NULL WHERE id = '${open.id}'`);
    const reply = await service.ask('brick', '{ tenants(first: 10) { nodes { phoneLast2 } } }');
    expect(pageOf(reply, 'tenants').nodes).toEqual([{ phoneLast2: null }, { phoneLast2: null }]);
    expect(reply.withheld).toEqual([['tenants', 'nodes', 1, 'phoneLast2']]);
    await run(service.store, `UPDATE tenant SET phone = '\\x${phone}' WHERE id = '${open.id}'`);
  });

  it('are the same whether there is a value behind them or none', async () => {
    const query = '{ tenants(first: 10) { nodes { surname phoneLast2 } } }';
    const before = await service.ask('brick', query);
    const phone = await phoneOf(discreet.id);
    await run(service.store, `UPDATE tenant SET phone = NULL WHERE id = '${discreet.id}'`);
    expect((await service.ask('brick', query)).text).toBe(before.text);
    await run(service.store, `UPDATE tenant SET phone = '\\x${phone}' WHERE id = '${discreet.id}'`);
  });
});

describe('the restriction', () => {
  it('closes when the mark is unknown', async () => {
    await run(service.store, 'ALTER TABLE tenant ALTER discreet DROP NOT NULL');
    await run(service.store, `UPDATE tenant SET discreet = NULL WHERE id = '${discreet.id}'`);
    const reply = await service.ask('brick', '{ tenants(first: 10) { nodes { phoneLast2 } } }');
    expect(pageOf(reply, 'tenants').nodes[1]).toEqual({ phoneLast2: null });
    await run(service.store, `UPDATE tenant SET discreet = TRUE WHERE id = '${discreet.id}'`);
  });

  it('is what keeps the telephone: without it, it leaves', async () => {
    const truth = roleOf(service, 'LANDLORD');
    const types = new Map(
      [...truth.types].map(([name, grant]) => [
        name,
        {
          ...grant,
          fields: new Map(
            [...grant.fields].map(([path, field]) => [path, { ...field, restrictedBy: [] as RestrictModel['fields'] }]),
          ),
        },
      ]),
    );
    const breached = await openBreach(service, { role: 'LANDLORD', grant: { ...truth, types } });
    const reply = await breached.ask('brick', '{ tenants(first: 10) { nodes { phoneLast2 } } }', {
      purpose: 'LETTING',
    });
    expect(pageOf(reply, 'tenants').nodes[1]).toEqual({ phoneLast2: '** ** ** ** 02' });
    await breached.close();
  });
});

/** The sealed cell, in hex. */
async function phoneOf(id: string): Promise<string> {
  const [row] = await run(service.store, `SELECT encode(phone, 'hex') AS phone FROM tenant WHERE id = '${id}'`);
  return String(row?.['phone']);
}

function byText(left: unknown, right: unknown): number {
  return JSON.stringify(left) < JSON.stringify(right) ? -1 : 1;
}
