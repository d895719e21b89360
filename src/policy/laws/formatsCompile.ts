import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import { argumentNode, usesOf } from '../read/directives.js';
import type { Draft } from '../read/draft.js';

/** The pattern of a @format is a regular expression. */
export function formatsCompile(draft: Draft): readonly PolicyProblem[] {
  return Object.values(draft.schema.getTypeMap())
    .flatMap((type) => usesOf(draft.schema, [type.astNode, ...type.extensionASTNodes], 'format'))
    .filter(({ args }) => !isPattern(args.pattern))
    .map((use) =>
      problemAt(argumentNode(use, 'pattern'), {
        code: 'FORMAT_INVALID',
        message: `"${use.args.pattern}" is no regular expression.`,
        remedy: 'Write one of ECMAScript, without delimiters.',
      }),
    );
}

function isPattern(pattern: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u') instanceof RegExp;
  } catch (cause) {
    if (cause instanceof SyntaxError) return false;
    throw cause;
  }
}
