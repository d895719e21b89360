import { getNamedType, isInputObjectType } from 'graphql';
import { comparedPaths } from '../compile/operations.js';
import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import { argumentNode } from '../read/directives.js';
import type { Draft, RootDraft } from '../read/draft.js';

/** A person is found by two attributes at least, all of them personal values that the input brings: one is a sweep. */
export function findsIdentify(draft: Draft): readonly PolicyProblem[] {
  return draft.roots
    .filter(({ use }) => use?.args.kind === 'FIND')
    .flatMap((root) => [...setProblems(draft, root), ...inputProblems(draft, root)]);
}

function setProblems(draft: Draft, root: RootDraft): readonly PolicyProblem[] {
  const { use } = root;
  if (use === undefined) return [];
  const node = argumentNode(use, 'by');
  return use.args.by.flatMap((set) => {
    const unknown = set.filter((path) => !isPersonalValue(draft, root, path));
    const brought = new Set(comparedOf(draft, root).values());
    return [
      ...(new Set(set).size < 2
        ? [
            problemAt(node, {
              code: 'FIND_SET_TOO_SMALL',
              message: `Query.${root.field.name} finds by ${set.join(', ') || 'nothing'} alone.`,
              remedy: 'Name two different fields at least in each set.',
            }),
          ]
        : []),
      ...unknown.map((path) =>
        problemAt(node, {
          code: 'FIELD_UNKNOWN',
          message: `Query.${root.field.name} finds by ${path}, which is no personal value of its type.`,
          remedy: 'Name @personal fields, `address.postcode` for a member.',
        }),
      ),
      ...set
        .filter((path) => !brought.has(path))
        .map((path) =>
          problemAt(node, {
            code: 'FIND_INPUT',
            message: `Query.${root.field.name} finds by ${path}, which no field of its input brings.`,
            remedy: `Write a field ${path.replaceAll('.', '_')} in the input, with @sets(field: "${path}") if its name differs.`,
          }),
        ),
    ];
  });
}

function inputProblems(draft: Draft, root: RootDraft): readonly PolicyProblem[] {
  const named = new Set(root.use?.args.by.flat() ?? []);
  return [...comparedOf(draft, root)]
    .filter(([, path]) => !named.has(path))
    .map(([input, path]) =>
      problemAt(root.node.name, {
        code: 'FIND_INPUT',
        message: `The input of Query.${root.field.name} brings ${input}, and no set finds by ${path}.`,
        remedy: `Name ${path} in a set of \`by\`, or take ${input} out.`,
      }),
    );
}

function comparedOf(draft: Draft, { field }: RootDraft): ReadonlyMap<string, string> {
  const input = field.args.map(({ type }) => getNamedType(type)).find((type) => isInputObjectType(type));
  return input === undefined ? new Map() : comparedPaths(draft, input);
}

function isPersonalValue(draft: Draft, { field }: RootDraft, path: string): boolean {
  const found = draft.types.get(getNamedType(field.type).name)?.fields.get(path);
  return found?.model.kind === 'value' && found.personal !== undefined;
}
