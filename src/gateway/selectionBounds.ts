/**
 * What an operation selects, as GraphQL merges it: counted before validation, which compares each field with each and follows
 * every fragment. First the sum with all fragments spread, once a fragment, so that no bomb is walked; then the places.
 */
import { Kind } from 'graphql';
import type {
  FieldNode,
  FragmentDefinitionNode,
  OperationDefinitionNode,
  SelectionNode,
  SelectionSetNode,
} from 'graphql';
import type { OperationBounds } from './operationBounds.js';
import { requireAtMost } from './operationBounds.js';

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** Spread selections of each fragment; one that comes back to itself has no end. */
export class SelectionCounts {
  readonly #fragments: Fragments;
  readonly #counts = new Map<string, number>();

  constructor(fragments: Fragments) {
    this.#fragments = fragments;
  }

  count({ selections }: SelectionSetNode): number {
    return selections.reduce((sum, selection) => sum + 1 + this.#below(selection), 0);
  }

  #below(selection: SelectionNode): number {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return this.#spread(selection.name.value);
    return selection.selectionSet === undefined ? 0 : this.count(selection.selectionSet);
  }

  #spread(name: string): number {
    const known = this.#counts.get(name);
    if (known !== undefined) return known;
    const fragment = this.#fragments.get(name);
    this.#counts.set(name, Infinity);
    const count = fragment === undefined ? 0 : this.count(fragment.selectionSet);
    this.#counts.set(name, count);
    return count;
  }
}

/** Lists of an introspection whose members lead to types again. */
const introspectionLists: ReadonlySet<string> = new Set([
  'fields',
  'inputFields',
  'interfaces',
  'possibleTypes',
  'enumValues',
]);

interface Place {
  readonly depth: number;
  /** Lists of an introspection so far; undefined outside of one. */
  readonly lists: number | undefined;
}

/** @throws Refused OPERATION_TOO_LARGE */
export function requireFewSelections(
  definition: OperationDefinitionNode | FragmentDefinitionNode,
  fragments: Fragments,
  bounds: OperationBounds,
): void {
  new SelectionWalk(fragments, bounds).place([definition.selectionSet], { depth: 1, lists: undefined });
}

class SelectionWalk {
  readonly #fragments: Fragments;
  readonly #bounds: OperationBounds;
  #aliases = 0;
  #repetitions = 0;

  constructor(fragments: Fragments, bounds: OperationBounds) {
    this.#fragments = fragments;
    this.#bounds = bounds;
  }

  /** One place of the answer, and all below it: `sets` is what is selected there. */
  place(sets: readonly SelectionSetNode[], at: Place): void {
    requireAtMost(this.#bounds, 'depth', at.depth);
    const fields = new Map<string, FieldNode[]>();
    for (const set of sets) this.#collect(set, fields);
    if (at.depth === 1) requireAtMost(this.#bounds, 'rootFields', fields.size);
    for (const nodes of fields.values()) this.#field(nodes, at);
  }

  #collect({ selections }: SelectionSetNode, fields: Map<string, FieldNode[]>): void {
    for (const selection of selections) {
      requireAtMost(this.#bounds, 'directivesOfSelection', selection.directives?.length ?? 0);
      if (selection.kind === Kind.INLINE_FRAGMENT) this.#collect(selection.selectionSet, fields);
      else if (selection.kind === Kind.FRAGMENT_SPREAD) this.#spread(selection.name.value, fields);
      else this.#add(selection, fields);
    }
  }

  #spread(name: string, fields: Map<string, FieldNode[]>): void {
    const fragment = this.#fragments.get(name);
    if (fragment !== undefined) this.#collect(fragment.selectionSet, fields);
  }

  #add(node: FieldNode, fields: Map<string, FieldNode[]>): void {
    const key = (node.alias ?? node.name).value;
    const known = fields.get(key);
    if (known === undefined) {
      fields.set(key, [node]);
      if (key !== node.name.value) requireAtMost(this.#bounds, 'aliases', ++this.#aliases);
    } else {
      known.push(node);
      requireAtMost(this.#bounds, 'repetitions', ++this.#repetitions);
    }
  }

  #field(nodes: readonly FieldNode[], at: Place): void {
    const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
    const lists = nodes.reduce<number | undefined>((most, node) => deeper(most, this.#listsAt(node, at)), undefined);
    if (sets.length > 0) this.place(sets, { depth: at.depth + 1, lists });
  }

  /** An alias below `__schema` makes of one list many: it counts as a list too many. */
  #listsAt({ name: { value: name }, alias }: FieldNode, { lists }: Place): number | undefined {
    const isEntry = name === '__schema' || name === '__type';
    if (lists === undefined && !isEntry) return undefined;
    const isMultiplied = alias !== undefined && name !== '__type';
    const count = (lists ?? 0) + (introspectionLists.has(name) ? 1 : 0) + (isMultiplied ? Infinity : 0);
    requireAtMost(this.#bounds, 'introspection', count);
    return count;
  }
}

function deeper(one: number | undefined, other: number | undefined): number | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return Math.max(one, other);
}
