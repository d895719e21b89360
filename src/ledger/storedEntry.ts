/**
 * An entry as it stands in the database and in an export: the columns as PostgreSQL's own text, since that is what the tree is
 * made of. Parsed and written again, a number of JSON would lose what it cannot hold, and an edit of it would go unseen.
 */
import { z } from 'zod';

const text = z.string().nullable();

/** In the order in which they are hashed; exports hold these members and no other. */
export const storedEntryShape = z.strictObject({
  id: z.number().int().positive(),
  at: z.string(),
  kind: z.string(),
  account: text,
  organisation: text,
  unit: text,
  application: text,
  actor: text,
  token: text,
  key: text,
  role: text,
  purpose: text,
  network: text,
  operation: text,
  policy: text,
  /** `{uuid,uuid}`. */
  persons: z.string().regex(/^\{[0-9a-f,-]*\}$/),
  /** JSON. */
  shapes: z.string(),
  shape_of: text,
  candidates: z.number().int(),
  misses: z.number().int(),
  about: text,
  outcome: text,
  /** JSON. */
  detail: text,
  /** In hexadecimal. */
  salt: z.string(),
});

export type StoredEntry = Readonly<z.infer<typeof storedEntryShape>>;

/** What a SELECT from `cloison.ledger_entry e` names to get {@link StoredEntry} rows. */
export const storedEntryColumns = `e.id, e.at, e.kind, e.account, e.organisation, e.unit, e.application, e.actor, e.token, e.key,
  e.role, e.purpose, e.network, e.operation, e.policy, e.persons::text AS persons, e.shapes::text AS shapes,
  e.shape_of::text AS shape_of, e.candidates, e.misses, e.about::text AS about, e.outcome, e.detail::text AS detail,
  encode(e.salt, 'hex') AS salt`;

/** The members of an array of PostgreSQL that holds no text: numbers, UUIDs. */
export function arrayMembers(array: string): readonly string[] {
  return array.length <= 2 ? [] : array.slice(1, -1).split(',');
}
