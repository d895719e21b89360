/** Whoever writes to the database and holds no key cannot make one person's value another's: the request fails, closed and mute. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Failure } from '../../src/kernel/failure.js';
import { expectDisclosed, expectNobody, expectRefused, pageOf } from '../support/answers.js';
import { rentalFolder } from '../support/policies.js';
import { rentalAccounts } from '../support/rentalAccounts.js';
import { fillRental, leaseRow, run, tenantRow } from '../support/rentalRows.js';
import type { Reply, Service } from '../support/service.js';
import { clockAt, startService } from '../support/service.js';

const one = tenantRow(1, {
  surname: 'Firstborn-Name',
  forename: 'Ottilie',
  leases: [
    leaseRow('f1000000-0000-4000-8000-000000000001', { rent: 71_111 }),
    leaseRow('f1000000-0000-4000-8000-000000000002', { rent: 72_222 }),
  ],
});
const two = tenantRow(2, {
  surname: 'Secondborn-Name',
  forename: 'Piers',
  leases: [leaseRow('f1000000-0000-4000-8000-000000000003', { rent: 73_333 })],
});
const values = ['Firstborn-Name', 'Ottilie', 'Secondborn-Name', 'Piers', '71111', '72222', '73333'];
let service: Service;

beforeAll(async () => {
  service = await startService({
    folder: rentalFolder,
    accounts: rentalAccounts,
    clock: clockAt('2024-06-01T10:00:00.000Z'),
    fill: async (store) => {
      await fillRental(store, [one, two]);
      await run(
        store,
        `INSERT INTO mandate SELECT 'agent-south', id, '2024-01-01' FROM tenant WHERE id IN ('${one.id}', '${two.id}')`,
      );
      await run(store, 'CREATE TABLE kept_tenant AS TABLE tenant');
      await run(store, 'CREATE TABLE kept_lease AS TABLE lease');
    },
  });
});

afterEach(async () => {
  const columns = [
    'data_key',
    'surname',
    'forename',
    'phone',
    'born',
    'surname_born_bidx',
    'file_number_bidx',
    'file_number_surname_bidx',
  ];
  await run(service.store, 'UPDATE tenant SET file_number_bidx = NULL');
  await run(
    service.store,
    `UPDATE tenant t SET ${columns.map((column) => `${column} = k.${column}`).join(', ')} FROM kept_tenant k WHERE k.id = t.id`,
  );
  await run(
    service.store,
    'UPDATE lease l SET rent = k.rent, tenant_id = k.tenant_id FROM kept_lease k WHERE k.id = l.id',
  );
});

afterAll(() => service.stop());

const all = '{ tenants(first: 10) { nodes { surname forename phone leases(first: 5) { nodes { rent } } } } }';
const ask = (query = all): Promise<Reply> => service.ask('agent-south', query);

/** Swaps columns between two rows of a table. */
const swap = (table: string, columns: string, left: string, right: string): string => {
  const sets = columns.split(', ').map((column) => `${column} = o.${column}`);
  return `UPDATE ${table} t SET ${sets.join(', ')} FROM ${table} o WHERE (t.id, o.id) IN (('${left}', '${right}'), ('${right}', '${left}'))`;
};

const lease = (digit: number): string => `f1000000-0000-4000-8000-00000000000${digit}`;

const tamperings: readonly (readonly [title: string, sql: string, place: string])[] = [
  ['two persons’ cells swapped', swap('tenant', 'surname', one.id, two.id), 'tenant.surname'],
  ['two persons’ data keys swapped', swap('tenant', 'data_key', one.id, two.id), 'a data key'],
  [
    'cells and data keys of two persons swapped together',
    swap('tenant', 'data_key, surname', one.id, two.id),
    'a data key',
  ],
  [
    'one person’s two cells swapped',
    `UPDATE tenant SET surname = forename, forename = surname WHERE id = '${one.id}'`,
    'tenant.surname',
  ],
  ['two records of one person swapped', swap('lease', 'rent', lease(1), lease(2)), 'lease.rent'],
  ['two records of two persons swapped', swap('lease', 'rent', lease(1), lease(3)), 'lease.rent'],
  [
    'a record given to another person',
    `UPDATE lease SET tenant_id = '${two.id}' WHERE id = '${lease(1)}'`,
    'lease.rent',
  ],
  [
    'a cell of another person copied over',
    `UPDATE tenant SET surname = (SELECT surname FROM tenant WHERE id = '${two.id}') WHERE id = '${one.id}'`,
    'tenant.surname',
  ],
  [
    'a bit flipped',
    `UPDATE tenant SET surname = set_bit(surname, 8 * octet_length(surname) - 9, 1 - get_bit(surname, 8 * octet_length(surname) - 9)) WHERE id = '${one.id}'`,
    'tenant.surname',
  ],
  [
    'a cell cut short',
    `UPDATE tenant SET surname = substring(surname FROM 1 FOR octet_length(surname) - 1) WHERE id = '${one.id}'`,
    'tenant.surname',
  ],
  ['a cell emptied', `UPDATE tenant SET surname = '\\x' WHERE id = '${one.id}'`, 'tenant.surname'],
  [
    'plaintext put in place of a cell',
    `UPDATE tenant SET surname = convert_to('Firstborn-Name', 'UTF8') WHERE id = '${one.id}'`,
    'tenant.surname',
  ],
  [
    'another suite written on a cell',
    `UPDATE tenant SET surname = set_byte(surname, 0, 2) WHERE id = '${one.id}'`,
    'tenant.surname',
  ],
  [
    'a data key of nobody’s',
    `UPDATE tenant SET data_key = decode(repeat('00', octet_length(data_key)), 'hex') WHERE id = '${one.id}'`,
    'a data key',
  ],
];

describe('a request that meets what was tampered with fails closed', () => {
  it.each(tamperings)('%s', async (_title, sql, place) => {
    await run(service.store, sql);
    const before = service.failures.length;
    const reply = await ask();
    expectRefused(reply, 'INTERNAL', 'The request could not be served.');
    for (const value of values) expect(reply.text).not.toContain(value);
    expect(reply.text).not.toMatch(/tenant|lease|seal|key|stack/i);
    const [failure] = service.failures.slice(before);
    expect(failure).toBeInstanceOf(Failure);
    expect(failure).toMatchObject({ code: 'SEAL_BROKEN', message: expect.stringContaining(place) as string });
    for (const value of values) expect((failure as Failure).message).not.toContain(value);
  });

  it('and what it does not meet is served', async () => {
    await run(service.store, swap('tenant', 'surname', one.id, two.id));
    const reply = await ask('{ tenants(first: 10) { nodes { forename } } }');
    expect(pageOf(reply, 'tenants').nodes).toEqual([{ forename: 'Ottilie' }, { forename: 'Piers' }]);
    expectDisclosed(await service.ask('agent-north', all));
  });

  it('and all is as it was once the rows are', async () => {
    const nodes = pageOf(await ask(), 'tenants').nodes;
    expect(nodes.map(({ surname, forename }) => [surname, forename])).toEqual([
      ['Firstborn-Name', 'Ottilie'],
      ['Secondborn-Name', 'Piers'],
    ]);
  });
});

describe('a tampered index finds nobody', () => {
  it('when two persons’ tokens are swapped', async () => {
    const find = '{ findTenant(by: { surname: "Firstborn-Name", born: "1990-01-01" }) { forename } }';
    expectDisclosed(await ask(find), { findTenant: { forename: 'Ottilie' } });
    await run(service.store, swap('tenant', 'surname_born_bidx', one.id, two.id));
    expectNobody(await ask(find), 'findTenant');
  });
});
