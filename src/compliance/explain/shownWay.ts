/** One rung of one field of one person, decided as a request would be: standing, grant, key, link, restriction, in that order. */
import type { FieldGrant, GateTerm } from '../../policy/compiled.js';
import { isAlive, linkWords } from './explainedLinks.js';
import type { ExplainedWay } from './explainRole.js';
import { secondsWords } from './words.js';
import type { PersonFacts, ShownWay } from './personFacts.js';

export function shownWay(facts: PersonFacts, coordinate: string, way: ExplainedWay): ShownWay {
  const { standing, state } = facts;
  const decided = (decision: ShownWay['decision'], reasons: readonly string[]): ShownWay => ({
    ...way,
    decision,
    reasons,
  });
  if (!standing.isAdmitted) return decided('REFUSED', ['the account is not let in']);
  const stop = stoppedBy(facts, coordinate, way.name);
  if (stop !== undefined) return decided('REFUSED', [`${stop} is stopped for everybody`]);
  if (way.decision === 'REFUSED') return decided('REFUSED', way.reasons);
  const [typeName = '', ...path] = way.name.split('.');
  const grant = facts.role.types.get(typeName)?.fields.get(path.join('.'));
  const gate = grant?.gates.get(way.purpose);
  if (grant === undefined || gate === undefined) return decided('REFUSED', way.reasons);
  if (gate.kind === 'open') return decided('SHOWN', ['it is about no person']);
  if (state.held !== 'HELD') return decided('WITHHELD', ['nothing of the person is held']);
  const { living, words } = linksThrough(facts, gate.terms, way.purpose);
  if (living === 0) return decided('WITHHELD', words.length === 0 ? ['there is no link to the person'] : words);
  const withheld = restrictedNow(facts, typeName, grant);
  if (withheld.length > 0) return decided('WITHHELD', withheld);
  return decided('SHOWN', [...words, ...conditions(facts, typeName, grant, way.purpose)]);
}

function stoppedBy({ standing: { stoppedFields } }: PersonFacts, coordinate: string, name: string): string | undefined {
  const names = [coordinate, name].flatMap((each) =>
    each.split('.').map((_, at, parts) => parts.slice(0, at + 1).join('.')),
  );
  return names.find((each) => stoppedFields.has(each));
}

/** The words of living links when there are any, else of all. */
function linksThrough(
  { links, approvedFor }: PersonFacts,
  terms: readonly GateTerm[],
  purpose: string,
): { readonly living: number; readonly words: readonly string[] } {
  const isApproved = approvedFor.has(purpose);
  const found = terms.flatMap(({ reach, within, approval }) =>
    (links.find((each) => each.reach === reach)?.links ?? []).map((link) => ({
      isLiving: isAlive(link.states.get(within.text)) && (!approval || isApproved),
      words: `through "${reach.name}": ${linkWords(link, within)}${approval ? approvalWords(isApproved) : ''}`,
    })),
  );
  const living = found.filter(({ isLiving }) => isLiving);
  const told = living.length > 0 ? living : found;
  return { living: living.length, words: [...new Set(told.map(({ words }) => words))] };
}

function approvalWords(isApproved: boolean): string {
  return isApproved ? ", and the person's approval lives" : ', and no approval of the person lives';
}

/** A record's own marks are its rows': see {@link conditions}. */
function restrictedNow({ policy, state }: PersonFacts, type: string, { restrictedBy }: FieldGrant): readonly string[] {
  if (policy.types.get(type)?.kind !== 'subject') return [];
  return restrictedBy.filter((column) => state.restrictedBy.includes(column)).map((column) => `${column} is true`);
}

/** What a living link does not settle. */
function conditions(
  { policy, role }: PersonFacts,
  type: string,
  grant: FieldGrant,
  purpose: string,
): readonly string[] {
  const isRecord = policy.types.get(type)?.kind === 'record';
  return [
    ...(grant.stepUpFor.has(purpose)
      ? [`only with an authentication no older than ${secondsWords(role.authentication.stepUpAgeSeconds ?? 0)}`]
      : []),
    ...(isRecord ? grant.restrictedBy.map((column) => `but for rows whose ${column} is true`) : []),
  ];
}
