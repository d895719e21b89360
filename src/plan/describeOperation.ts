/**
 * What an operation would read and write at most, said before anybody asks it: for whoever registers it. A directive that
 * hangs on a variable counts as if it left the field in, a page whose size is a variable as if it were the largest.
 */
import type { DirectiveNode, DocumentNode, FieldNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { Kind, OperationTypeNode, visit } from 'graphql';
import type { Precision } from '../kernel/precision.js';
import { refuse } from '../kernel/refusal.js';
import type { Bound, CompiledPolicy, ObjectModel, RolePolicy, ValueField } from '../policy/compiled.js';
import { costOfCandidates } from './candidates.js';
import { compileAdministration } from './administration.js';
import { requireCost, requirePage } from './bindOperation.js';
import { readsVariable } from './collectFields.js';
import { compileMutation } from './compileMutation.js';
import type { OperationSource } from './compileOperation.js';
import { compileOperation } from './compileOperation.js';
import { compilePersonRoots } from './personRoots.js';
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
  /** What it looks up, matches or filters by, or holds a row to before it is written, if the arguments choose it. */
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
    doing: 'open',
    compares: [],
    writes: [],
    sizes: (extent) => [sizeOfOperation(template, extent)],
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
    doing: 'write',
    compares: [...writes.flatMap(conditionsOf), ...requests.flatMap(({ set }) => comparedIn(set))],
    writes: [
      ...writes.flatMap(coordinatesOfWrite),
      ...requests.flatMap(({ brought }) => brought.map(({ field }) => field.coordinate)),
    ],
    sizes: (extent) => [
      ...writes.map((write) => sizeOfWrite(write, extent)),
      ...requests.map(({ set, brought }) => ({ rows: 1, cost: set.wanted.length + brought.length })),
    ],
  });
}

function describeOpening(source: OperationSource, opening: OpeningTemplate): OperationReading {
  const operations = opening.payload.map(({ operation }) => operation);
  return readingOf(source, {
    roots: [`Mutation.${opening.name}`],
    operations,
    doing: 'open',
    compares: comparedIn(opening),
    writes: [],
    sizes: (extent) => [
      { rows: 0, cost: opening.wanted.length },
      ...operations.map((operation) => sizeOfOperation(operation, extent)),
    ],
  });
}

interface Described {
  readonly roots: readonly string[];
  readonly operations: readonly OperationTemplate[];
  readonly doing: 'open' | 'write';
  /** Beside what its operations compare. */
  readonly compares: readonly string[];
  readonly writes: readonly string[];
  /** One a root. */
  readonly sizes: (extent: Extent) => readonly Size[];
}

/** How far what the arguments decide goes. */
interface Extent {
  /** Of a page, or of the rows of a write. */
  readonly cap: number;
  /** Which lookup of a root is chosen, by its cost. */
  readonly choose: (...costs: readonly number[]) => number;
}

const least: Extent = Object.freeze({ cap: 1, choose: Math.min });
const most: Extent = Object.freeze({ cap: Infinity, choose: Math.max });

function readingOf({ role, purpose }: OperationSource, described: Described): OperationReading {
  const { bound } = role;
  requireCost(total(described.sizes(least)).cost, bound, described.doing);
  const { rows, cost } = total(described.sizes(most));
  const roots = described.operations.flatMap((operation) => operation.roots);
  const matches = described.operations.flatMap((operation) => operation.matches);
  return {
    roots: described.roots,
    reads: Object.freeze(fieldsOf(roots, purpose)),
    compares: sorted([
      ...described.compares,
      ...roots.flatMap(comparedBy),
      ...matches.flatMap(({ set }) => comparedIn(set)),
    ]),
    writes: sorted(described.writes),
    rows,
    cost: Math.min(cost, bound.cost),
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

/** What names a person by attributes. */
interface Naming {
  readonly model: ObjectModel;
  readonly wanted: readonly { readonly field: ValueField }[];
}

function comparedIn({ model, wanted }: Naming): readonly string[] {
  return wanted.map(({ field }) => `${model.name}.${field.path}`);
}

function sizeOfOperation({ roots, matches, bound }: OperationTemplate, extent: Extent): Size {
  const matched = matches.map(({ set }) => ({ rows: 0, cost: set.wanted.length }));
  return total([
    ...matched,
    ...roots.map(({ root, node, selection, finds }) => {
      const { rows, cost } = times(
        root.kind === 'LIST' ? pageOf(node, bound, extent) : 1,
        sizeOfRow(selection, bound, extent),
      );
      const lookups = finds.map(costOfCandidates);
      return { rows, cost: cost + (lookups.length > 0 ? extent.choose(...lookups) : 0) };
    }),
  ]);
}

function sizeOfRow({ fieldCount, children }: SelectionPlan, bound: Bound, extent: Extent): Size {
  const below = children.map((child) =>
    times(child.kind === 'list' ? pageOf(child.node, bound, extent) : 1, sizeOfRow(child.selection, bound, extent)),
  );
  const { rows, cost } = total(below);
  return { rows: 1 + rows, cost: fieldCount + cost };
}

function sizeOfWrite({ step, following, rows, payload }: WriteTemplate, extent: Extent): Size {
  const steps = [step, ...following];
  const settings = steps.reduce((count, each) => count + each.settings.length, 0);
  const read = total(payload.map(({ operation }) => sizeOfOperation(operation, extent)));
  return times(rows === undefined ? 1 : Math.min(rows.atMost, extent.cap), {
    // What is read back is the row that was written, and what is below it.
    rows: Math.max(steps.length, read.rows),
    cost: Math.max(1, settings) + read.cost,
  });
}

function times(rows: number, row: Size): Size {
  return { rows: rows * row.rows, cost: rows * row.cost };
}

/** A page that the text itself states, or else the role's up to the cap. @throws Refused PAGE_TOO_LARGE or ARGUMENT_INVALID */
function pageOf(node: FieldNode, bound: Bound, extent: Extent): number {
  const value = node.arguments?.find(({ name }) => name.value === 'first')?.value;
  if (value?.kind !== Kind.INT) return Math.min(bound.page, extent.cap);
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

function conditionsOf({ step, following }: WriteTemplate): readonly string[] {
  return [step, ...following].flatMap(({ settings }) =>
    settings.flatMap(({ sets }) => (sets.kind === 'condition' ? [sets.field.coordinate] : [])),
  );
}
