/** Who may name a person that it does not reach: to be told that it is so, or to ask for a link. Both are widenings. */
import type { Allowance, BroughtValue, CompiledPolicy, MatchModel, RequestModel } from '../../../policy/compiled.js';
import type { Change, Subject } from '../change.js';
import type { Difference } from '../changes.js';
import { added, changesOf, gone, listedSorted } from '../changes.js';
import type { ComparePolicies } from '../comparison.js';
import { matched } from '../matching.js';
import { byDuration, byIdentity, bySet, indifferently } from '../ordering.js';
import { compareAllowances } from './bounds.js';

export const compareNamed: ComparePolicies = (old, next) => [
  ...compareAll(old.matches, next.matches, (root) => ({ kind: 'root', root }), compareMatch),
  ...compareAll(old.requests, next.requests, (write) => ({ kind: 'write', write }), compareRequest),
  ...compareUses(old, next),
];

function compareAll<Model>(
  old: ReadonlyMap<string, Model>,
  next: ReadonlyMap<string, Model>,
  subjectOf: (name: string) => Subject,
  compare: (old: Model, next: Model) => readonly Difference[],
): readonly Change[] {
  const models = matched(old, next);
  return [
    ...models.added.map(([name]) => added(subjectOf(name), 'neutral')),
    ...models.gone.map(([name]) => gone(subjectOf(name), 'neutral')),
    ...models.kept.flatMap(([name, before, after]) => changesOf(subjectOf(name), compare(before, after))),
  ];
}

function compareUses(old: CompiledPolicy, next: CompiledPolicy): readonly Change[] {
  const uses = matched(usesOf(old), usesOf(next));
  return [
    ...uses.added.map(([, subject]) => added(subject, 'widening')),
    ...uses.gone.map(([, subject]) => gone(subject, 'widening')),
  ];
}

function usesOf({ matches, requests }: CompiledPolicy): readonly (readonly [string, Subject])[] {
  const asked = [...matches.values()].flatMap(({ name, to }) =>
    to.map((role) => [`${role} ${name}`, { kind: 'rootUse', role, root: name } as const] as const),
  );
  const requested = [...requests.values()].flatMap(({ name, type, to, purposes }) =>
    to.flatMap((role) =>
      purposes.map((purpose) => {
        const subject = { kind: 'writeUse', role, write: name, type, purpose } as const;
        return [`${role} ${name} ${purpose}`, subject] as const;
      }),
    ),
  );
  return [...asked, ...requested];
}

function compareMatch(old: MatchModel, next: MatchModel): readonly Difference[] {
  return [
    ...compareNaming({ ...old, set: old.on }, { ...next, set: next.on }),
    { aspect: 'form', ordering: bySet(old.purposes, next.purposes), ...spelled(old.purposes, next.purposes) },
    { aspect: 'through', ordering: bySet(old.through, next.through), ...spelled(old.through, next.through) },
    ...compareBrought('renamed', old.brought, next.brought),
  ];
}

/** More who may say yes, and more time to say it, make more links. */
function compareRequest(old: RequestModel, next: RequestModel): readonly Difference[] {
  const constants = [constantsOf(old), constantsOf(next)] as const;
  return [
    ...compareNaming({ ...old, set: old.by }, { ...next, set: next.by }),
    { aspect: 'person', ordering: byIdentity(old.subject, next.subject), from: old.subject, to: next.subject },
    { aspect: 'through', ordering: bySet(old.confirm, next.confirm), ...spelled(old.confirm, next.confirm) },
    {
      aspect: 'longest',
      ordering: byDuration(old.expires, next.expires),
      from: old.expires.text,
      to: next.expires.text,
    },
    { aspect: 'value', ordering: byIdentity(constants[0].join(), constants[1].join()), ...spelled(...constants) },
    {
      aspect: 'from',
      ordering: byIdentity(old.starts.join(), next.starts.join()),
      ...spelled(old.starts, next.starts),
    },
    ...compareBrought('renamed', old.named, next.named),
    ...compareBrought('form', old.brought, next.brought),
  ];
}

interface Naming {
  readonly type: string;
  readonly name: string;
  readonly description: string;
  readonly set: readonly string[];
  readonly misses: readonly Allowance[];
}

function compareNaming(old: Naming, next: Naming): readonly Difference[] {
  return [
    { aspect: 'target', ordering: byIdentity(old.type, next.type), from: old.type, to: next.type },
    {
      aspect: 'lookup',
      ordering: byIdentity(listedSorted(old.set), listedSorted(next.set)),
      ...spelled(old.set, next.set),
    },
    ...compareAllowances('misses', old.misses, next.misses),
    { aspect: 'wording', ordering: indifferently(old.description, next.description) },
    { aspect: 'renamed', ordering: indifferently(old.name, next.name), from: old.name, to: next.name },
  ];
}

function compareBrought(
  aspect: 'renamed' | 'form',
  old: readonly BroughtValue[],
  next: readonly BroughtValue[],
): readonly Difference[] {
  const [from, to] = [old, next].map((each) =>
    listedSorted(each.map(({ argument, path, sets }) => `${[argument, ...path].join('.')} > ${sets}`)),
  );
  const ordering = aspect === 'form' ? byIdentity(from, to) : indifferently(from, to);
  return [{ aspect, ordering, from, to }];
}

function constantsOf({ constants }: RequestModel): readonly string[] {
  return constants.map(({ field, value, claim }) => `${field}: ${value ?? ''} ${claim ?? ''}`);
}

function spelled(old: readonly string[], next: readonly string[]): Pick<Difference, 'from' | 'to'> {
  return { from: listedSorted(old), to: listedSorted(next) };
}
