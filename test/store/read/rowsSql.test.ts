import { describe, expect, it } from 'vitest';
import type { ReadMode } from '../../../src/store/read/readMode.js';
import { rowsSql } from '../../../src/store/read/rowsSql.js';
import { planned } from '../../plan/planning.js';
import { compiled, rentalFolder } from '../../support/policies.js';

const policy = compiled(rentalFolder);
const page: ReadMode = { kind: 'page', after: false, changed: false, filters: [] };

/** The SQL of the first root of a query, for a role. */
function sqlOf(role: string, purpose: string, query: string, mode: ReadMode): string {
  const [root] = planned(policy, { role, purpose, query }).roots;
  if (root === undefined) throw new Error('a root was asked');
  return rowsSql(root.selection.rows, mode, typeOf).text;
}

function typeOf(_table: string, column: string): string {
  if (column.endsWith('_on')) return 'date';
  if (column.endsWith('_at')) return 'timestamptz';
  return column === 'id' || column.endsWith('_id') ? 'uuid' : 'text';
}

describe('the SQL of a read', () => {
  it('walks the links of a landlord in key order, and closes each column behind its window and restriction', () => {
    const query = '{ tenants(first: 5) { nodes { surname phoneLast2 } } }';
    expect(sqlOf('LANDLORD', 'LETTING', query, page)).toMatchInlineSnapshot(`
      "SELECT encode(string_agg(x.p, ''::bytea ORDER BY x.k), 'base64') AS packet FROM (
      SELECT t."id" AS k, record_send(ROW(t."id", t."id", t.data_key, (1 | CASE WHEN (link.mask & 1) <> 0 THEN 2 ELSE 0 END | CASE WHEN (link.mask & 2) <> 0 AND t."discreet" IS FALSE THEN 4 ELSE 0 END)::int4, NULL::uuid, CASE WHEN (link.mask & 1) <> 0 THEN t."surname" END, CASE WHEN (link.mask & 2) <> 0 AND t."discreet" IS FALSE THEN t."phone" END)) AS p
      FROM (SELECT l."tenant_id" AS k, bit_or((CASE WHEN (l."ends_on" IS NULL OR l."ends_on" >= $3::date) AND l."begins_on" >= $4::date THEN 1 ELSE 0 END | CASE WHEN (l."ends_on" IS NULL OR l."ends_on" >= $5::date) AND l."begins_on" >= $6::date THEN 2 ELSE 0 END)) AS mask FROM "lease" l WHERE l."landlord_id" = $1::uuid AND l."begins_on" <= $2::date AND ((l."ends_on" IS NULL OR l."ends_on" >= $3::date) AND l."begins_on" >= $4::date OR (l."ends_on" IS NULL OR l."ends_on" >= $5::date) AND l."begins_on" >= $6::date) GROUP BY 1 ORDER BY 1 OFFSET 0) link JOIN "tenant" t ON t."id" = link.k
      WHERE t.data_key IS NOT NULL
        AND (link.mask & 3) <> 0
      ORDER BY t."id" LIMIT $7::int
      ) x"
    `);
  });

  it('closes a column that waits for the approval behind one look-up a link, and lets the link itself be', () => {
    const query = '{ tenants(first: 5) { nodes { phone } } }';
    expect(sqlOf('LANDLORD', 'LETTING', query, page)).toMatchInlineSnapshot(`
      "SELECT encode(string_agg(x.p, ''::bytea ORDER BY x.k), 'base64') AS packet FROM (
      SELECT t."id" AS k, record_send(ROW(t."id", t."id", t.data_key, (1 | CASE WHEN (link.mask & 4) <> 0 AND t."discreet" IS FALSE THEN 2 ELSE 0 END)::int4, NULL::uuid, CASE WHEN (link.mask & 4) <> 0 AND t."discreet" IS FALSE THEN t."phone" END)) AS p
      FROM (SELECT l."tenant_id" AS k, bit_or((CASE WHEN (l."ends_on" IS NULL OR l."ends_on" >= $3::date) AND l."begins_on" >= $4::date THEN 1 ELSE 0 END | CASE WHEN (l."ends_on" IS NULL OR l."ends_on" >= $5::date) AND l."begins_on" >= $6::date THEN 2 ELSE 0 END | CASE WHEN (l."ends_on" IS NULL OR l."ends_on" >= $5::date) AND l."begins_on" >= $6::date AND EXISTS (SELECT FROM cloison.approval p WHERE p.person = l."tenant_id" AND p.subject_type = 'Tenant' AND p.organisation = $7::text AND p.purpose = $8::text AND p.withdrawn_at IS NULL AND p.given_at <= $9::timestamptz AND p.ends_at > $9::timestamptz OFFSET 0) THEN 4 ELSE 0 END)) AS mask FROM "lease" l WHERE l."landlord_id" = $1::uuid AND l."begins_on" <= $2::date AND ((l."ends_on" IS NULL OR l."ends_on" >= $3::date) AND l."begins_on" >= $4::date OR (l."ends_on" IS NULL OR l."ends_on" >= $5::date) AND l."begins_on" >= $6::date) GROUP BY 1 ORDER BY 1 OFFSET 0) link JOIN "tenant" t ON t."id" = link.k
      WHERE t.data_key IS NOT NULL
        AND (link.mask & 3) <> 0
      ORDER BY t."id" LIMIT $10::int
      ) x"
    `);
  });

  it('asks, for a version, when the columns changed that are open on the row, each behind its own gate', () => {
    const plain = sqlOf('AGENT', 'LETTING', '{ tenant(id: "x") { surname } }', { kind: 'key' });
    const text = sqlOf('AGENT', 'LETTING', '{ tenant(id: "x") { surname version } }', { kind: 'key' });
    expect(plain).not.toContain('changed');
    const versioned = text.slice(text.indexOf('array_to_string'), text.indexOf(')) AS p'));
    expect(versioned).toMatchInlineSnapshot(
      `"array_to_string(ARRAY[CASE WHEN (link.mask & 1) <> 0 THEN 'born=' || (t.changed ->> 'born') END, CASE WHEN (link.mask & 1) <> 0 THEN 'came_on=' || (t.changed ->> 'came_on') END, CASE WHEN (link.mask & 1) <> 0 THEN 'discreet=' || (t.changed ->> 'discreet') END, CASE WHEN (link.mask & 1) <> 0 THEN 'file_number=' || (t.changed ->> 'file_number') END, CASE WHEN (link.mask & 1) <> 0 THEN 'forename=' || (t.changed ->> 'forename') END, CASE WHEN (link.mask & 1) <> 0 THEN 'forwarding_postcode=' || (t.changed ->> 'forwarding_postcode') END, CASE WHEN (link.mask & 1) <> 0 THEN 'left_on=' || (t.changed ->> 'left_on') END, CASE WHEN (link.mask & 5) <> 0 THEN 'phone=' || (t.changed ->> 'phone') END, CASE WHEN (link.mask & 3) <> 0 THEN 'surname=' || (t.changed ->> 'surname') END], ',')"`,
    );
  });

  it('starts from the row for one by its id', () => {
    const query = '{ tenant(id: "x") { surname } }';
    expect(sqlOf('AGENT', 'LETTING', query, { kind: 'key' })).toMatchInlineSnapshot(`
      "SELECT encode(x.p, 'base64') AS packet FROM (
      SELECT t."id" AS k, record_send(ROW(t."id", t."id", t.data_key, (1 | CASE WHEN (link.mask & 3) <> 0 THEN 2 ELSE 0 END)::int4, NULL::uuid, CASE WHEN (link.mask & 3) <> 0 THEN t."surname" END)) AS p
      FROM (SELECT * FROM "tenant" t WHERE t."id" >= $1::uuid ORDER BY t."id" LIMIT 1) t CROSS JOIN LATERAL (SELECT bit_or(a.mask) AS mask FROM (SELECT (CASE WHEN (l."ends_on" IS NULL OR l."ends_on" >= $4::date) AND l."begins_on" >= $5::date THEN 1 ELSE 0 END | CASE WHEN (l."ends_on" IS NULL OR l."ends_on" >= $6::date) AND l."begins_on" >= $7::date THEN 8 ELSE 0 END) AS mask FROM "mandate" l WHERE l."tenant_id" = t."id" AND l."agent" = $2::text AND l."begins_on" <= $3::date AND ((l."ends_on" IS NULL OR l."ends_on" >= $4::date) AND l."begins_on" >= $5::date OR (l."ends_on" IS NULL OR l."ends_on" >= $6::date) AND l."begins_on" >= $7::date) UNION ALL SELECT 2 AS mask FROM "cloison"."exceptional_link" l WHERE l."person" = t."id" AND l."account" = $2::text AND l."opened_at" <= $8::timestamptz AND (l."closed_at" IS NULL OR l."closed_at" > $8::timestamptz) AND l."subject_type" = 'Tenant' AND l."reach" = 'counter' AND l."role" = 'AGENT' AND l."ends_at" > $8::timestamptz UNION ALL SELECT 4 AS mask FROM "cloison"."exceptional_link" l WHERE l."person" = t."id" AND l."account" = $2::text AND l."opened_at" <= $8::timestamptz AND (l."closed_at" IS NULL OR l."closed_at" > $8::timestamptz) AND l."subject_type" = 'Tenant' AND l."reach" = 'leak' AND l."role" = 'AGENT' AND l."ends_at" > $8::timestamptz) a) link
      WHERE CASE WHEN t."id" = $1::uuid AND t.data_key IS NOT NULL THEN (link.mask & 15) <> 0 ELSE FALSE END
      ) x"
    `);
  });

  it('looks a person up by the index alone, and up to so many', () => {
    const query = '{ tenant(id: "x") { surname } }';
    expect(sqlOf('AGENT', 'LETTING', query, { kind: 'lookup', index: 'file_number_surname_bidx', fromLinks: false }))
      .toMatchInlineSnapshot(`
        "SELECT encode(string_agg(x.p, ''::bytea ORDER BY x.k), 'base64') AS packet FROM (
        SELECT t."id" AS k, record_send(ROW(t."id", t."id", t.data_key, (1 | CASE WHEN (link.mask & 3) <> 0 THEN 2 ELSE 0 END)::int4, NULL::uuid, CASE WHEN (link.mask & 3) <> 0 THEN t."surname" END)) AS p
        FROM (SELECT * FROM "tenant" t WHERE t."file_number_surname_bidx" >= $1::bytea ORDER BY t."file_number_surname_bidx" LIMIT 1) t CROSS JOIN LATERAL (SELECT bit_or(a.mask) AS mask FROM (SELECT (CASE WHEN (l."ends_on" IS NULL OR l."ends_on" >= $4::date) AND l."begins_on" >= $5::date THEN 1 ELSE 0 END | CASE WHEN (l."ends_on" IS NULL OR l."ends_on" >= $6::date) AND l."begins_on" >= $7::date THEN 8 ELSE 0 END) AS mask FROM "mandate" l WHERE l."tenant_id" = t."id" AND l."agent" = $2::text AND l."begins_on" <= $3::date AND ((l."ends_on" IS NULL OR l."ends_on" >= $4::date) AND l."begins_on" >= $5::date OR (l."ends_on" IS NULL OR l."ends_on" >= $6::date) AND l."begins_on" >= $7::date) UNION ALL SELECT 2 AS mask FROM "cloison"."exceptional_link" l WHERE l."person" = t."id" AND l."account" = $2::text AND l."opened_at" <= $8::timestamptz AND (l."closed_at" IS NULL OR l."closed_at" > $8::timestamptz) AND l."subject_type" = 'Tenant' AND l."reach" = 'counter' AND l."role" = 'AGENT' AND l."ends_at" > $8::timestamptz UNION ALL SELECT 4 AS mask FROM "cloison"."exceptional_link" l WHERE l."person" = t."id" AND l."account" = $2::text AND l."opened_at" <= $8::timestamptz AND (l."closed_at" IS NULL OR l."closed_at" > $8::timestamptz) AND l."subject_type" = 'Tenant' AND l."reach" = 'leak' AND l."role" = 'AGENT' AND l."ends_at" > $8::timestamptz) a) link
        WHERE CASE WHEN t."file_number_surname_bidx" = $1::bytea AND t.data_key IS NOT NULL THEN (link.mask & 15) <> 0 ELSE FALSE END
        LIMIT $9::int
        ) x"
      `);
  });

  it('looks among the caller’s links where strangers share the index', () => {
    const query = '{ tenant(id: "x") { surname } }';
    const mode: ReadMode = { kind: 'lookup', index: 'surname_born_bidx', fromLinks: true };
    expect(sqlOf('AGENT', 'LETTING', query, mode)).toMatchInlineSnapshot(`
      "SELECT encode(string_agg(x.p, ''::bytea ORDER BY x.k), 'base64') AS packet FROM (
      SELECT t."id" AS k, record_send(ROW(t."id", t."id", t.data_key, (1 | CASE WHEN (link.mask & 3) <> 0 THEN 2 ELSE 0 END)::int4, NULL::uuid, CASE WHEN (link.mask & 3) <> 0 THEN t."surname" END)) AS p
      FROM (SELECT a.k, bit_or(a.mask) AS mask FROM (SELECT l."tenant_id" AS k, (CASE WHEN (l."ends_on" IS NULL OR l."ends_on" >= $3::date) AND l."begins_on" >= $4::date THEN 1 ELSE 0 END | CASE WHEN (l."ends_on" IS NULL OR l."ends_on" >= $5::date) AND l."begins_on" >= $6::date THEN 8 ELSE 0 END) AS mask FROM "mandate" l WHERE l."agent" = $1::text AND l."begins_on" <= $2::date AND ((l."ends_on" IS NULL OR l."ends_on" >= $3::date) AND l."begins_on" >= $4::date OR (l."ends_on" IS NULL OR l."ends_on" >= $5::date) AND l."begins_on" >= $6::date)
            UNION ALL SELECT l."person" AS k, 2 AS mask FROM "cloison"."exceptional_link" l WHERE l."account" = $1::text AND l."opened_at" <= $7::timestamptz AND (l."closed_at" IS NULL OR l."closed_at" > $7::timestamptz) AND l."subject_type" = 'Tenant' AND l."reach" = 'counter' AND l."role" = 'AGENT' AND l."ends_at" > $7::timestamptz
            UNION ALL SELECT l."person" AS k, 4 AS mask FROM "cloison"."exceptional_link" l WHERE l."account" = $1::text AND l."opened_at" <= $7::timestamptz AND (l."closed_at" IS NULL OR l."closed_at" > $7::timestamptz) AND l."subject_type" = 'Tenant' AND l."reach" = 'leak' AND l."role" = 'AGENT' AND l."ends_at" > $7::timestamptz) a GROUP BY a.k) link JOIN "tenant" t ON t."id" = link.k
      WHERE t."surname_born_bidx" = $8::bytea
        AND t.data_key IS NOT NULL
        AND (link.mask & 15) <> 0
      LIMIT $9::int
      ) x"
    `);
  });

  it('knows all links before it compares a change', () => {
    const query = '{ tenants(first: 5, changedSince: "2026-01-01T00:00:00Z") { nodes { id } } }';
    expect(sqlOf('LANDLORD', 'LETTING', query, { ...page, changed: true })).toMatchInlineSnapshot(`
      "SELECT encode(string_agg(x.p, ''::bytea ORDER BY x.k), 'base64') AS packet FROM (
      SELECT t."id" AS k, record_send(ROW(t."id", t."id", t.data_key, (1 | CASE WHEN (link.mask & 1) <> 0 THEN 2 ELSE 0 END | CASE WHEN (link.mask & 2) <> 0 AND t."discreet" IS FALSE THEN 4 ELSE 0 END | CASE WHEN (link.mask & 4) <> 0 AND t."discreet" IS FALSE THEN 8 ELSE 0 END)::int4, NULL::uuid)) AS p
      FROM (SELECT a.k, bit_or(a.mask) AS mask, max(a.since) AS since FROM (SELECT l."tenant_id" AS k, (CASE WHEN (l."ends_on" IS NULL OR l."ends_on" >= $3::date) AND l."begins_on" >= $4::date THEN 1 ELSE 0 END | CASE WHEN (l."ends_on" IS NULL OR l."ends_on" >= $5::date) AND l."begins_on" >= $6::date THEN 2 ELSE 0 END | CASE WHEN (l."ends_on" IS NULL OR l."ends_on" >= $5::date) AND l."begins_on" >= $6::date AND EXISTS (SELECT FROM cloison.approval p WHERE p.person = l."tenant_id" AND p.subject_type = 'Tenant' AND p.organisation = $7::text AND p.purpose = $8::text AND p.withdrawn_at IS NULL AND p.given_at <= $9::timestamptz AND p.ends_at > $9::timestamptz OFFSET 0) THEN 4 ELSE 0 END) AS mask, greatest(greatest(l.created_at, l."begins_on"::timestamptz + interval '12 hours'), (SELECT max(p.given_at) FROM cloison.approval p WHERE p.person = l."tenant_id" AND p.subject_type = 'Tenant' AND p.organisation = $7::text AND p.purpose = $8::text AND p.withdrawn_at IS NULL AND p.given_at <= $9::timestamptz AND p.ends_at > $9::timestamptz)) AS since FROM "lease" l WHERE l."landlord_id" = $1::uuid AND l."begins_on" <= $2::date AND ((l."ends_on" IS NULL OR l."ends_on" >= $3::date) AND l."begins_on" >= $4::date OR (l."ends_on" IS NULL OR l."ends_on" >= $5::date) AND l."begins_on" >= $6::date)) a GROUP BY a.k) link JOIN "tenant" t ON t."id" = link.k
      WHERE (link.since > $10::timestamptz OR ((link.mask & 1) <> 0 AND (COALESCE((t.changed ->> 'surname')::timestamptz > $10::timestamptz, FALSE) OR COALESCE((t.changed ->> 'forename')::timestamptz > $10::timestamptz, FALSE))) OR ((link.mask & 2) <> 0 AND t."discreet" IS FALSE AND (COALESCE((t.changed ->> 'phone')::timestamptz > $10::timestamptz, FALSE))) OR ((link.mask & 4) <> 0 AND t."discreet" IS FALSE AND (COALESCE((t.changed ->> 'phone')::timestamptz > $10::timestamptz, FALSE))))
        AND t.data_key IS NOT NULL
        AND (link.mask & 3) <> 0
      ORDER BY t."id" LIMIT $11::int
      ) x"
    `);
  });

  it('pages through what is about no person without a link', () => {
    const query = '{ dwellings(first: 5) { nodes { street } } }';
    expect(sqlOf('LANDLORD', 'LETTING', query, { ...page, after: true })).toMatchInlineSnapshot(`
      "SELECT encode(string_agg(x.p, ''::bytea ORDER BY x.k), 'base64') AS packet FROM (
      SELECT t."id" AS k, record_send(ROW(t."id", NULL::uuid, NULL::bytea, (1)::int4, NULL::uuid, t."street"::text)) AS p
      FROM "dwelling" t
      WHERE t."id" > $1::uuid
      ORDER BY t."id" LIMIT $2::int
      ) x"
    `);
  });

  it('takes a bound of rows for each parent', () => {
    const [root] = planned(policy, {
      role: 'LANDLORD',
      purpose: 'LETTING',
      query: '{ tenants(first: 5) { nodes { leases(first: 2) { nodes { status } } } } }',
    }).roots;
    const child = root?.selection.children[0];
    if (child === undefined) throw new Error('a list was asked');
    const mode: ReadMode = { kind: 'children', parent: 'tenant_id', after: false };
    expect(rowsSql(child.selection.rows, mode, typeOf).text).toMatchInlineSnapshot(`
      "SELECT encode(string_agg(x.p, ''::bytea ORDER BY x.parent, x.k), 'base64') AS packet FROM (
      SELECT t."id" AS k, t."tenant_id" AS parent, row_number() OVER (PARTITION BY t."tenant_id" ORDER BY t."id") AS n, record_send(ROW(t."id", t."tenant_id", s.data_key, (1)::int4, t."tenant_id", t."status"::text)) AS p
      FROM "lease" t CROSS JOIN LATERAL (SELECT bit_or(a.mask) AS mask FROM (SELECT 1 AS mask FROM "lease" l WHERE l."id" = t."id" AND l."tenant_id" = t."tenant_id" AND l."landlord_id" = $1::uuid AND l."begins_on" <= $2::date AND (l."ends_on" IS NULL OR l."ends_on" >= $3::date) AND l."begins_on" >= $4::date) a) link
          JOIN "tenant" s ON s."id" = t."tenant_id"
      WHERE t."tenant_id" = ANY($5::uuid[])
        AND s.data_key IS NOT NULL
        AND (link.mask & 1) <> 0
      ) x WHERE x.n <= $6::int"
    `);
  });
});
