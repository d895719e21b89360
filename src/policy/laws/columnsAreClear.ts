import type { ASTNode } from 'graphql';
import type { ScalarKind } from '../../kernel/scalar.js';
import type { FieldModel } from '../compiled.js';
import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import { argumentNode } from '../read/directives.js';
import type { Draft, TypeDraft } from '../read/draft.js';

/** A column that SQL compares, and the scalars that it may hold when a field says what it holds. */
interface ComparedColumn {
  readonly table: string;
  readonly column: string;
  readonly by: string;
  readonly holds: 'any' | readonly ScalarKind[];
  readonly node: ASTNode;
}

const days: readonly ScalarKind[] = ['Date', 'DateTime'];

/** What @reach, @restrict, @retain and @record compare is in clear, and is a date, a mark or a key as the comparison needs. */
export function columnsAreClear(draft: Draft): readonly PolicyProblem[] {
  const types = [...draft.types.values()];
  return types.flatMap(comparedColumns).flatMap((compared) =>
    types
      .filter(({ table }) => table === compared.table)
      .flatMap((type) => [...type.fields.values()])
      .flatMap(({ model }) => problemsOf(compared, model)),
  );
}

function problemsOf(compared: ComparedColumn, model: FieldModel): readonly PolicyProblem[] {
  if (model.kind !== 'value' || model.column !== compared.column) return [];
  if (model.storage === 'sealed') {
    return [
      problemAt(compared.node, {
        code: 'SEALED_COLUMN',
        message: `${compared.by} compares ${model.coordinate}, which is sealed.`,
        remedy: `Name another column, or write @personal(clear: "…") on ${model.coordinate}.`,
      }),
    ];
  }
  if (compared.holds === 'any' || compared.holds.includes(model.scalar)) return [];
  return [
    problemAt(compared.node, {
      code: 'COLUMN_MISFIT',
      message: `${compared.by} compares ${model.coordinate}, of type ${model.typeName}.`,
      remedy: `Name a column that holds ${compared.holds.join(' or ') || 'a key'}.`,
    }),
  ];
}

function comparedColumns(type: TypeDraft): readonly ComparedColumn[] {
  const { table } = type;
  return [
    ...reachColumns(type),
    ...type.restricts.map((use): ComparedColumn => {
      return { table, column: use.args.column, by: '@restrict', holds: ['Boolean'], node: argumentNode(use, 'column') };
    }),
    ...type.retains.map((use): ComparedColumn => {
      return { table, column: use.args.from, by: '@retain', holds: days, node: argumentNode(use, 'from') };
    }),
    ...(type.kind === 'record' && type.subject !== undefined
      ? [{ table, column: type.subject.column, by: '@record', holds: [], node: type.stored.node }]
      : []),
  ];
}

function reachColumns(type: TypeDraft): readonly ComparedColumn[] {
  return type.reaches.flatMap(({ use }): readonly ComparedColumn[] => {
    const { args } = use;
    const of = (
      argument: 'subject' | 'column' | 'row' | 'starts' | 'ends',
      holds: ComparedColumn['holds'],
    ): readonly ComparedColumn[] => {
      const column = args[argument];
      return column === undefined
        ? []
        : [{ table: args.through, column, by: '@reach', holds, node: argumentNode(use, argument) }];
    };
    const closes = args.closes.map((column): ComparedColumn => {
      return { table: args.through, column, by: '@reach', holds: days, node: argumentNode(use, 'closes') };
    });
    return [
      ...of('subject', []),
      ...of('column', 'any'),
      ...of('row', []),
      ...of('starts', days),
      ...of('ends', days),
      ...closes,
    ];
  });
}
