import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import { argumentNode } from '../read/directives.js';
import type { Draft, OpeningDraft, TypeDraft } from '../read/draft.js';

/** An exceptional reach is opened by a mutation with @opens, and by nothing else; each @opens names one that its roles have. */
export function openingsAreDeclared(draft: Draft): readonly PolicyProblem[] {
  return [...draft.openings.flatMap((opening) => openingProblems(draft, opening)), ...unopened(draft)];
}

function openingProblems(draft: Draft, opening: OpeningDraft): readonly PolicyProblem[] {
  const { field, use } = opening;
  const { to } = use.args;
  const type = draft.types.get(opening.type ?? '');
  return [
    ...(to.length === 0
      ? [
          problemAt(argumentNode(use, 'to'), {
            code: 'GRANT_WITHOUT_ROLE',
            message: `Mutation.${field.name} is for nobody to open.`,
            remedy: 'Name roles in `to`.',
          }),
        ]
      : []),
    ...(use.args.for.length === 0
      ? [
          problemAt(argumentNode(use, 'for'), {
            code: 'GRANT_WITHOUT_PURPOSE',
            message: `Mutation.${field.name} opens for nothing.`,
            remedy: 'Name purposes in `for`.',
          }),
        ]
      : []),
    ...(type === undefined ? [] : unknownProblems(type, opening)),
  ];
}

function unknownProblems(type: TypeDraft, { use }: OpeningDraft): readonly PolicyProblem[] {
  const { to, reach } = use.args;
  return to
    .filter((role) => !has(type, role, reach))
    .map((role) =>
      problemAt(argumentNode(use, 'reach'), {
        code: 'REACH_UNKNOWN',
        message: `${role} has no exceptional reach "${reach}" on ${type.name}.`,
        remedy: `Write @exceptional(name: "${reach}", role: ${role}, …) on ${type.name}, or name one that it has.`,
      }),
    );
}

function unopened({ types, openings }: Draft): readonly PolicyProblem[] {
  return [...types.values()].flatMap((type) =>
    type.exceptionals
      .filter(
        ({ args: { name, role } }) =>
          !openings.some(
            (opening) =>
              opening.type === type.name && opening.use.args.reach === name && opening.use.args.to.includes(role),
          ),
      )
      .map((use) =>
        problemAt(argumentNode(use, 'name'), {
          code: 'EXCEPTIONAL_UNOPENED',
          message: `Nothing opens the exceptional reach "${use.args.name}" of ${use.args.role}.`,
          remedy: `Write a mutation with @opens(reach: "${use.args.name}", to: [${use.args.role}], …) that shows a ${type.name}.`,
        }),
      ),
  );
}

function has(type: TypeDraft, role: string, name: string): boolean {
  return type.exceptionals.some(({ args }) => args.role === role && args.name === name);
}
