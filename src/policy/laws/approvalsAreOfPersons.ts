import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import { argumentNode } from '../read/directives.js';
import type { Draft, GrantDraft } from '../read/draft.js';
import { coordinateOf } from './law.js';

/** What is about no person waits for nobody's approval. */
export function approvalsAreOfPersons({ grants }: Draft): readonly PolicyProblem[] {
  return grants.filter(isOfNobody).map((grant) =>
    problemAt(argumentNode(grant.use, 'approval'), {
      code: 'APPROVAL_ON_ENTITY',
      message: `A grant of ${coordinateOf(grant)} asks for an approval, and there is no person to give it.`,
      remedy: 'Take `approval` off.',
    }),
  );
}

/** Of an object that an entity shares with persons, the grant without a reach is the entity's. */
function isOfNobody({ use, owners }: GrantDraft): boolean {
  if (!use.args.approval) return false;
  const entities = owners.filter(({ type }) => type.kind === 'entity').length;
  return entities > 0 && (entities === owners.length || use.args.through.length === 0);
}
