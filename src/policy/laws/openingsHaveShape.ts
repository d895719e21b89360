import { getNamedType, isEnumType, isListType, getNullableType, isObjectType } from 'graphql';
import type { ASTNode } from 'graphql';
import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import { argumentNode } from '../read/directives.js';
import type { Draft, OpeningDraft, TypeDraft } from '../read/draft.js';
import type { Finding } from './law.js';

/** What names the person is brought, a reason is given, and the payload tells nothing but the person. */
export function openingsHaveShape(draft: Draft): readonly PolicyProblem[] {
  return draft.openings.flatMap((opening) => {
    const type = draft.types.get(opening.type ?? '');
    return [
      ...stepProblems(opening),
      ...payloadProblems(opening, type),
      ...reasonProblems(opening),
      ...(type === undefined ? [] : argumentProblems(opening, type)),
    ];
  });
}

function stepProblems(opening: OpeningDraft): readonly PolicyProblem[] {
  const steps = opening.node.directives?.filter(({ name }) => name.value === 'write' || name.value === 'sets') ?? [];
  return steps.map((node) =>
    wrong(opening, node, {
      code: 'OPENS_SHAPE',
      what: 'opens and writes',
      remedy: 'Write two mutations: what is opened for two hours changes nothing.',
    }),
  );
}

function payloadProblems(opening: OpeningDraft, type: TypeDraft | undefined): readonly PolicyProblem[] {
  const payload = getNamedType(opening.field.type);
  const fields = isObjectType(payload) ? Object.values(payload.getFields()) : [];
  const rest = fields.filter(({ name }) => name !== 'errors');
  const errors = fields.find(({ name }) => name === 'errors');
  const isFit =
    type?.kind === 'subject' &&
    String(errors?.type) === '[RowError!]!' &&
    rest.length === 1 &&
    String(rest[0]?.type) === type.name;
  return isFit
    ? []
    : [
        wrong(opening, opening.node.type, {
          code: 'PAYLOAD_SHAPE',
          what: `gives ${payload.name}`,
          remedy: 'Write a type with `errors: [RowError!]!` and one nullable field of the type of the person.',
        }),
      ];
}

function reasonProblems(opening: OpeningDraft): readonly PolicyProblem[] {
  const { reason, node } = opening;
  const type = reason === undefined ? undefined : getNamedType(reason.type);
  const isFit =
    reason !== undefined &&
    !isListType(getNullableType(reason.type)) &&
    String(reason.type).endsWith('!') &&
    (isEnumType(type) || type?.name === 'String');
  return isFit
    ? []
    : [
        wrong(opening, reason?.astNode ?? node.name, {
          code: 'OPENS_SHAPE',
          what: 'asks for no reason',
          remedy: 'Write an argument `reason` of an enum, `reason: CounterReason!`, or `reason: String!`.',
        }),
      ];
}

/** Each field of the set is brought once, by an argument of its own type that must be given. */
function argumentProblems(opening: OpeningDraft, type: TypeDraft): readonly PolicyProblem[] {
  const { by } = opening.use.args;
  const missing = by.filter((path) => opening.brings.filter((each) => each.path === path).length !== 1);
  return [
    ...missing.map((path) =>
      wrong(opening, argumentNode(opening.use, 'by'), {
        code: 'FIND_INPUT',
        what: `names a person by ${path}, which not one argument brings`,
        remedy: `Write an argument ${path.replaceAll('.', '_')}, with @sets(field: "${path}") if its name differs.`,
      }),
    ),
    ...opening.brings.flatMap(({ argument, path }) => {
      const model = type.fields.get(path)?.model;
      const wanted = model?.kind === 'value' ? `${model.typeName}!` : undefined;
      if (by.includes(path) && (wanted === undefined || String(argument.type) === wanted)) return [];
      return [
        wrong(opening, argument.astNode ?? opening.node, {
          code: by.includes(path) ? 'INPUT_TYPE' : 'FIND_INPUT',
          what: by.includes(path)
            ? `takes ${argument.name} as ${String(argument.type)}`
            : `takes ${argument.name}, by which it names nobody`,
          remedy: by.includes(path)
            ? `Write ${wanted ?? ''}.`
            : `Name ${path} in \`by\`, or take ${argument.name} out.`,
        }),
      ];
    }),
  ];
}

function wrong({ field }: OpeningDraft, node: ASTNode, { code, what, remedy }: Finding): PolicyProblem {
  return problemAt(node, { code, message: `Mutation.${field.name} ${what}.`, remedy });
}
