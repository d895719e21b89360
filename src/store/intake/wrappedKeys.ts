import { invariant } from '../../kernel/invariant.js';
import { identifier } from '../read/identifier.js';
import type { Session } from '../session.js';

/** Wrapped data keys of those of `persons` who are there and not erased, by UUID: nobody erases them before the transaction ends. */
export async function wrappedKeys(
  session: Session,
  subject: { readonly table: string; readonly key: string },
  persons: readonly string[],
): Promise<ReadonlyMap<string, Buffer>> {
  if (persons.length === 0) return new Map();
  const key = identifier(subject.key);
  const rows = await session.read({
    name: '',
    text: `SELECT ${key} AS person, data_key AS wrapped FROM ${identifier(subject.table)}
            WHERE ${key} = ANY($1::uuid[]) AND data_key IS NOT NULL ORDER BY ${key} FOR KEY SHARE`,
    values: [persons],
  });
  return new Map(
    rows.map(({ person, wrapped }) => {
      invariant(typeof person === 'string' && Buffer.isBuffer(wrapped), 'a person and a wrapped key');
      return [person, wrapped];
    }),
  );
}
