/** By which links a role reaches persons. Several ways may share a name: it reaches whom one of them reaches. */
import type { CompiledPolicy, Reach } from '../../../policy/compiled.js';
import type { Change, Subject } from '../change.js';
import type { Difference } from '../changes.js';
import { added, changesOf, gone, listedSorted } from '../changes.js';
import type { ComparePolicies } from '../comparison.js';
import { grouped, matched, uncovered } from '../matching.js';
import { byDuration, byIdentity, byLimit, bySet, inverse } from '../ordering.js';

export const compareReaches: ComparePolicies = (old, next) => {
  const reaches = matched(reachesOf(old), reachesOf(next));
  return [
    ...reaches.added.map(([, ways]) => added(subjectOf(ways), 'widening', ways.map(wayText).join(' | '))),
    ...reaches.gone.map(([, ways]) => gone(subjectOf(ways), 'widening', ways.map(wayText).join(' | '))),
    ...reaches.kept.flatMap(([, before, after]) => compareWays(before, after)),
  ];
};

/** By role, type and name; at least one way each. */
function reachesOf(policy: CompiledPolicy): ReadonlyMap<string, readonly Reach[]> {
  const all = [...policy.roles.values()].flatMap(({ reaches }) => [...reaches.values()].flat());
  return grouped(all, ({ role, type, name }) => `${role} ${type} ${name}`);
}

function subjectOf([way]: readonly Reach[]): Subject {
  const { role = '', type = '', name = '' } = way ?? {};
  return { kind: 'reach', role, type, reach: name };
}

function compareWays(old: readonly Reach[], next: readonly Reach[]): readonly Change[] {
  const { gained, lost } = uncovered(old, next, { covers, distance });
  const more = gained.flatMap(({ value, other }) => differences(other, value, 'wider'));
  const less = lost.flatMap(({ value, other }) => differences(value, other, 'narrower'));
  return changesOf(subjectOf(next), [...more, ...less]);
}

function covers(one: Reach, other: Reach): boolean {
  return compareWay(other, one).every(({ ordering }) => ordering === 'same' || ordering === 'wider');
}

function distance(one: Reach, other: Reach): number {
  return compareWay(one, other).filter(({ ordering }) => ordering !== 'same').length;
}

/** In which respects the one gives more than the other, or less; a way without a counterpart is one by itself. */
function differences(
  old: Reach | undefined,
  next: Reach | undefined,
  side: 'wider' | 'narrower',
): readonly Difference[] {
  if (old === undefined || next === undefined)
    return [{ aspect: 'link', ordering: side, from: old && wayText(old), to: next && wayText(next) }];
  return compareWay(old, next)
    .filter(({ ordering }) => ordering === side || ordering === 'either')
    .map((each) => ({ ...each, ordering: side }));
}

function compareWay(old: Reach, next: Reach): readonly Difference[] {
  const [from, to] = [linkText(old), linkText(next)];
  return [
    { aspect: 'link', ordering: byIdentity(from, to), from, to },
    { aspect: 'row', ordering: byLimit(old.row, next.row, byIdentity), from: old.row, to: next.row },
    { aspect: 'ends', ordering: byLimit(old.ends, next.ends, byIdentity), from: old.ends, to: next.ends },
    {
      aspect: 'longest',
      ordering: byLimit(old.longest, next.longest, byDuration),
      from: old.longest?.text,
      to: next.longest?.text,
    },
    {
      // Each closing column is one more end.
      aspect: 'closes',
      ordering: inverse(bySet(old.closes, next.closes)),
      from: listedSorted(old.closes),
      to: listedSorted(next.closes),
    },
  ];
}

/** Whom it links to whom, and since when: two that differ in it reach other persons. */
function linkText({ through, subject, column, claim, starts }: Reach): string {
  return `${through}.${subject} where ${through}.${column} = ${claim} from ${starts}`;
}

function wayText(way: Reach): string {
  const { row, ends, longest, closes } = way;
  const parts = [
    linkText(way),
    row === undefined ? '' : `row ${row}`,
    ends === undefined ? '' : `until ${ends}`,
    longest === undefined ? '' : `at most ${longest.text}`,
    closes.length === 0 ? '' : `closed by ${listedSorted(closes)}`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}
