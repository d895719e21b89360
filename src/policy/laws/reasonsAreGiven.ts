import { GraphQLDeprecatedDirective, Kind, visit } from 'graphql';
import type { ConstDirectiveNode } from 'graphql';
import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import { argumentNode } from '../read/directives.js';
import type { Draft } from '../read/draft.js';
import { ownedFields } from './law.js';

/** What is stored in clear, called impersonal, or going to leave a contract says why. */
export function reasonsAreGiven(draft: Draft): readonly PolicyProblem[] {
  return [...ofFields(draft), ...ofDeprecations(draft)];
}

function ofFields(draft: Draft): readonly PolicyProblem[] {
  return ownedFields(draft).flatMap(({ field: { model, personal, impersonal } }) => [
    ...(personal?.args.clear?.trim() === ''
      ? [
          problemAt(argumentNode(personal, 'clear'), {
            code: 'REASON_MISSING',
            message: `${model.coordinate} is stored in clear for no reason.`,
            remedy: 'Write what the store must read it for, or take `clear` off to seal it.',
          }),
        ]
      : []),
    ...(impersonal?.args.reason.trim() === ''
      ? [
          problemAt(argumentNode(impersonal, 'reason'), {
            code: 'REASON_MISSING',
            message: `${model.coordinate} is impersonal for no reason.`,
            remedy: 'Write why it says nothing of the person, or write @personal.',
          }),
        ]
      : []),
  ]);
}

/** GraphQL's own words ("No longer supported") tell a partner neither when nor what else. */
function ofDeprecations({ document }: Draft): readonly PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  visit(document, {
    Directive: (node) => {
      if (node.name.value !== GraphQLDeprecatedDirective.name || isReasoned(node as ConstDirectiveNode)) return;
      problems.push(
        problemAt(node, {
          code: 'REASON_MISSING',
          message: 'Something is deprecated for no reason.',
          remedy: 'Write from when on it is gone, and what to ask for instead: @deprecated(reason: "…").',
        }),
      );
    },
  });
  return problems;
}

function isReasoned({ arguments: given = [] }: ConstDirectiveNode): boolean {
  return given.some(({ value }) => value.kind === Kind.STRING && value.value.trim() !== '');
}
