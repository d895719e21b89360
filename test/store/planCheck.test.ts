import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkPlans } from '../../src/store/planCheck.js';
import type { Lookup } from '../../src/store/planCheck.js';
import { openRental } from '../support/rental.js';
import type { RentalStore } from '../support/rental.js';

let store: RentalStore;
beforeAll(async () => {
  store = await openRental();
});
afterAll(() => store.close());

function lookup(where: string, from = 'tenant t'): Lookup {
  return {
    name: 'findTenant by surname',
    text: `SELECT t.id FROM ${from} WHERE ${where}`,
    parameterTypes: [],
    parameterCount: 1,
    table: 'tenant',
  };
}

describe('a lookup', () => {
  it.each([
    ['a column without an index', lookup('t.surname = $1::bytea')],
    ['an index that is walked from end to end', lookup('t.surname = $1::bytea ORDER BY t.id LIMIT 1')],
    ['an expression over an indexed column', lookup("t.surname_born_bidx || 'x' = $1::bytea")],
    [
      'a join that starts from every person',
      lookup('t.came_on = $1::date', 'tenant t JOIN lease l ON l.tenant_id = t.id'),
    ],
  ])('that reads every person is a problem: %s', async (_, scanning) => {
    expect(await checkPlans(store.database, [scanning])).toEqual([
      {
        code: 'LOOKUP_SCANS',
        table: 'tenant',
        column: undefined,
        message: 'findTenant by surname would scan the table',
        remedy: 'CREATE INDEX on the column of tenant by which findTenant by surname finds its rows',
      },
    ]);
  });

  it('by its blind index is none, whatever else it joins', async () => {
    expect(
      await checkPlans(store.database, [
        lookup('t.surname_born_bidx = $1::bytea'),
        { ...lookup('t.file_number_bidx = $1'), parameterTypes: ['bytea'] },
        lookup(
          "t.surname_born_bidx = $1::bytea AND l.status = 'RUNNING'",
          'tenant t CROSS JOIN LATERAL (SELECT * FROM lease l WHERE l.tenant_id = t.id) l',
        ),
      ]),
    ).toEqual([]);
  });

  it('leaves nothing prepared and no setting changed', async () => {
    await checkPlans(store.database, [lookup('t.id = $1::uuid')]);
    const rows = await store.database.read({
      name: '',
      values: [],
      text: "SELECT current_setting('enable_seqscan') AS seqscan, (SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'cloison%') AS n",
    });
    expect(rows).toEqual([{ seqscan: 'on', n: 0 }]);
  });
});
