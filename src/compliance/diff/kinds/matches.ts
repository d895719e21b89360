/** Questions that are answered yes or no: who may ask which, of whom, and how many may fail. */
import type { MatchModel } from '../../../policy/compiled.js';
import { compareAllowances } from '../allowances.js';
import type { Change, Subject } from '../change.js';
import { added, changesOf, gone, listedSorted } from '../changes.js';
import type { ComparePolicies } from '../comparison.js';
import { matched } from '../matching.js';
import { byIdentity, bySet, indifferently, inverse } from '../ordering.js';

export const compareMatches: ComparePolicies = (old, next) => {
  const matches = matched(old.matches, next.matches);
  const uses = matched(usesOf(old.matches.values()), usesOf(next.matches.values()));
  return [
    ...uses.added.map(([, { subject, text }]) => added(subject, 'widening', text)),
    ...uses.gone.map(([, { subject, text }]) => gone(subject, 'widening', text)),
    ...matches.added.map(([match, { type }]) => added({ kind: 'match', match }, 'neutral', type)),
    ...matches.gone.map(([match, { type }]) => gone({ kind: 'match', match }, 'neutral', type)),
    ...matches.kept.flatMap(([, before, after]) => compareMatch(before, after)),
  ];
};

interface Use {
  readonly subject: Subject;
  readonly text: string;
}

function usesOf(matches: Iterable<MatchModel>): readonly (readonly [string, Use])[] {
  return [...matches].flatMap((each) =>
    each.to.flatMap((role) =>
      each.purposes.map((purpose) => {
        const subject = { kind: 'matchUse', role, match: each.name, purpose } as const;
        return [`${role} ${each.name} ${purpose}`, { subject, text: useText(each) }] as const;
      }),
    ),
  );
}

/** The fewer values must agree, the sooner the answer is yes. */
function compareMatch(old: MatchModel, next: MatchModel): readonly Change[] {
  return changesOf({ kind: 'match', match: next.name }, [
    { aspect: 'target', ordering: byIdentity(old.type, next.type), from: old.type, to: next.type },
    {
      aspect: 'lookup',
      ordering: inverse(bySet(old.on, next.on)),
      from: listedSorted(old.on),
      to: listedSorted(next.on),
    },
    {
      aspect: 'through',
      ordering: bySet(old.through, next.through),
      from: listedSorted(old.through),
      to: listedSorted(next.through),
    },
    ...compareAllowances('misses', old.misses, next.misses),
    ...matched(namesOf(old), namesOf(next)).kept.map(([, from, to]) => ({
      aspect: 'renamed' as const,
      ordering: indifferently(from, to),
      from,
      to,
    })),
    { aspect: 'wording', ordering: indifferently(old.description, next.description) },
  ]);
}

function namesOf({ brought }: MatchModel): readonly (readonly [string, string])[] {
  return brought.map(({ argument, path, sets }) => [sets, [argument, ...path].join('.')]);
}

function useText({ on, through }: MatchModel): string {
  return `on ${listedSorted(on)} through ${listedSorted(through)}`;
}
