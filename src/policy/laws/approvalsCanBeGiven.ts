import { approversOf } from '../compile/approvables.js';
import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import { argumentNode } from '../read/directives.js';
import type { Draft, GrantDraft } from '../read/draft.js';

/** Whoever is asked for an approval has a role of its own with which to give it, and to take it back. */
export function approvalsCanBeGiven(draft: Draft): readonly PolicyProblem[] {
  return draft.grants.filter(({ use }) => use.args.approval).flatMap((grant) => neverGiven(draft, grant));
}

function neverGiven(draft: Draft, { use, owners }: GrantDraft): readonly PolicyProblem[] {
  const persons = new Set(owners.flatMap(({ type }) => type.subject?.type ?? []));
  return [...persons]
    .filter((person) => approversOf(draft, person).length === 0)
    .map((person) =>
      problemAt(argumentNode(use, 'approval'), {
        code: 'APPROVAL_NEVER_GIVEN',
        message: `A grant asks for the approval of ${person}, who has no role to give it with.`,
        remedy: `Write @reach(name: "self", role: …, claim: SUBJECT, …) on ${person} for a role with @party(as: DATA_SUBJECT), or take \`approval\` off.`,
      }),
    );
}
