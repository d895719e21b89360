import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import { argumentNode } from '../read/directives.js';
import type { Draft, GrantDraft } from '../read/draft.js';
import { coordinateOf } from './law.js';

/** A person approves that an organisation reads: not that it reads its own file itself. */
export function approvalsAskOthers(draft: Draft): readonly PolicyProblem[] {
  return draft.grants
    .filter(({ use }) => use.args.approval)
    .flatMap((grant) =>
      grant.use.args.to.filter((role) => isItself(draft, grant, role)).map((role) => wrong(grant, role)),
    );
}

function isItself({ roles }: Draft, { use, owners }: GrantDraft, role: string): boolean {
  if (roles.get(role)?.use?.args.as === 'DATA_SUBJECT') return true;
  const reaches = owners.flatMap(({ type }) => type.reaches.map((reach) => reach.use.args));
  return reaches.some(
    (reach) => reach.role === role && reach.claim === 'SUBJECT' && use.args.through.includes(reach.name),
  );
}

function wrong(grant: GrantDraft, role: string): PolicyProblem {
  return problemAt(argumentNode(grant.use, 'approval'), {
    code: 'APPROVAL_OF_ONESELF',
    message: `A grant of ${coordinateOf(grant)} to ${role} asks the person for the approval to read what is its own.`,
    remedy: 'Take `approval` off, or grant it to a role that organisations hold.',
  });
}
