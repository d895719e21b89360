import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import { argumentNode } from '../read/directives.js';
import type { Draft, GrantDraft } from '../read/draft.js';
import { coordinateOf } from './law.js';

/** A grant that asks for a fresh authentication is to roles that say by what, and how fresh: else nobody could meet it. */
export function stepUpsAreStated(draft: Draft): readonly PolicyProblem[] {
  return draft.grants
    .filter(({ use }) => use.args.stepUp)
    .flatMap((grant) => grant.use.args.to.flatMap((role) => missing(draft, grant, role)));
}

function missing({ roles }: Draft, grant: GrantDraft, role: string): readonly PolicyProblem[] {
  const party = roles.get(role)?.use?.args;
  if (party === undefined) return [];
  const lacks = (['acr', 'stepUpAge'] as const).filter((name) => party[name] === undefined);
  if (lacks.length === 0) return [];
  return [
    problemAt(argumentNode(grant.use, 'stepUp'), {
      code: 'STEP_UP_UNSTATED',
      message: `${coordinateOf(grant)} asks ${role} for a fresh authentication, and ${role} has no ${lacks.join(' and no ')}.`,
      remedy: `Write @party(acr: "https://refeds.org/profile/mfa", stepUpAge: "PT15M") on ${role}, or take \`stepUp\` off.`,
    }),
  ];
}
