/** A ledger that a test writes by hand: entries as the corridor leaves them. */
import type { Database } from '../../src/store/database.js';

export interface WrittenEntry {
  readonly kind?: 'READ' | 'WRITE' | 'REFUSAL' | 'SETTLEMENT' | 'EVENT';
  readonly at?: string;
  readonly account?: string;
  readonly organisation?: string;
  readonly actor?: string;
  readonly token?: string;
  readonly key?: string;
  readonly role?: string;
  readonly network?: string;
  readonly persons?: readonly string[];
  readonly shapes?: readonly (readonly string[])[];
  readonly shapeOf?: readonly number[];
  readonly about?: readonly number[];
  readonly outcome?: 'DELIVERED' | 'PART' | 'WITHHELD';
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** The id of the entry. */
export async function enter(database: Database, entry: WrittenEntry): Promise<number> {
  const [row] = await database.read({
    name: '',
    text: `INSERT INTO cloison.ledger_entry (at, kind, account, organisation, actor, token, key, role, network, persons, shapes,
  shape_of, about, outcome, detail, salt)
SELECT coalesce(e.at, cloison.clock()), e.kind, e.account, e.organisation, e.actor, e.token, e.key, e.role, e.network,
       coalesce(e.persons, '{}'), coalesce(e.shapes, '[]'), e."shapeOf", e.about, e.outcome, e.detail, uuid_send(gen_random_uuid())
  FROM jsonb_to_record($1::jsonb) e(at timestamptz, kind text, account text, organisation text, actor text, token text, key text,
    role text, network text, persons uuid[], shapes jsonb, "shapeOf" smallint[], about bigint[], outcome text, detail jsonb)
RETURNING id`,
    values: [JSON.stringify({ kind: 'READ', ...entry })],
  });
  return Number(row?.['id']);
}

/** Says of an entry what became of it. */
export function settle(
  database: Database,
  about: readonly number[],
  outcome: 'DELIVERED' | 'PART' | 'WITHHELD' = 'DELIVERED',
  held: readonly string[] = [],
): Promise<number> {
  return enter(database, { kind: 'SETTLEMENT', about, outcome, persons: held });
}

export function personKey(number: number): string {
  return `e1000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}
