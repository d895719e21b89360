/** What the store holds about whom. A type or field gives nothing to anybody before it is granted. */
import type { ObjectModel } from '../../../policy/compiled.js';
import type { Change } from '../change.js';
import { added, changesOf, gone } from '../changes.js';
import type { ComparePolicies } from '../comparison.js';
import { matched } from '../matching.js';
import type { Ordering } from '../ordering.js';
import { byIdentity, indifferently } from '../ordering.js';

export const compareTypes: ComparePolicies = (old, next) => {
  const types = matched(old.types, next.types);
  return [
    ...types.added.map(([type, { table }]) => added({ kind: 'type', type }, 'neutral', table)),
    ...types.gone.map(([type, { table }]) => gone({ kind: 'type', type }, 'neutral', table)),
    ...types.kept.flatMap(([, before, after]) => compareType(before, after)),
  ];
};

function compareType(old: ObjectModel, next: ObjectModel): readonly Change[] {
  const [from, to] = [personText(old), personText(next)];
  return changesOf({ kind: 'type', type: next.name }, [
    { aspect: 'kind', ordering: byKind(old.kind, next.kind), from: old.kind, to: next.kind },
    { aspect: 'table', ordering: byIdentity(old.table, next.table), from: old.table, to: next.table },
    { aspect: 'key', ordering: byIdentity(old.key, next.key), from: old.key, to: next.key },
    ...(old.kind === next.kind ? [{ aspect: 'person', ordering: byIdentity(from, to), from, to } as const] : []),
    {
      aspect: 'population',
      ordering: indifferently(old.population, next.population),
      from: String(old.population),
      to: String(next.population),
    },
    { aspect: 'wording', ordering: indifferently(old.description, next.description) },
  ]);
}

/** What is about no person has none of a person's protections. */
function byKind(old: ObjectModel['kind'], next: ObjectModel['kind']): Ordering {
  if (old === next) return 'same';
  if (next === 'entity') return 'wider';
  return old === 'entity' ? 'narrower' : 'either';
}

function personText({ subject }: ObjectModel): string | undefined {
  return subject === undefined ? undefined : `${subject.type} (${subject.column})`;
}
