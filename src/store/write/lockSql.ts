/**
 * Locks on the rows that a write will touch, taken before it is judged: what is judged stays so until it is written, and
 * of two writes at once the second sees the first. Persons before records, each in the order of their keys, so that two
 * writes wait for each other in one direction only.
 */
import { invariant } from '../../kernel/invariant.js';
import type { ObjectModel } from '../../policy/compiled.js';
import { identifier } from '../read/identifier.js';

/** The rows to be changed; of a record also its person's, whose key must not be rotated or destroyed meanwhile. */
export function lockTargetsSql(model: ObjectModel, holder: ObjectModel | undefined): string {
  const key = `t.${identifier(model.key)}`;
  const rows = `${key} = ANY($1::uuid[])`;
  if (model.kind !== 'record')
    return `SELECT FROM ${identifier(model.table)} t WHERE ${rows} ORDER BY ${key} FOR UPDATE`;
  invariant(model.subject !== undefined && holder !== undefined, 'a record has its person');
  const person = `s.${identifier(holder.key)}`;
  return `SELECT FROM ${identifier(holder.table)} s JOIN ${identifier(model.table)} t ON t.${identifier(model.subject.column)} = ${person}
WHERE ${rows} ORDER BY ${person}, ${key} FOR SHARE OF s FOR UPDATE OF t`;
}

/** The persons of new records. */
export function lockPersonsSql(person: ObjectModel): string {
  const key = `s.${identifier(person.key)}`;
  return `SELECT FROM ${identifier(person.table)} s WHERE ${key} = ANY($1::uuid[]) ORDER BY ${key} FOR SHARE`;
}
