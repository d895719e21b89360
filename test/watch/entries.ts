/** Entries as a replica would have written them, at instants of a test's own choice. */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';

export interface TestEntry {
  readonly at: number;
  readonly account: string;
  readonly organisation?: string;
  readonly network?: string;
  readonly persons?: readonly string[];
  readonly misses?: number;
}

/** Inserts them in one statement, in their order. */
export async function insertEntries(client: pg.ClientBase, entries: readonly TestEntry[]): Promise<void> {
  const rows = entries.map(({ at, account, organisation, network, misses, persons: read }) => ({
    at: new Date(at).toISOString(),
    account,
    organisation,
    network: network ?? '192.0.2.7',
    persons: `{${(read ?? []).join()}}`,
    misses: misses ?? 0,
  }));
  await client.query(
    `INSERT INTO cloison.ledger_entry (at, kind, account, organisation, role, network, persons, shapes, misses)
SELECT x.at, 'READ', x.account, x.organisation, 'LANDLORD', x.network, x.persons::uuid[], '[["Tenant.surname","Tenant.forename"]]', x.misses
  FROM jsonb_to_recordset($1::jsonb) AS x(at timestamptz, account text, organisation text, network text, persons text, misses int)`,
    [JSON.stringify(rows)],
  );
}

export function persons(count: number): readonly string[] {
  return Array.from({ length: count }, () => randomUUID()).toSorted();
}

const day = 86_400_000;

/** Ten working days of an account that reads a dozen persons, from one network, at ten. */
export function pastOf(account: string, until: number, organisation?: string): readonly TestEntry[] {
  const known = persons(12);
  return Array.from({ length: 10 }, (_, index) => ({
    at: until - (10 - index) * day,
    account,
    persons: known,
    ...(organisation === undefined ? {} : { organisation }),
  }));
}

/** Page after page in the order of keys, twenty a second. */
export function sweepOf(account: string, at: number, pages: number): readonly TestEntry[] {
  const all = persons(pages * 50);
  return Array.from({ length: pages }, (_, page) => ({
    at: at + page * 50,
    account,
    network: '203.0.113.9',
    persons: all.slice(page * 50, page * 50 + 50),
  }));
}
