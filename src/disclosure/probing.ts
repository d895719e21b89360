/** Which roots try whether somebody is there: ids and searches do; what an own list leads to does not. */
import type { RootPlan } from '../plan/requestPlan.js';

/** A root, and how many rows it shows. */
export interface TriedRoot {
  readonly plan: RootPlan;
  readonly shown: readonly number[];
}

/**
 * Those of one field of the answer together, in the order of the plan: an id of an interface or a union is tried once, in
 * whatever tables. A field about no person tries nobody, nor does an id that named an organisation or a thing.
 */
export function probingRoots<Root>(
  roots: readonly Root[],
  triedBy: (root: Root) => TriedRoot,
): readonly (readonly Root[])[] {
  const fields = new Map<string, Root[]>();
  for (const root of roots) {
    const { request, template } = triedBy(root).plan;
    if (request.kind !== 'node' && request.kind !== 'find') continue;
    const field = fields.get(template.responseKey);
    if (field === undefined) fields.set(template.responseKey, [root]);
    else field.push(root);
  }
  return [...fields.values()].filter((field) => triesSomebody(field.map(triedBy)));
}

function triesSomebody(field: readonly TriedRoot[]): boolean {
  const isOfNobody = ({ plan }: TriedRoot): boolean => plan.selection.rows.model.kind === 'entity';
  return !field.every(isOfNobody) && !field.some((root) => isOfNobody(root) && root.shown.length > 0);
}
