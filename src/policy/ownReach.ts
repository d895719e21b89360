/** Which columns of a table make links, and which only end them. */
import type { Draft, ReachDraft } from './read/draft.js';

/** Every way of a role that goes through the table of `type`. */
export function reachesThrough(draft: Draft, type: string): readonly ReachDraft[] {
  const table = draft.types.get(type)?.table;
  return [...draft.types.values()].flatMap(({ reaches }) => reaches.filter(({ use }) => use.args.through === table));
}

/** Columns that end a link: an END may set them earlier and never later, nor empty them. */
export function shortenedColumns(draft: Draft, type: string): readonly string[] {
  const columns = reachesThrough(draft, type).flatMap(({ use: { args } }) => [
    ...(args.ends === undefined ? [] : [args.ends]),
    ...args.closes,
  ]);
  return Object.freeze([...new Set(columns)]);
}

/** Columns that make a link or say whose it is. */
export function makingColumns({ use: { args } }: ReachDraft): readonly string[] {
  return [args.starts, args.column, args.subject, ...(args.row === undefined ? [] : [args.row])];
}
