import type { PolicyProblem } from '../problem.js';
import { problemAt } from '../problem.js';
import { argumentNode } from '../read/directives.js';
import type { Draft, GrantDraft, TypeDraft } from '../read/draft.js';

/** Every role of a grant has every reach that the grant names, on the field's own type (law 2). */
export function grantsReach(draft: Draft): readonly PolicyProblem[] {
  return draft.grants.flatMap((grant) =>
    grant.use.args.to.flatMap((role) => grant.use.args.through.flatMap((name) => unreached(grant, role, name))),
  );
}

function unreached(grant: GrantDraft, role: string, name: string): readonly PolicyProblem[] {
  const persons = grant.owners.map(({ type }) => type).filter(({ kind }) => kind !== 'entity');
  const [first] = persons;
  if (first === undefined || persons.some((type) => reachNames(type, role).includes(name))) return [];
  const known = [...new Set(persons.flatMap((type) => reachNames(type, role)))];
  return [
    known.length === 0
      ? problemAt(argumentNode(grant.use, 'to'), {
          code: 'ROLE_WITHOUT_REACH',
          message: `${role} has no reach on ${first.name}.`,
          remedy: `Write @reach(name: "${name}", role: ${role}, …) on ${first.name}, or take ${role} out of \`to\`.`,
        })
      : problemAt(argumentNode(grant.use, 'through'), {
          code: 'REACH_UNKNOWN',
          message: `${role} has no reach "${name}" on ${first.name}.`,
          remedy: `Write one of ${known.map((each) => `"${each}"`).join(', ')}; a grant to several roles names reaches that each of them has.`,
        }),
  ];
}

function reachNames(type: TypeDraft, role: string): readonly string[] {
  const uses = [...type.reaches.map(({ use }) => use), ...type.exceptionals];
  return uses.filter(({ args }) => args.role === role).map(({ args }) => args.name);
}
