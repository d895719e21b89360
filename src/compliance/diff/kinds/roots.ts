/** By which queries persons and things are asked for, and who may ask which. */
import type { CompiledPolicy, RootModel } from '../../../policy/compiled.js';
import type { Change, Subject } from '../change.js';
import type { Difference } from '../changes.js';
import { added, changesOf, gone, listedSorted } from '../changes.js';
import type { ComparePolicies } from '../comparison.js';
import { matched } from '../matching.js';
import { byFlag, byIdentity, bySet, indifferently } from '../ordering.js';

export const compareRoots: ComparePolicies = (old, next) => {
  const roots = matched(old.roots, next.roots);
  return [
    ...roots.added.map(([root, { type }]) => added({ kind: 'root', root }, 'neutral', type)),
    ...roots.gone.map(([root, { type }]) => gone({ kind: 'root', root }, 'neutral', type)),
    ...roots.kept.flatMap(([, before, after]) => compareRoot(before, after)),
    ...compareUses(old, next),
  ];
};

function compareUses(old: CompiledPolicy, next: CompiledPolicy): readonly Change[] {
  const uses = matched(usesOf(old), usesOf(next));
  return [
    ...uses.added.map(([, subject]) => added(subject, 'widening')),
    ...uses.gone.map(([, subject]) => gone(subject, 'widening')),
  ];
}

function usesOf({ roles }: CompiledPolicy): readonly (readonly [string, Subject])[] {
  return [...roles.values()].flatMap(({ role, roots }) =>
    roots.map((root) => [`${role} ${root}`, { kind: 'rootUse', role, root } as const] as const),
  );
}

function compareRoot(old: RootModel, next: RootModel): readonly Change[] {
  return changesOf({ kind: 'root', root: next.name }, [
    { aspect: 'kind', ordering: byIdentity(old.kind, next.kind), from: old.kind, to: next.kind },
    compareTarget(old, next),
    flag('takesId', old.takesId, next.takesId),
    flag('changedSince', old.changedSince, next.changedSince),
    set('lookup', lookupsOf(old), lookupsOf(next)),
    set('filter', old.filter?.compares.values() ?? [], next.filter?.compares.values() ?? []),
    ...compareNames(old, next),
    { aspect: 'wording', ordering: indifferently(old.description, next.description) },
  ]);
}

/** Its type, and of an interface or a union the types that its row may be of. */
function compareTarget(old: RootModel, next: RootModel): Difference {
  const isSame = old.type === next.type;
  const ordering = isSame ? bySet(old.members, next.members) : byIdentity(old.type, next.type);
  const [from, to] = [old, next].map(({ type, members }) => (isSame ? listedSorted(members) : type));
  return { aspect: 'target', ordering, from, to };
}

function flag(aspect: 'takesId' | 'changedSince', old: boolean, next: boolean): Difference {
  return { aspect, ordering: byFlag(old, next), from: String(old), to: String(next) };
}

function set(aspect: 'lookup' | 'filter', old: Iterable<string>, next: Iterable<string>): Difference {
  const [before, after] = [[...old], [...next]];
  return { aspect, ordering: bySet(before, after), from: listedSorted(before), to: listedSorted(after) };
}

/** Each set of fields by which a row is found; fewer fields find more. */
function lookupsOf({ by }: RootModel): readonly string[] {
  return by.map((fields) => fields.toSorted().join(' + '));
}

/** What is compared is the same and called otherwise. */
function compareNames(old: RootModel, next: RootModel): readonly Difference[] {
  return matched(inputNames(old), inputNames(next)).kept.map(([, from, to]) => ({
    aspect: 'renamed',
    ordering: indifferently(from, to),
    from,
    to,
  }));
}

/** By what they compare, and the argument itself by its part. */
function inputNames({ filter, find }: RootModel): readonly (readonly [string, string])[] {
  const named = filter ?? find;
  if (named === undefined) return [];
  const inputs = [...(filter?.compares ?? []), ...(find?.sets ?? [])].map(([input, path]) => [path, input] as const);
  return [['', `${named.argument}: ${named.inputType}`], ...inputs];
}
