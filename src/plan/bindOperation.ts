/** Joins a template with the variables of one request: bounded pages, lookups, filters and the cost, or a refusal. */
import { getArgumentValues, GraphQLError } from 'graphql';
import type { FieldNode, GraphQLField } from 'graphql';
import { invariant } from '../kernel/invariant.js';
import { refuse } from '../kernel/refusal.js';
import type { Bound } from '../policy/compiled.js';
import type { Asking } from './asking.js';
import { costOfCandidates } from './candidates.js';
import type { IdMapping } from './idMapping.js';
import { bindIdMapping, requireFewIds } from './idMapping.js';
import type { MatchPlan } from './matching.js';
import { bindNamed } from './matching.js';
import type { Reading } from './reading.js';
import { mergedReading } from './reading.js';
import type {
  FilterTerm,
  FindTemplate,
  ListPlan,
  OperationTemplate,
  PageRequest,
  RequestPlan,
  RootPlan,
  RootRequest,
  RootTemplate,
  SelectionPlan,
} from './requestPlan.js';
import { requireAdmittedRead } from './requireAdmitted.js';

type Arguments = Readonly<Record<string, unknown>>;

interface Binding {
  readonly template: OperationTemplate;
  readonly variables: Arguments;
  readonly pages: Map<ListPlan, PageRequest>;
  /** What the filters and lookups compare that the arguments chose. */
  readonly chosen: Reading[];
}

/**
 * Binds what a caller asks for itself; an operation that reads and maps nothing is nobody's to refuse.
 *
 * @throws Refused when an argument is missing, over the role's bound, or names no lookup, and as `requireAdmittedRead`.
 */
export function bindOperation(template: OperationTemplate, variables: Arguments, asking: Asking): RequestPlan {
  const plan = bindRequest(template, variables);
  if (plan.roots.length + plan.mappings.length + plan.matches.length > 0) requireAdmittedRead(plan, asking);
  return plan;
}

/** @throws Refused when an argument is missing, over the role's bound, or names no lookup. */
export function bindRequest(template: OperationTemplate, variables: Arguments): RequestPlan {
  const binding: Binding = { template, variables, pages: new Map(), chosen: [] };
  let cost = 0;
  const roots = template.roots.map((root) => {
    const bound = bindRoot(binding, root);
    const rows = bound.request.kind === 'list' ? bound.request.first : 1;
    cost += rows * costOfRow(binding, bound.selection);
    if (bound.request.kind === 'find') {
      cost += costOfCandidates(bound.request);
      refuseNestedCursors(binding, bound.selection);
    }
    return bound;
  });
  const matches = template.matches.map((match): MatchPlan => {
    const given = argumentsOf(binding, match.definition, match.node);
    return Object.freeze({ template: match, values: bindNamed(match.set, given) });
  });
  cost += matches.reduce((sum, { values }) => sum + values.wanted.length, 0);
  requireCost(cost, template.bound, 'open');
  const mappings = bindMappings(binding);
  const { coordinates, stepUp } = readingOfRequest(binding);
  return Object.freeze({
    roots: Object.freeze(roots),
    mappings,
    matches: Object.freeze(matches),
    pages: binding.pages,
    cost,
    coordinates,
    stepUp,
  });
}

function bindMappings(binding: Binding): readonly IdMapping[] {
  const mappings = binding.template.mappings.map((template) => {
    const mapping = bindIdMapping(template, argumentsOf(binding, template.definition, template.node));
    binding.chosen.push({ coordinates: [`${mapping.type}.id`], stepUp: [] });
    return mapping;
  });
  requireFewIds(mappings);
  return Object.freeze(mappings);
}

function readingOfRequest({ template, chosen }: Binding): Reading {
  return chosen.length === 0 ? template : mergedReading([template, ...chosen]);
}

/** @throws Refused COST_TOO_HIGH */
export function requireCost(cost: number, bound: Bound, doing: 'open' | 'write'): void {
  if (cost <= bound.cost) return;
  const message = `The operation may ${doing} ${String(cost)} fields; the bound is ${String(bound.cost)}.`;
  throw refuse('COST_TOO_HIGH', message, { cost, bound: bound.cost });
}

function bindRoot(binding: Binding, template: RootTemplate): RootPlan {
  const given = argumentsOf(binding, template.definition, template.node);
  const { request, selection } = requestOf(binding, template, given);
  return Object.freeze({ template, selection, request, cursorScope: cursorScopeOf(template, given) });
}

function requestOf(
  binding: Binding,
  template: RootTemplate,
  given: Arguments,
): { readonly request: RootRequest; readonly selection: SelectionPlan } {
  const { root, selection } = template;
  switch (root.kind) {
    case 'NODE':
      return { selection, request: root.takesId ? { kind: 'node', id: String(given['id']) } : { kind: 'self' } };
    case 'LIST': {
      const page = pageOf(binding, root.name, given);
      const changedSince = given['changedSince'] instanceof Date ? given['changedSince'] : undefined;
      return {
        selection,
        request: { kind: 'list', ...page, changedSince, filter: filterOf(binding, template, given) },
      };
    }
    case 'FIND': {
      const { find, values } = chosenFind(template, given);
      binding.chosen.push(find.reading);
      const wanted = find.wanted.map(({ input, field, column }) => ({ field, column, value: values[input] }));
      return { selection: find.selection, request: { kind: 'find', index: find.index, wanted } };
    }
  }
}

/** The one set whose fields are just those given: a partial match is no match. */
function chosenFind(
  template: RootTemplate,
  given: Arguments,
): { readonly find: FindTemplate; readonly values: Arguments } {
  invariant(template.root.find, 'a FIND has its argument');
  const { argument } = template.root.find;
  const values = membersOf(given[argument]);
  const names = Object.keys(values);
  const find = template.finds.find(
    ({ wanted }) => wanted.length === names.length && wanted.every(({ input }) => names.includes(input)),
  );
  if (find !== undefined) return { find, values };
  if (template.finds.length === 0) {
    throw refuse('SEARCH_NOT_FOR_PURPOSE', `Query.${template.root.name} has no lookup for this purpose.`);
  }
  const sets = template.finds.map(({ wanted }) => `{ ${wanted.map(({ input }) => input).join(', ')} }`).join(' or ');
  throw refuse('ARGUMENT_INVALID', `Query.${template.root.name}(${argument}:) takes just one of ${sets}.`);
}

function filterOf(binding: Binding, template: RootTemplate, given: Arguments): readonly FilterTerm[] {
  const filter = template.root.filter;
  if (filter === undefined) return [];
  return Object.entries(membersOf(given[filter.argument])).map(([input, value]) => {
    const field = template.filters.find((each) => each.input === input);
    if (field === undefined) {
      throw refuse('FIELD_NOT_FOR_PURPOSE', `${filter.inputType}.${input} cannot be compared for this purpose.`);
    }
    binding.chosen.push(field.reading);
    return { column: field.column, openness: field.openness, value };
  });
}

function pageOf(binding: Binding, name: string, given: Arguments): PageRequest {
  return requirePage(name, given, binding.template.bound);
}

/** @throws Refused PAGE_SIZE_MISSING, PAGE_TOO_LARGE or ARGUMENT_INVALID. */
export function requirePage(name: string, given: Arguments, { page: cap }: Bound): PageRequest {
  const first = given['first'];
  if (typeof first !== 'number') throw refuse('PAGE_SIZE_MISSING', `${name} needs the argument first.`);
  if (first > cap)
    throw refuse('PAGE_TOO_LARGE', `${name}(first: ${String(first)}) is over the cap of ${String(cap)}.`, { cap });
  if (first < 1) throw refuse('ARGUMENT_INVALID', `${name}(first:) must be 1 or more.`, { cap });
  const after = given['after'];
  return { first, after: typeof after === 'string' ? after : undefined };
}

function costOfRow(binding: Binding, selection: SelectionPlan): number {
  let cost = selection.fieldCount;
  for (const child of selection.children) {
    if (child.kind === 'relation') {
      cost += costOfRow(binding, child.selection);
    } else {
      const page = pageOf(binding, child.definition.name, argumentsOf(binding, child.definition, child.node));
      binding.pages.set(child, page);
      cost += page.first * costOfRow(binding, child.selection);
    }
  }
  return cost;
}

/** Below a lookup stand its candidates, strangers among them: an error that counts parents would count those (law 7). */
function refuseNestedCursors(binding: Binding, selection: SelectionPlan): void {
  for (const child of selection.children) {
    if (child.kind === 'list') {
      const page = binding.pages.get(child);
      invariant(page, 'each list of a plan has its page');
      if (page.after !== undefined) throw cursorBelowLookup(child.definition.name);
    }
    refuseNestedCursors(binding, child.selection);
  }
}

function cursorBelowLookup(name: string): Error {
  return refuse('CURSOR_INVALID', `${name}(after:) has no place below a lookup: ask by the row's id.`);
}

function argumentsOf(binding: Binding, definition: GraphQLField<unknown, unknown>, node: FieldNode): Arguments {
  return givenArguments(definition, node, binding.variables);
}

/** @throws Refused ARGUMENT_INVALID */
export function givenArguments(
  definition: GraphQLField<unknown, unknown>,
  node: FieldNode,
  variables: Arguments,
): Arguments {
  try {
    return getArgumentValues(definition, node, variables);
  } catch (cause) {
    invariant(cause instanceof GraphQLError, 'GraphQL says what is wrong with an argument');
    throw refuse('ARGUMENT_INVALID', cause.message);
  }
}

/** A cursor holds for the same root, filter and order only; `first` and `after` may change from page to page. */
function cursorScopeOf(template: RootTemplate, given: Arguments): string {
  if (template.root.kind !== 'LIST') return template.root.name;
  const { first: _first, after: _after, ...rest } = given;
  const parts = Object.keys(rest)
    .toSorted()
    .map((name) => `${name}=${JSON.stringify(rest[name])}`);
  return [template.root.name, ...parts].join('\n');
}

/** What an input object says: an argument that is null or not given says nothing, nor does a member that is null. */
function membersOf(value: unknown): Arguments {
  return Object.fromEntries(Object.entries(value ?? {}).filter(([, member]) => member !== null));
}
