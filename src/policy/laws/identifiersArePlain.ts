import type { ASTNode } from 'graphql';
import { indexSketches } from '../compile/models.js';
import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import { argumentNode } from '../read/directives.js';
import type { Draft, TypeDraft } from '../read/draft.js';

/** PostgreSQL cuts a longer identifier off, silently (its manual, section 4.1.1). */
const plain = /^[a-z_][a-z0-9_]{0,62}$/;

/** Tables and columns are lower-case words of at most 63 characters, so that SQL needs no quotes and holds no surprise. */
export function identifiersArePlain(draft: Draft): readonly PolicyProblem[] {
  return [...draft.types.values()].flatMap((type) =>
    identifiersOf(draft, type)
      .filter(([name]) => !plain.test(name))
      .map(([name, node]) => notPlain(name, node)),
  );
}

type Identifier = readonly [name: string, node: ASTNode | undefined];

function identifiersOf(draft: Draft, type: TypeDraft): readonly Identifier[] {
  const { stored } = type;
  return [
    [type.table, stored.node],
    [type.key, stored.node],
    ...(type.subject === undefined ? [] : [[type.subject.column, stored.node] as const]),
    ...[...type.fields.values()].flatMap(({ model, node }): readonly Identifier[] =>
      model.kind === 'value' || model.kind === 'relation' ? [[model.column, node.name]] : [],
    ),
    ...reachIdentifiers(type),
    ...type.restricts.map((use) => [use.args.column, argumentNode(use, 'column')] as const),
    ...type.retains.map((use) => [use.args.from, argumentNode(use, 'from')] as const),
    ...indexSketches(draft, type).map(({ column }) => [column, type.node.name] as const),
  ];
}

function reachIdentifiers(type: TypeDraft): readonly Identifier[] {
  return type.reaches.flatMap(({ use }): readonly Identifier[] => {
    const single = (['through', 'subject', 'column', 'row', 'starts', 'ends'] as const).flatMap(
      (name): readonly Identifier[] => {
        const value = use.args[name];
        return value === undefined ? [] : [[value, argumentNode(use, name)]];
      },
    );
    return [...single, ...use.args.closes.map((column) => [column, argumentNode(use, 'closes')] as const)];
  });
}

function notPlain(name: string, node: ASTNode | undefined): PolicyProblem {
  return problemAt(node, {
    code: 'IDENTIFIER_INVALID',
    message: `"${name}" is no plain name of a table or column.`,
    remedy: 'Write lower-case letters, digits and underscores, at most 63, a letter first.',
  });
}
