import type { ASTNode } from 'graphql';
import { indexSketches } from '../compile/models.js';
import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import type { Draft, TypeDraft } from '../read/draft.js';

/** A table is one type's and a column one field's: else one field could show in clear what another seals. */
export function placesAreOnce(draft: Draft): readonly PolicyProblem[] {
  const types = [...draft.types.values()];
  const tables = repeated(types.map(({ table, node }) => [table, node.name] as const)).map(([table, node]) =>
    problemAt(node, {
      code: 'TABLE_TWICE',
      message: `The table ${table} is another type's already.`,
      remedy: 'Give each type a table of its own.',
    }),
  );
  const columns = types.flatMap((type) =>
    repeated(columnsOf(draft, type)).map(([column, node]) =>
      problemAt(node, {
        code: 'COLUMN_TWICE',
        message: `The column ${type.table}.${column} is taken already.`,
        remedy:
          'A column is the prefix and the name of its field in snake case, a relation adds _id: rename the field.',
      }),
    ),
  );
  return [...tables, ...columns];
}

/** The person's wrapped data key, and when each column changed. */
const engineColumns: Readonly<Record<TypeDraft['kind'], readonly string[]>> = {
  subject: ['data_key', 'changed'],
  record: ['changed'],
  entity: [],
};

type Place = readonly [name: string, node: ASTNode | undefined];

function columnsOf(draft: Draft, type: TypeDraft): readonly Place[] {
  return [
    [type.key, undefined],
    ...engineColumns[type.kind].map((column) => [column, undefined] as const),
    ...indexSketches(draft, type).map(({ column }) => [column, undefined] as const),
    ...[...type.fields.values()].flatMap(({ model, node }): readonly Place[] =>
      model.kind === 'value' || model.kind === 'relation' ? [[model.column, node.name]] : [],
    ),
  ];
}

function repeated(places: readonly Place[]): readonly Place[] {
  return places.filter(([name], index) => places.findIndex(([other]) => other === name) < index);
}
