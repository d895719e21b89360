/** Reaches that one opens for a reason, and the mutations that open them; that there is such a reach, the reaches themselves tell. */
import type { CompiledPolicy, ExceptionalReach, OpeningModel, WriteModel } from '../../../policy/compiled.js';
import { compareAllowances } from '../allowances.js';
import type { Change, Subject } from '../change.js';
import { added, changesOf, gone, listed, listedSorted } from '../changes.js';
import type { ComparePolicies } from '../comparison.js';
import { matched } from '../matching.js';
import { byDuration, byIdentity, bySet, indifferently, inverse } from '../ordering.js';

export const compareExceptional: ComparePolicies = (old, next) => {
  const reaches = matched(exceptionalOf(old), exceptionalOf(next));
  const openings = matched(openingsOf(old), openingsOf(next));
  const uses = matched(usesOf(old), usesOf(next));
  return [
    ...reaches.kept.flatMap(([, before, after]) => compareReach(before, after)),
    ...uses.added.map(([, subject]) => added(subject, 'widening')),
    ...uses.gone.map(([, subject]) => gone(subject, 'widening')),
    ...openings.kept.flatMap(([write, before, after]) => compareOpening(write, before, after)),
  ];
};

function exceptionalOf({ roles }: CompiledPolicy): readonly (readonly [string, ExceptionalReach])[] {
  return [...roles.values()].flatMap(({ exceptional }) =>
    exceptional.map((each) => [`${each.role} ${each.type} ${each.name}`, each] as const),
  );
}

/** The later somebody reviews an opening, the less it is watched. */
function compareReach(old: ExceptionalReach, next: ExceptionalReach): readonly Change[] {
  return changesOf({ kind: 'exceptional', role: next.role, type: next.type, reach: next.name }, [
    { aspect: 'lasts', ordering: byDuration(old.lasts, next.lasts), from: old.lasts.text, to: next.lasts.text },
    { aspect: 'review', ordering: byDuration(old.review, next.review), from: old.review.text, to: next.review.text },
    ...compareAllowances('persons', old.persons, next.persons),
    ...compareAllowances('misses', old.misses, next.misses),
  ]);
}

function openingsOf({ writes }: CompiledPolicy): readonly (readonly [string, OpeningModel])[] {
  return [...writes.values()].flatMap(({ name, opens }) => (opens === undefined ? [] : [[name, opens] as const]));
}

function usesOf({ writes }: CompiledPolicy): readonly (readonly [string, Subject])[] {
  return [...writes.values()].flatMap(({ name, opens }: WriteModel) =>
    (opens?.to ?? []).flatMap((role) =>
      (opens?.purposes ?? []).map((purpose) => {
        const subject = { kind: 'openUse', role, write: name, reach: opens?.reach ?? '', purpose } as const;
        return [`${role} ${name} ${purpose}`, subject] as const;
      }),
    ),
  );
}

function compareOpening(write: string, old: OpeningModel, next: OpeningModel): readonly Change[] {
  const [from, to] = [`${old.type} by ${old.reach}`, `${next.type} by ${next.reach}`];
  const [before, after] = [old.reasons && listed(old.reasons), next.reasons && listed(next.reasons)];
  return changesOf({ kind: 'write', write }, [
    { aspect: 'link', ordering: byIdentity(from, to), from, to },
    {
      aspect: 'lookup',
      ordering: inverse(bySet(old.index.fields, next.index.fields)),
      from: listedSorted(old.index.fields),
      to: listedSorted(next.index.fields),
    },
    { aspect: 'values', ordering: indifferently(before, after), from: before, to: after },
    ...matched(old.brings, next.brings).kept.map(([, one, other]) => ({
      aspect: 'renamed' as const,
      ordering: indifferently(one, other),
      from: one,
      to: other,
    })),
  ]);
}
