import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import type { DirectiveName } from '../read/directives.js';
import type { Draft, WordDraft } from '../read/draft.js';

/** Every role has its party in law, every purpose its basis and text, every category its sensitivity. */
export function wordsAreExplained(draft: Draft): readonly PolicyProblem[] {
  return [
    ...unexplained(draft.roles, 'Role', '@party(as: RECIPIENT)'),
    ...unexplained(draft.purposes, 'Purpose', '@purpose(basis: "GDPR Art. 6(1)(e), …", text: "To …")'),
    ...unexplained(draft.categories, 'Category', '@category(sensitivity: ORDINARY)'),
  ];
}

function unexplained<Name extends DirectiveName>(
  words: ReadonlyMap<string, WordDraft<Name>>,
  typeName: string,
  directive: string,
): readonly PolicyProblem[] {
  return [...words.values()]
    .filter(({ use }) => use === undefined)
    .map(({ name, node }) =>
      problemAt(node?.name, {
        code: 'WORD_UNEXPLAINED',
        message: `${typeName}.${name} says nothing of itself.`,
        remedy: `Write ${name} ${directive}.`,
      }),
    );
}
