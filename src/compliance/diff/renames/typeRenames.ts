import type { CompiledPolicy } from '../../../policy/compiled.js';
import { matched } from '../matching.js';
import type { RenameRule } from './rename.js';
import { namesOf } from './rename.js';
import type { Path } from './rewrite.js';
import { holderOf, keyedMapOf, rewrite } from './rewrite.js';

/** A type is its table: what lies there and is called otherwise is the same type. */
export const typeRenames: RenameRule = {
  find(old, next) {
    const { gone, added } = matched(old.types, next.types);
    return gone.flatMap(([from, { table }]) =>
      added
        .filter(([, other]) => other.table === table)
        .map(([to]) => ({ subject: { kind: 'type', type: to } as const, from, to })),
    );
  },
  follow(old, renames): CompiledPolicy {
    const nameOf = namesOf(renames);
    return rewrite(old, (text, path) => (namesType(path) ? nameOf(text) : text));
  },
};

function namesType(path: Path): boolean {
  const map = keyedMapOf(path);
  if (map !== undefined) return map === 'types' || map === 'reaches';
  const holder = holderOf(path);
  // A role's `writes` are mutations; an input's is the type that it writes.
  if (holder === 'writes') return path[0] === 'writes';
  if (holder === 'name') return path[0] === 'types' && path.length === 3;
  if (holder === 'value') return path.includes('opened');
  // The person of a request; of a reach it is a column.
  if (holder === 'subject') return path[0] === 'requests';
  if (holder === 'members') return path[0] === 'roots';
  return holder === 'type' || holder === 'target';
}
