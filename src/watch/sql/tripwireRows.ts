/** Tripwires as they stand: the row's key, and what its blind indexes hold. */
import type { Database } from '../../store/database.js';
import type { Session } from '../../store/session.js';

export interface TripwireToken {
  readonly person: string;
  /** `table.column`. */
  readonly index: string;
  readonly token: Buffer;
  /** Nobody else can have it. */
  readonly isSure: boolean;
}

export interface ListedTripwire {
  readonly person: string;
  readonly type: string;
  readonly addedBy: string;
  readonly addedAt: string;
  readonly indexes: readonly string[];
}

export async function readTokens(database: Database): Promise<readonly TripwireToken[]> {
  const rows = await database.read({
    name: 'watch_tripwire_tokens',
    text: `SELECT t.person::text, t.index_name AS "index", t.token, t.is_sure AS "isSure" FROM cloison.tripwire_token t LIMIT 10000`,
    values: [],
  });
  return rows as readonly unknown[] as readonly TripwireToken[];
}

export async function listTripwires(database: Database): Promise<readonly ListedTripwire[]> {
  const rows = await database.read({
    name: 'watch_list_tripwires',
    text: `SELECT w.person::text, w.type, w.added_by::text AS "addedBy", w.added_at AS "addedAt",
       ARRAY(SELECT t.index_name FROM cloison.tripwire_token t WHERE t.person = w.person ORDER BY 1)::text[] AS indexes
  FROM cloison.tripwire w ORDER BY w.added_at, w.person LIMIT 1000`,
    values: [],
  });
  return rows as readonly unknown[] as readonly ListedTripwire[];
}

/** Whether it was new. */
export async function insertTripwire(
  session: Session,
  { person, type, actor }: { readonly person: string; readonly type: string; readonly actor: string },
): Promise<boolean> {
  const added = await session.write({
    name: 'watch_add_tripwire',
    text: `INSERT INTO cloison.tripwire (person, type, added_by, added_at) VALUES ($1::uuid, $2, $3, cloison.clock())
ON CONFLICT DO NOTHING`,
    values: [person, type, actor],
  });
  return added > 0;
}

export async function insertToken(session: Session, { person, index, token, isSure }: TripwireToken): Promise<void> {
  await session.write({
    name: 'watch_add_tripwire_token',
    text: 'INSERT INTO cloison.tripwire_token (person, index_name, token, is_sure) VALUES ($1::uuid, $2, $3, $4)',
    values: [person, index, token, isSure],
  });
}

/** Whether there was one. */
export async function deleteTripwire(session: Session, person: string): Promise<boolean> {
  const removed = await session.write({
    name: 'watch_remove_tripwire',
    text: 'DELETE FROM cloison.tripwire WHERE person = $1::uuid',
    values: [person],
  });
  return removed > 0;
}
