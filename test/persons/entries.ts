/** The ledger's entries as the corridor and the sequencer leave them, for the tests of the person's side. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { OpenStore } from '../../src/main.js';
import { run } from '../support/rentalRows.js';

export interface Entry {
  readonly kind?: 'READ' | 'WRITE' | 'REFUSAL' | 'EVENT';
  readonly at?: string;
  readonly account: string;
  readonly organisation?: string;
  readonly unit?: string;
  readonly role: string;
  readonly purpose?: string;
  readonly operation?: string;
  readonly persons: readonly string[];
  readonly shapes: readonly (readonly string[])[];
  readonly shapeOf?: readonly number[];
}

/** Gives the entry's id. */
export async function record(store: OpenStore, entry: Entry): Promise<number> {
  const { persons, shapes, shapeOf, kind = 'READ', at = '2026-11-20T09:00:00Z', ...head } = entry;
  const columns = { ...head, kind, at, purpose: head.purpose ?? 'LETTING' };
  const [row] = await store.rooms.database.read({
    name: '',
    text: `INSERT INTO cloison.ledger_entry (at, kind, account, organisation, unit, role, purpose, operation, persons, shapes, shape_of)
SELECT x.at, x.kind, x.account, x.organisation, x.unit, x.role, x.purpose, x.operation, $2::uuid[], $3::jsonb, $4::smallint[]
  FROM jsonb_to_record($1::jsonb) AS x(at timestamptz, kind text, account text, organisation text, unit text, role text,
    purpose text, operation text)
RETURNING id`,
    values: [JSON.stringify(columns), persons, JSON.stringify(shapes), shapeOf ?? null],
  });
  return Number(row?.['id']);
}

export async function settle(
  store: OpenStore,
  entries: readonly number[],
  outcome: 'DELIVERED' | 'PART' | 'WITHHELD' = 'DELIVERED',
  persons: readonly string[] = [],
): Promise<void> {
  await store.rooms.database.read({
    name: '',
    text: `INSERT INTO cloison.ledger_entry (at, kind, about, outcome, persons)
SELECT max(l.at) + interval '2 seconds', 'SETTLEMENT', $1::bigint[], $2, $3::uuid[]
  FROM cloison.ledger_entry l WHERE l.id = ANY ($1::bigint[])`,
    values: [entries, outcome, persons],
  });
}

/** Until the sequencer of the server has covered what stands in the ledger now. */
export async function sequence(store: OpenStore): Promise<void> {
  const [newest] = await run(store, 'SELECT max(id) AS id FROM cloison.ledger_entry');
  await until(store, `SELECT WHERE cloison.ledger_indexed() >= ${String(Number(newest?.['id'] ?? 0))}`);
}

async function until(store: OpenStore, text: string): Promise<void> {
  for (let patience = 1_000; patience > 0; patience--) {
    if ((await run(store, text)).length > 0) return;
    await sleep(10);
  }
  throw new Error(`it did not come true: ${text}`);
}

/** Until the notices of what stands in the ledger now are made; a server that runs may do it first. */
export async function derive(store: OpenStore): Promise<void> {
  await sequence(store);
  const [covered] = await run(store, 'SELECT cloison.ledger_indexed() AS id');
  await store.rooms.persons.derive();
  await until(store, `SELECT FROM cloison.notice_progress p WHERE p.entry >= ${String(covered?.['id'])}`);
}
