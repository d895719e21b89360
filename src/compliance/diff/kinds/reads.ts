/**
 * Who reads which field for what: the heart of a policy. A role may have several ways to a field, each a reach, a rung, a
 * window and conditions. A way that some way of the old policy covers in every respect gives nothing new, whatever its spelling.
 */
import type { CompiledPolicy, FieldGrant, Gate, RolePolicy, TypeGrant } from '../../../policy/compiled.js';
import type { Duration } from '../../../kernel/duration.js';
import type { Precision } from '../../../kernel/precision.js';
import type { Change, ReadSubject } from '../change.js';
import type { Difference } from '../changes.js';
import { added, changesOf, gone } from '../changes.js';
import type { ComparePolicies } from '../comparison.js';
import { grouped, matched, uncovered } from '../matching.js';
import { byDuration, byFlag, orderingOf } from '../ordering.js';
import { tells } from '../precisions.js';

interface Way {
  readonly subject: ReadSubject;
  readonly precision: Precision;
  /** Undefined on a type that is about no person. */
  readonly reach: string | undefined;
  readonly within: Duration | undefined;
  readonly approval: boolean;
  readonly stepUp: boolean;
}

export const compareReads: ComparePolicies = (old, next) => {
  const reads = matched(readsOf(old), readsOf(next));
  return [
    ...reads.added.flatMap(([, ways]) => whole(ways).map(([subject, text]) => added(subject, 'widening', text))),
    ...reads.gone.flatMap(([, ways]) => whole(ways).map(([subject, text]) => gone(subject, 'widening', text))),
    ...reads.kept.flatMap(([, before, after]) => compareWays(before, after)),
  ];
};

function readsOf(policy: CompiledPolicy): ReadonlyMap<string, readonly Way[]> {
  const ways = [...policy.roles.values()].flatMap((role) =>
    [...role.types.values()].flatMap((type) => waysInto(policy, role, type)),
  );
  return grouped(ways, ({ subject: { role, type, path, purpose } }) => `${role} ${type}.${path} ${purpose}`);
}

/** What opens an embedded object opens none of its members, which stand for themselves. */
function waysInto(policy: CompiledPolicy, { role }: RolePolicy, { type, fields }: TypeGrant): readonly Way[] {
  const model = policy.types.get(type);
  return [...fields.values()]
    .filter(({ path }) => model?.fields.get(path)?.kind !== 'embedded')
    .flatMap((grant) =>
      [...grant.gates].flatMap(([purpose, gate]) =>
        waysThrough(gate, grant, { kind: 'read', role, type, path: grant.path, purpose }),
      ),
    );
}

function waysThrough(gate: Gate, { precision, stepUpFor }: FieldGrant, subject: ReadSubject): readonly Way[] {
  const own = { subject, precision, stepUp: stepUpFor.has(subject.purpose) };
  if (gate.kind === 'open') return [{ ...own, reach: undefined, within: undefined, approval: false }];
  return gate.terms.map((term) => ({
    ...own,
    reach: term.reach.name,
    within: term.within,
    approval: term.approval,
  }));
}

function whole(ways: readonly Way[]): readonly (readonly [ReadSubject, string])[] {
  const texts = [...new Set(ways.map(wayText))].toSorted();
  return ways.slice(0, 1).map(({ subject }) => [subject, texts.join(' | ')]);
}

function compareWays(old: readonly Way[], next: readonly Way[]): readonly Change[] {
  const { gained, lost } = uncovered(old, next, { covers, distance });
  return [
    ...gained.flatMap(({ value, other }) => explain(other, value, 'wider')),
    ...lost.flatMap(({ value, other }) => explain(value, other, 'narrower')),
  ];
}

function covers(one: Way, other: Way): boolean {
  return (
    one.reach === other.reach &&
    compareWay(other, one).every(({ ordering }) => ordering === 'same' || ordering === 'wider')
  );
}

function distance(one: Way, other: Way): number {
  if (one.reach !== other.reach) return Number.POSITIVE_INFINITY;
  return compareWay(one, other).filter(({ ordering }) => ordering !== 'same').length;
}

/** In which respects the way gives more than the one that it comes from, or less; a way through another reach is one by itself. */
function explain(old: Way | undefined, next: Way | undefined, side: 'wider' | 'narrower'): readonly Change[] {
  const way = side === 'wider' ? next : old;
  if (way === undefined) return [];
  if (old === undefined || next === undefined) {
    const text = wayText(way);
    return changesOf(way.subject, [{ aspect: 'way', ordering: side, ...(old ? { from: text } : { to: text }) }]);
  }
  const subject = { ...way.subject, kind: 'way', reach: way.reach } as const;
  return compareWay(old, next)
    .filter(({ ordering }) => ordering === side || ordering === 'either')
    .flatMap((each) =>
      changesOf({ ...subject, precision: each.aspect === 'precision' ? 'EXACT' : way.precision }, [
        { ...each, ordering: side },
      ]),
    );
}

function compareWay(old: Way, next: Way): readonly Difference[] {
  return [
    {
      aspect: 'precision',
      ordering: orderingOf(tells(next.precision, old.precision), tells(old.precision, next.precision)),
      from: old.precision,
      to: next.precision,
    },
    {
      aspect: 'within',
      ordering: old.within && next.within ? byDuration(old.within, next.within) : 'same',
      from: old.within?.text,
      to: next.within?.text,
    },
    condition('approval', old.approval, next.approval),
    condition('stepUp', old.stepUp, next.stepUp),
  ];
}

/** What asks for more gives less. */
function condition(aspect: 'approval' | 'stepUp', old: boolean, next: boolean): Difference {
  return { aspect, ordering: byFlag(!old, !next), from: String(old), to: String(next) };
}

function wayText({ precision, reach, within, approval, stepUp }: Way): string {
  return [
    precision,
    reach === undefined ? '' : `through ${reach}`,
    within === undefined ? '' : `within ${within.text}`,
    approval ? 'with approval' : '',
    stepUp ? 'with stepUp' : '',
  ]
    .filter((part) => part !== '')
    .join(' ');
}
