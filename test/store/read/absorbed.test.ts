/** Who stands for several organisations reaches what is linked to any of them, on every path and in pages as cheap as before. */
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { columnType, readCatalogue } from '../../../src/store/catalogue.js';
import type { Catalogue } from '../../../src/store/catalogue.js';
import type { ColumnTypes } from '../../../src/store/read/linkSql.js';
import { fixedColumns, rowsSql } from '../../../src/store/read/rowsSql.js';
import type { Organisations, Reading } from '../../../src/store/read/parameters.js';
import { Parameters, valuesOf } from '../../../src/store/read/parameters.js';
import type { ReadMode } from '../../../src/store/read/readMode.js';
import { RowReader } from '../../../src/store/read/readRows.js';
import { readTimes } from '../../../src/store/read/readTimes.js';
import type { RowSelection } from '../../../src/policy/rowSelection.js';
import { planned } from '../../plan/planning.js';
import { compiled, rentalFolder } from '../../support/policies.js';
import { openRental } from '../../support/rental.js';
import type { RentalStore } from '../../support/rental.js';

const policy = compiled(rentalFolder);
const times = readTimes(Date.parse('2024-06-01T12:00:00Z'), policy.zones);
const page = { kind: 'page', after: false, changed: false, filters: [] } as const satisfies ReadMode;

const landlordOf = (digit: number): string => `a0000000-0000-4000-8000-00000000000${digit}`;
const tenantOf = (digit: number): string => `e0000000-0000-4000-8000-${String(digit).padStart(12, '0')}`;
const [brick, harbour, other] = [landlordOf(1), landlordOf(2), landlordOf(3)];

let store: RentalStore;
let client: pg.Client;
let catalogue: Catalogue;
let rows: RowReader;
const types: ColumnTypes = (table, column) => columnType(catalogue, table, column);

beforeAll(async () => {
  store = await openRental();
  client = new pg.Client(store.made.url);
  await client.connect();
  await client.query(`INSERT INTO landlord (id, name) SELECT unnest($1::uuid[]), 'Invented Lets'`, [
    [brick, harbour, other],
  ]);
  await client.query(
    `INSERT INTO dwelling (id, landlord_id, street, rooms) VALUES ('${brick}', '${brick}', '1 Nowhere', 1)`,
  );
  catalogue = await readCatalogue(store.database);
  rows = new RowReader(types);
});
afterAll(async () => {
  await client.end();
  await store.close();
});

function selectionOf(query: string, role = 'LANDLORD'): RowSelection {
  const [root] = planned(policy, { role, purpose: 'LETTING', query }).roots;
  if (root === undefined) throw new Error('a root was asked');
  return root.selection.rows;
}

const names = '{ tenants(first: 5) { nodes { surname } } }';
const sqlOf = (mode: ReadMode, organisations: Organisations = 'SEVERAL', query = names, role?: string): string =>
  rowsSql(selectionOf(query, role), mode, types, organisations).text;

describe('the SQL of who stands for several organisations', () => {
  it('walks the links of each by itself in key order, each up to a page, and brings them together', () => {
    expect(sqlOf(page)).toMatchInlineSnapshot(`
      "SELECT encode(string_agg(x.p, ''::bytea ORDER BY x.k), 'base64') AS packet FROM (
      SELECT t."id" AS k, record_send(ROW(t."id", t."id", t.data_key, (1 | CASE WHEN (link.mask & 1) <> 0 THEN 2 ELSE 0 END)::int4, NULL::uuid, CASE WHEN (link.mask & 1) <> 0 THEN t."surname" END)) AS p
      FROM (SELECT a.k, bit_or(a.mask) AS mask FROM (SELECT w.k, w.mask FROM unnest($7::uuid[]) o(id) CROSS JOIN LATERAL (SELECT l."tenant_id" AS k, bit_or((CASE WHEN (l."ends_on" IS NULL OR l."ends_on" >= $2::date) AND l."begins_on" >= $3::date THEN 1 ELSE 0 END | CASE WHEN (l."ends_on" IS NULL OR l."ends_on" >= $4::date) AND l."begins_on" >= $5::date THEN 2 ELSE 0 END)) AS mask FROM "lease" l JOIN "tenant" h ON h."id" = l."tenant_id" AND h.data_key IS NOT NULL WHERE l."landlord_id" = o.id AND l."begins_on" <= $1::date AND ((l."ends_on" IS NULL OR l."ends_on" >= $2::date) AND l."begins_on" >= $3::date OR (l."ends_on" IS NULL OR l."ends_on" >= $4::date) AND l."begins_on" >= $5::date) GROUP BY 1 ORDER BY 1 LIMIT $6::int) w) a GROUP BY a.k) link JOIN "tenant" t ON t."id" = link.k
      WHERE t.data_key IS NOT NULL
        AND (link.mask & 3) <> 0
      ORDER BY t."id" LIMIT $6::int
      ) x"
    `);
  });

  it('looks up the links of a row, whichever of them it is linked to', () => {
    expect(sqlOf({ kind: 'key' })).toMatchInlineSnapshot(`
      "SELECT encode(x.p, 'base64') AS packet FROM (
      SELECT t."id" AS k, record_send(ROW(t."id", t."id", t.data_key, (1 | CASE WHEN (link.mask & 1) <> 0 THEN 2 ELSE 0 END)::int4, NULL::uuid, CASE WHEN (link.mask & 1) <> 0 THEN t."surname" END)) AS p
      FROM (SELECT * FROM "tenant" t WHERE t."id" >= $1::uuid ORDER BY t."id" LIMIT 1) t CROSS JOIN LATERAL (SELECT bit_or(a.mask) AS mask FROM (SELECT (CASE WHEN (l."ends_on" IS NULL OR l."ends_on" >= $4::date) AND l."begins_on" >= $5::date THEN 1 ELSE 0 END | CASE WHEN (l."ends_on" IS NULL OR l."ends_on" >= $6::date) AND l."begins_on" >= $7::date THEN 2 ELSE 0 END) AS mask FROM "lease" l WHERE l."tenant_id" = t."id" AND l."landlord_id" = ANY($2::uuid[]) AND l."begins_on" <= $3::date AND ((l."ends_on" IS NULL OR l."ends_on" >= $4::date) AND l."begins_on" >= $5::date OR (l."ends_on" IS NULL OR l."ends_on" >= $6::date) AND l."begins_on" >= $7::date)) a) link
      WHERE CASE WHEN t."id" = $1::uuid AND t.data_key IS NOT NULL THEN (link.mask & 3) <> 0 ELSE FALSE END
      ) x"
    `);
  });

  it('knows all links of all of them before it compares a change', () => {
    expect(sqlOf({ ...page, changed: true })).toContain('WHERE l."landlord_id" = ANY($1::uuid[]) AND');
  });

  it('looks among the links of all of them where strangers share the index', () => {
    const mode: ReadMode = { kind: 'lookup', index: 'surname_born_bidx', fromLinks: true };
    expect(sqlOf(mode)).toContain('WHERE l."landlord_id" = ANY($1::uuid[]) AND');
  });

  it.each([
    ['by an account', 'AGENT', names],
    ['to what is about no person', 'LANDLORD', '{ dwellings(first: 5) { nodes { street } } }'],
  ])('is that of everybody where reach is %s', (_title, role, query) => {
    expect(sqlOf(page, 'SEVERAL', query, role)).toBe(sqlOf(page, 'ONE', query, role));
  });

  it('is another statement than that of who stands for one, which is as it was', () => {
    const selection = selectionOf(names);
    const [several, one] = [rows.statementOf(selection, page, 'SEVERAL'), rows.statementOf(selection, page, 'ONE')];
    expect([several.text, one.text]).toEqual([sqlOf(page), sqlOf(page, 'ONE')]);
    expect(several.name).not.toBe(one.name);
  });
});

describe('the organisations that are compared', () => {
  it.each([
    ['those of the caller', [brick, harbour], 'uuid', [brick, harbour]],
    ['those alone that can be a key of the column', [brick, 'harbour'], 'uuid', [brick]],
    ['names, where the column holds names', ['brick', 'harbour'], 'text', ['brick', 'harbour']],
    // The register may know more of an account than its token claims: the token stays as narrow as it is.
    ['none when the token names none', [undefined, harbour], 'uuid', []],
  ])('are %s', (_title, [organisation, ...absorbed], type, compared) => {
    const parameters = new Parameters('SEVERAL');
    parameters.organisations(type);
    const claims = organisation === undefined ? {} : { ORGANISATION: organisation };
    const reading = { claims, absorbed: absorbed.map(String), purpose: 'LETTING', times };
    expect(valuesOf(parameters.list(), reading, {})).toEqual([compared]);
  });
});

const readingOf = (absorbed: readonly string[], organisation = brick): Reading => ({
  claims: { ORGANISATION: organisation },
  absorbed,
  purpose: 'LETTING',
  times,
});

async function fill(links: readonly (readonly [tenant: number, landlord: string])[], erased = 0): Promise<void> {
  await client.query('TRUNCATE tenant, lease, repair, mandate');
  const tenants = [...new Set(links.map(([tenant]) => tenant))];
  await client.query(
    `INSERT INTO tenant (id, data_key) SELECT id, CASE WHEN id <> $2 THEN '\\x00'::bytea END FROM unnest($1::uuid[]) id`,
    [tenants.map(tenantOf), tenantOf(erased)],
  );
  await client.query(
    `INSERT INTO lease (tenant_id, dwelling_id, landlord_id, begins_on, status)
     SELECT tenant, '${brick}', landlord, '2024-01-01', 'RUNNING' FROM unnest($1::uuid[], $2::uuid[]) l(tenant, landlord)`,
    [links.map(([tenant]) => tenantOf(tenant)), links.map(([, landlord]) => landlord)],
  );
}

/** All keys, page by page. */
async function walked(reading: Reading, first: number): Promise<readonly string[]> {
  const selection = selectionOf(names);
  const keys: string[] = [];
  for (;;) {
    const after = keys.at(-1);
    const mode: ReadMode = { ...page, after: after !== undefined };
    const found = await rows.read(store.database, { selection, mode, reading, given: { limit: first, after } });
    for (let row = 0; row < found.count; row++) keys.push(found.uuidText(row, fixedColumns.key) ?? '');
    if (found.count < first) return keys;
  }
}

const hexOf = (tenant: number): string => tenantOf(tenant).replaceAll('-', '');

describe('in a real store', () => {
  it('pages hold each person that any of them is linked to, once and in order', async () => {
    const link = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.constantFrom(brick, harbour, other));
    const property = fc.asyncProperty(
      fc.array(link, { minLength: 1, maxLength: 20 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 4 }),
      async (links, erased, first) => {
        await fill(links, erased);
        const linked = links.filter(([tenant, landlord]) => landlord !== other && tenant !== erased);
        const expected = [...new Set(linked.map(([tenant]) => hexOf(tenant)))].toSorted();
        expect(await walked(readingOf([harbour]), first)).toEqual(expected);
      },
    );
    await fc.assert(property, { numRuns: 60 });
  });

  it('every other path reaches the same', async () => {
    await fill([
      [1, brick],
      [2, harbour],
      [3, other],
    ]);
    const selection = selectionOf(names);
    const reading = readingOf([harbour]);
    const keys = [1, 2, 3].map(tenantOf);
    const since = '2020-01-01T00:00:00Z';
    const all = await rows.read(store.database, { selection, mode: { kind: 'keys' }, reading, given: { keys } });
    const changed = { ...page, changed: true };
    const found = await rows.read(store.database, { selection, mode: changed, reading, given: { limit: 9, since } });
    const named = await Promise.all(
      keys.map((key) => rows.read(store.database, { selection, mode: { kind: 'key' }, reading, given: { key } })),
    );
    expect([all.count, found.count, named.map(({ count }) => count)]).toEqual([2, 2, [1, 1, 0]]);
  });

  it('one organisation reaches what it reached, before and after the other read, and a malformed one nothing', async () => {
    await fill([
      [1, brick],
      [2, harbour],
    ]);
    expect(await walked(readingOf([]), 5)).toEqual([hexOf(1)]);
    expect(await walked(readingOf([harbour]), 5)).toEqual([hexOf(1), hexOf(2)]);
    expect(await walked(readingOf([]), 5)).toEqual([hexOf(1)]);
    expect(await walked(readingOf(['no key'], 'no key either'), 5)).toEqual([]);
  });

  it('a page reads no more links than it holds, however many there are', async () => {
    const links = Array.from({ length: 6_000 }, (_, at) => [at + 1, [harbour, brick][at % 10] ?? other] as const);
    await fill(links);
    await client.query('ANALYZE');
    const { text, parameters } = rowsSql(selectionOf(names), page, types, 'SEVERAL');
    const { rows: explained } = await client.query<{ 'QUERY PLAN': readonly { readonly Plan: PlanNode }[] }>({
      text: `EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF, FORMAT JSON) ${text}`,
      values: [...valuesOf(parameters, readingOf([harbour]), { limit: 11 })],
    });
    const read = explained.flatMap((row) => row['QUERY PLAN'].map(({ Plan }) => linksRead(Plan)));
    expect(read).toHaveLength(1);
    expect(read[0]).toBeLessThan(100);
  });
});

interface PlanNode {
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly Plans?: readonly PlanNode[];
}

function linksRead(node: PlanNode): number {
  const own = node['Relation Name'] === 'lease' ? node['Actual Rows'] * node['Actual Loops'] : 0;
  return (node.Plans ?? []).reduce((sum, each) => sum + linksRead(each), own);
}
