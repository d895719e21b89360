/** A registration that met a person who is there already: somebody looks at it, and its author is told nothing. */
import { invariant } from '../../kernel/invariant.js';
import type { ObjectModel } from '../../policy/compiled.js';
import { identifier } from '../read/identifier.js';

/** Puts up for review whoever has one of the `tokens`: $1 type, $2 account, $3 organisation, $4 now, then each token. */
export function reviewSql(model: ObjectModel, tokens: readonly string[]): string {
  const same = tokens.map((column, index) => {
    invariant(
      model.indexes.some((each) => each.unique && each.column === column),
      `${column} identifies nobody`,
    );
    return `t.${identifier(column)} = $${String(index + 5)}::bytea`;
  });
  return `INSERT INTO cloison.review (type, existing, author_account, author_organisation, created_at)
SELECT $1::text, t.${identifier(model.key)}, $2::text, $3::text, $4::timestamptz FROM ${identifier(model.table)} t WHERE ${same.join(' OR ')}`;
}
