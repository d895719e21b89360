/**
 * What an operation would read and write at most, said before anybody asks it: for whoever registers it. A directive that
 * hangs on a variable counts as if it left the field in, a page whose size is a variable as if it were the largest.
 */
import type { DirectiveNode, DocumentNode, FieldNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { Kind, OperationTypeNode, visit } from 'graphql';
import type { Precision } from '../kernel/precision.js';
import { refuse } from '../kernel/refusal.js';
import type { Bound, CompiledPolicy, RolePolicy } from '../policy/compiled.js';
import { costOfCandidates } from './candidates.js';
import { compileAdministration } from './administration.js';
import { requireCost, requirePage } from './bindOperation.js';
import { readsVariable } from './collectFields.js';
import { compileMutation } from './compileMutation.js';
import type { OperationSource } from './compileOperation.js';
import { compileOperation } from './compileOperation.js';
import { compilePersonRoots } from './personRoots.js';
import type { MatchTemplate } from './matching.js';
import { ownCoordinates, sorted } from './reading.js';
import type { OperationTemplate, RootTemplate, SelectionPlan } from './requestPlan.js';
import type { OpeningTemplate, WriteTemplate } from './writePlan.js';

export interface ReadField {
  /** Of the contract: `Tenant.phoneLast2`. */
  readonly coordinate: string;
  readonly precision: Precision;
  /** Whether it asks for a fresh authentication. */
  readonly stepUp: boolean;
}

export interface OperationReading {
  /** `Query.tenants`, `Mutation.handOver`: in the order of the document. */
  readonly roots: readonly string[];
  /** Sorted by coordinate. */
  readonly reads: readonly ReadField[];
  /** What it looks up or filters by, if the arguments choose it. */
  readonly compares: readonly string[];
  /** What it sets, if the input gives it. */
  readonly writes: readonly string[];
  /** Rows that one request brings or writes at most, those below rows included. */
  readonly rows: number;
  /** Rows × fields at most: no more than the role's bound, above which a request is refused. */
  readonly cost: number;
  readonly bound: number;
}

export interface DescribedSource {
  readonly policy: CompiledPolicy;
  readonly role: RolePolicy;
  readonly purpose: string;
  /** The role's contract. */
  readonly schema: GraphQLSchema;
  /** Validated against it. */
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

/** @throws Refused, as the operation itself would be for whatever arguments: FIELD_NOT_FOR_PURPOSE, PAGE_TOO_LARGE and so on. */
export function describeOperation(described: DescribedSource): OperationReading {
  if (described.operation.operation === OperationTypeNode.SUBSCRIPTION)
    throw refuse('BAD_REQUEST', 'There are no subscriptions.');
  const source = wholeSource(described);
  const engines = [compileAdministration(source), compilePersonRoots(source)].flatMap(({ roots }) =>
    roots.map(({ coordinate }) => coordinate),
  );
  const reading =
    source.operation.operation === OperationTypeNode.MUTATION ? describeWrites(source) : describeReads(source);
  return Object.freeze({ ...reading, roots: Object.freeze([...reading.roots, ...engines]) });
}

/** The operation with every selection that a variable could leave out. */
function wholeSource({ operation, document, ...rest }: DescribedSource): OperationSource {
  const whole = { Directive: (directive: DirectiveNode) => (readsVariable(directive) ? null : undefined) };
  return { ...rest, document: visit(document, whole), operation: visit(operation, whole), variables: {} };
}

type Size = Pick<OperationReading, 'rows' | 'cost'>;

function describeReads(source: OperationSource): OperationReading {
  const template = compileOperation(source);
  return readingOf(source, {
    roots: [
      // Of an interface or a union there is a root for each of its types.
      ...new Map(template.roots.map(({ responseKey, root }) => [responseKey, `Query.${root.name}`])).values(),
      ...template.mappings.map(({ node }) => `Query.${node.name.value}`),
      ...template.matches.map(({ name }) => `Query.${name}`),
    ],
    operations: [template],
    writes: [],
    sizes: (cap) => [sizeOfOperation(template, cap)],
  });
}

function describeWrites(source: OperationSource): OperationReading {
  const { writes, requests, opening } = compileMutation(source);
  if (opening !== undefined) return describeOpening(source, opening);
  return readingOf(source, {
    roots: [...writes.map(({ name }) => name), ...requests.map(({ request }) => request.name)].map(
      (name) => `Mutation.${name}`,
    ),
    operations: writes.flatMap(({ payload }) => payload.map(({ operation }) => operation)),
    writes: [
      ...writes.flatMap(coordinatesOfWrite),
      ...requests.flatMap(({ brought }) => brought.map(({ field }) => field.coordinate)),
    ],
    sizes: (cap) => [
      ...writes.map((write) => sizeOfWrite(write, cap)),
      ...requests.map(({ set, brought }) => ({ rows: 1, cost: set.wanted.length + brought.length })),
    ],
  });
}

function describeOpening(source: OperationSource, { name, model, wanted, payload }: OpeningTemplate): OperationReading {
  const operations = payload.map(({ operation }) => operation);
  const reading = readingOf(source, {
    roots: [`Mutation.${name}`],
    operations,
    writes: [],
    sizes: (cap) => [
      { rows: 0, cost: wanted.length },
      ...operations.map((operation) => sizeOfOperation(operation, cap)),
    ],
  });
  const compared = wanted.map(({ field }) => `${model.name}.${field.path}`);
  return { ...reading, compares: sorted([...reading.compares, ...compared]) };
}

interface Described {
  readonly roots: readonly string[];
  readonly operations: readonly OperationTemplate[];
  readonly writes: readonly string[];
  /** One a root; `cap`: of what a variable decides, a page or the rows of a write. */
  readonly sizes: (cap: number) => readonly Size[];
}

function readingOf({ role, purpose }: OperationSource, described: Described): OperationReading {
  const { bound } = role;
  requireCost(total(described.sizes(1)).cost, bound, described.writes.length > 0 ? 'write' : 'open');
  const most = total(described.sizes(Infinity));
  const roots = described.operations.flatMap((operation) => operation.roots);
  const matches = described.operations.flatMap((operation) => operation.matches);
  return {
    roots: described.roots,
    reads: Object.freeze(fieldsOf(roots, purpose)),
    compares: sorted([...roots.flatMap(comparedBy), ...matches.flatMap(matchedBy)]),
    writes: sorted(described.writes),
    rows: most.rows,
    cost: Math.min(most.cost, bound.cost),
    bound: bound.cost,
  };
}

function total(sizes: readonly Size[]): Size {
  return sizes.reduce((sum, each) => ({ rows: sum.rows + each.rows, cost: sum.cost + each.cost }), {
    rows: 0,
    cost: 0,
  });
}

function fieldsOf(roots: readonly RootTemplate[], purpose: string): readonly ReadField[] {
  const fields = new Map<string, ReadField>();
  const add = (selection: SelectionPlan): void => {
    const type = selection.rows.model.name;
    for (const coordinate of ownCoordinates(type, selection.asksId, selection.asksVersion))
      fields.set(coordinate, { coordinate, precision: 'PSEUDONYM', stepUp: false });
    for (const { grant, precision } of selection.leaves) {
      const coordinate = `${type}.${grant.name}`;
      fields.set(coordinate, { coordinate, precision, stepUp: grant.stepUpFor.has(purpose) });
    }
    for (const child of selection.children) {
      const coordinate = `${type}.${child.field.path}`;
      fields.set(coordinate, { coordinate, precision: 'EXACT', stepUp: selection.reading.stepUp.includes(coordinate) });
      add(child.selection);
    }
  };
  for (const { selection } of roots) add(selection);
  return [...fields.values()].toSorted((left, right) => (left.coordinate < right.coordinate ? -1 : 1));
}

function comparedBy({ root, finds, filters }: RootTemplate): readonly string[] {
  const looked = finds.flatMap(({ wanted }) => wanted.map(({ field }) => `${root.type}.${field.path}`));
  return [...looked, ...filters.flatMap(({ reading }) => reading.coordinates)];
}

function matchedBy({ set: { model, wanted } }: MatchTemplate): readonly string[] {
  return wanted.map(({ field }) => `${model.name}.${field.path}`);
}

function sizeOfOperation({ roots, matches, bound }: OperationTemplate, cap: number): Size {
  const matched = matches.map(({ set }) => ({ rows: 0, cost: set.wanted.length }));
  return total([
    ...matched,
    ...roots.map(({ root, node, selection, finds }) => {
      const { rows, cost } = times(
        root.kind === 'LIST' ? pageOf(node, bound, cap) : 1,
        sizeOfRow(selection, bound, cap),
      );
      return { rows, cost: cost + Math.max(0, ...finds.map(costOfCandidates)) };
    }),
  ]);
}

function sizeOfRow({ fieldCount, children }: SelectionPlan, bound: Bound, cap: number): Size {
  const below = children.map((child) =>
    times(child.kind === 'list' ? pageOf(child.node, bound, cap) : 1, sizeOfRow(child.selection, bound, cap)),
  );
  const { rows, cost } = total(below);
  return { rows: 1 + rows, cost: fieldCount + cost };
}

function sizeOfWrite({ step, following, rows, payload }: WriteTemplate, cap: number): Size {
  const settings = [step, ...following].reduce((count, each) => count + each.settings.length, 0);
  const read = total(payload.map(({ operation }) => sizeOfOperation(operation, cap)));
  return times(rows === undefined ? 1 : Math.min(rows.atMost, cap), {
    rows: 1,
    cost: Math.max(1, settings) + read.cost,
  });
}

function times(rows: number, row: Size): Size {
  return { rows: rows * row.rows, cost: rows * row.cost };
}

/** A page that the text itself states, or the largest up to `cap`. @throws Refused PAGE_TOO_LARGE or ARGUMENT_INVALID */
function pageOf(node: FieldNode, bound: Bound, cap: number): number {
  const value = node.arguments?.find(({ name }) => name.value === 'first')?.value;
  if (value?.kind !== Kind.INT) return Math.min(bound.page, cap);
  return requirePage(node.name.value, { first: Number(value.value) }, bound).first;
}

function coordinatesOfWrite({ step, following }: WriteTemplate): readonly string[] {
  return [step, ...following].flatMap(({ writing: { model }, settings, constants }) => [
    ...constants.map(({ field }) => `${model.name}.${field.path}`),
    ...settings.flatMap(({ sets }) =>
      sets.kind === 'row' || sets.kind === 'version' || sets.kind === 'condition'
        ? []
        : [`${model.name}.${sets.field.path}`],
    ),
  ]);
}
