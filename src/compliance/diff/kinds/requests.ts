/** First contacts: who may ask for a link to whom, who answers, and for how long it waits. */
import type { BroughtValue, RequestModel } from '../../../policy/compiled.js';
import { compareAllowances } from '../allowances.js';
import type { Change, Subject } from '../change.js';
import { added, changesOf, gone, listedSorted } from '../changes.js';
import type { ComparePolicies } from '../comparison.js';
import { matched } from '../matching.js';
import { byDuration, byIdentity, bySet, indifferently, inverse } from '../ordering.js';

export const compareRequests: ComparePolicies = (old, next) => {
  const requests = matched(old.requests, next.requests);
  const uses = matched(usesOf(old.requests.values()), usesOf(next.requests.values()));
  return [
    ...uses.added.map(([, { subject, text }]) => added(subject, 'widening', text)),
    ...uses.gone.map(([, { subject, text }]) => gone(subject, 'widening', text)),
    ...requests.added.map(([request, { type }]) => added({ kind: 'request', request }, 'neutral', type)),
    ...requests.gone.map(([request, { type }]) => gone({ kind: 'request', request }, 'neutral', type)),
    ...requests.kept.flatMap(([, before, after]) => compareRequest(before, after)),
  ];
};

interface Use {
  readonly subject: Subject;
  readonly text: string;
}

function usesOf(requests: Iterable<RequestModel>): readonly (readonly [string, Use])[] {
  return [...requests].flatMap((each) =>
    each.to.flatMap((role) =>
      each.purposes.map((purpose) => {
        const subject = { kind: 'requestUse', role, request: each.name, purpose } as const;
        return [`${role} ${each.name} ${purpose}`, { subject, text: useText(each) }] as const;
      }),
    ),
  );
}

function compareRequest(old: RequestModel, next: RequestModel): readonly Change[] {
  const [from, to] = [linkText(old), linkText(next)];
  const [before, after] = [constantsText(old), constantsText(next)];
  return changesOf({ kind: 'request', request: next.name }, [
    { aspect: 'target', ordering: byIdentity(from, to), from, to },
    {
      aspect: 'lookup',
      ordering: inverse(bySet(old.by, next.by)),
      from: listedSorted(old.by),
      to: listedSorted(next.by),
    },
    {
      aspect: 'confirm',
      ordering: bySet(old.confirm, next.confirm),
      from: listedSorted(old.confirm),
      to: listedSorted(next.confirm),
    },
    {
      aspect: 'expires',
      ordering: byDuration(old.expires, next.expires),
      from: old.expires.text,
      to: next.expires.text,
    },
    { aspect: 'value', ordering: byIdentity(before, after), from: before, to: after },
    ...compareBrought(old, next),
    ...compareAllowances('misses', old.misses, next.misses),
    { aspect: 'wording', ordering: indifferently(old.description, next.description) },
  ]);
}

/** What record it makes of which person, and since when it links. */
function linkText({ type, subject, starts }: RequestModel): string {
  return `${type} of ${subject} from ${listedSorted(starts)}`;
}

function constantsText({ constants }: RequestModel): string {
  return listedSorted(constants.map(({ field, value, claim }) => `${field}: ${value ?? claim ?? ''}`));
}

/** Another entity in the record is another link; another name of an argument is a name. */
function compareBrought(old: RequestModel, next: RequestModel): Parameters<typeof changesOf>[1] {
  const [from, to] = [
    listedSorted(old.brought.map(({ sets }) => sets)),
    listedSorted(next.brought.map(({ sets }) => sets)),
  ];
  const names = matched(namesOf([...old.brought, ...old.named]), namesOf([...next.brought, ...next.named]));
  return [
    { aspect: 'brought', ordering: byIdentity(from, to), from, to },
    ...names.kept.map(([, before, after]) => ({
      aspect: 'renamed' as const,
      ordering: indifferently(before, after),
      from: before,
      to: after,
    })),
  ];
}

function namesOf(values: readonly BroughtValue[]): readonly (readonly [string, string])[] {
  return values.map(({ argument, path, sets }) => [sets, [argument, ...path].join('.')]);
}

function useText({ type, by, confirm }: RequestModel): string {
  return `${type} by ${listedSorted(by)}, confirmed through ${listedSorted(confirm)}`;
}
