/**
 * What names one row does the same work in the store whether the row is absent, out of reach or erased: the time of an answer
 * tells nobody which (law 7). Compared is what PostgreSQL ran, node by node, and not a clock, which a busy machine bends.
 */
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReadMode } from '../../../src/store/read/readMode.js';
import { valuesOf } from '../../../src/store/read/parameters.js';
import { readTimes } from '../../../src/store/read/readTimes.js';
import { rowsSql } from '../../../src/store/read/rowsSql.js';
import { columnType, readCatalogue } from '../../../src/store/catalogue.js';
import type { Catalogue } from '../../../src/store/catalogue.js';
import { planned } from '../../plan/planning.js';
import { compiled, rentalFolder } from '../../support/policies.js';
import type { RentalStore } from '../../support/rental.js';
import { openRental } from '../../support/rental.js';

const policy = compiled(rentalFolder);
const idOf = (digit: string): string => `${digit}0000000-0000-4000-8000-000000000000`;
const tokenOf = (digit: string): Buffer => Buffer.from(digit.repeat(64), 'hex');

/** Absent ids and tokens lie between those that are there, as random ones do. */
const tenants = { reached: '2', stranger: '4', erased: '6', another: '8' } as const;
const absent = ['1', '3', '5', '7'];
const byFile: ReadMode = { kind: 'lookup', index: 'file_number_surname_bidx', fromLinks: false };

let store: RentalStore;
let client: pg.Client;
let catalogue: Catalogue;

beforeAll(async () => {
  store = await openRental();
  client = new pg.Client(store.made.url);
  await client.connect();
  for (const [name, digit] of Object.entries(tenants)) {
    await client.query('INSERT INTO tenant (id, data_key, file_number_surname_bidx) VALUES ($1, $2, $3)', [
      idOf(digit),
      name === 'erased' ? null : Buffer.of(0),
      tokenOf(digit),
    ]);
  }
  for (const [agent, digit] of [
    ['agent', tenants.reached],
    ['agent', tenants.erased],
    ['somebody else', tenants.stranger],
    ['somebody else', tenants.another],
  ] as const) {
    await client.query("INSERT INTO mandate VALUES ($1, $2, '2024-01-01')", [agent, idOf(digit)]);
  }
  catalogue = await readCatalogue(store.database);
});

afterAll(async () => {
  await client.end();
  await store.close();
});

describe.each([
  ['by its id', { kind: 'key' } as const],
  ['by a value that no two persons share', byFile],
])('a row named %s', (_title, mode) => {
  it.each([
    ['out of reach', tenants.stranger],
    ['erased', tenants.erased],
  ])('takes the work of an absent one when it is %s', async (_why, digit) => {
    for (const none of absent) expect(await workOf(mode, none)).toEqual(await workOf(mode, digit));
  });

  it('is found by who reaches it, and by nobody beside it', async () => {
    expect(await isFound(mode, tenants.reached)).toBe(true);
    for (const digit of [...absent, tenants.stranger, tenants.erased]) expect(await isFound(mode, digit)).toBe(false);
  });
});

function statementOf(mode: ReadMode, digit: string): { readonly text: string; readonly values: unknown[] } {
  const [root] = planned(policy, {
    role: 'AGENT',
    purpose: 'LETTING',
    query: '{ tenant(id: "x") { surname phone } }',
  }).roots;
  if (root === undefined) throw new Error('a root was asked');
  const sql = rowsSql(root.selection.rows, mode, (table, column) => columnType(catalogue, table, column));
  const times = readTimes(Date.parse('2024-06-01T12:00:00Z'), policy.zones);
  const given = { key: idOf(digit), token: tokenOf(digit), limit: 10 };
  return {
    text: sql.text,
    values: [
      ...valuesOf(sql.parameters, { claims: { ACCOUNT: 'agent' }, absorbed: [], purpose: 'LETTING', times }, given),
    ],
  };
}

async function isFound(mode: ReadMode, digit: string): Promise<boolean> {
  const { rows } = await client.query<{ packet: string | null }>(statementOf(mode, digit));
  return rows.some(({ packet }) => packet !== null);
}

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Loops': number;
  readonly Plans?: readonly PlanNode[];
}

/** How often each scan of a table ran. */
async function workOf(mode: ReadMode, digit: string): Promise<readonly string[]> {
  const { text, values } = statementOf(mode, digit);
  const { rows } = await client.query<{ 'QUERY PLAN': readonly { readonly Plan: PlanNode }[] }>({
    text: `EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF, FORMAT JSON) ${text}`,
    values,
  });
  const scans = rows.flatMap((row) => row['QUERY PLAN'].flatMap(({ Plan }) => scansOf(Plan)));
  expect(scans.length).toBeGreaterThan(1);
  return scans;
}

function scansOf(node: PlanNode): readonly string[] {
  const own = node['Relation Name'] === undefined ? [] : [`${node['Relation Name']} × ${node['Actual Loops']}`];
  return [...own, ...(node.Plans ?? []).flatMap(scansOf)];
}
