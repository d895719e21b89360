/** The rows of one type that an operation asks: which columns, each under which gate, and what hangs below. */
import type { FieldNode, GraphQLField } from 'graphql';
import { getNamedType, isObjectType } from 'graphql';
import { invariant } from '../kernel/invariant.js';
import { refuse } from '../kernel/refusal.js';
import type {
  FieldGrant,
  FieldModel,
  ListField,
  MembersField,
  ObjectModel,
  RelationField,
  TypeGrant,
} from '../policy/compiled.js';
import { versionName } from '../policy/naming.js';
import { childProperty } from './childProperty.js';
import { collectFields } from './collectFields.js';
import type { FieldNodes, RowView } from './collectFields.js';
import { compileConnection } from './connection.js';
import { gateOf, grantOf } from './granted.js';
import { askedMembers } from './members.js';
import { SelectionColumns } from './openness.js';
import type { PlanScope } from './planScope.js';
import type { Reading } from './reading.js';
import { mergedReading, ownCoordinates, readingOf } from './reading.js';
import type { ChildPlan, LeafPlan, SelectionPlan } from './requestPlan.js';
import { addVersion } from './rowVersion.js';

export interface SelectionSource {
  readonly scope: PlanScope;
  readonly type: string;
  /** Rows below rows: 1 at a root. */
  readonly depth: number;
  /** One a place of the response in which the rows stand: `nodes`, `edges`, an alias of either. */
  readonly views: readonly RowView[];
  /** Whether `changedSince` is asked of these rows. */
  readonly watches?: boolean;
  /** Whether the rows stand among those of other types. */
  readonly isMember?: boolean;
}

/** Rows below rows below rows: deeper than any honest screen, shallower than a walk. */
const maximumDepth = 5;

/** Compiles the selection; `extra` adds columns or classes that a root's arguments need before it is frozen. */
export function compileSelection<Extra>(
  source: SelectionSource,
  extra: (columns: SelectionColumns) => Extra,
): { readonly selection: SelectionPlan; readonly filters: Extra } {
  if (source.depth > maximumDepth) {
    throw refuse('COST_TOO_HIGH', `The operation nests rows more than ${String(maximumDepth)} deep.`);
  }
  const builder = new SelectionBuilder(source);
  const filters = extra(builder.columns);
  return { filters, selection: builder.build() };
}

class SelectionBuilder {
  readonly columns: SelectionColumns;
  readonly #source: SelectionSource;
  readonly #model: ObjectModel;
  readonly #grant: TypeGrant;
  readonly #leaves = new Map<string, LeafPlan>();
  readonly #embedded = new Set<string>();
  readonly #children: ChildPlan[] = [];
  readonly #read: FieldGrant[] = [];
  #asksId = false;
  #asksVersion = false;

  constructor(source: SelectionSource) {
    this.#source = source;
    const { model, grant } = grantOf(source.scope, source.type);
    this.#model = model;
    this.#grant = grant;
    const visible = grant.visible.get(source.scope.purpose);
    if (visible === undefined) {
      throw refuse('FIELD_NOT_FOR_PURPOSE', `${source.type} is not granted for the purpose ${source.scope.purpose}.`);
    }
    this.columns = new SelectionColumns(visible);
  }

  build(): SelectionPlan {
    for (const { responseKey, nodes } of this.#fields()) this.#addField(responseKey, nodes);
    if (this.#source.watches === true) {
      for (const grant of this.#grant.fields.values()) this.#watch(grant);
    }
    if (this.#asksVersion) addVersion(this.columns, this.#model, this.#grant, this.#source.scope.purpose);
    const leaves = [...this.#leaves.values()];
    return Object.freeze({
      rows: this.columns.freeze(this.#model, this.#keyHolder()),
      isMember: this.#source.isMember === true,
      leaves: Object.freeze(leaves),
      embedded: Object.freeze([...this.#embedded]),
      asksId: this.#asksId,
      asksVersion: this.#asksVersion,
      children: Object.freeze(this.#children),
      fieldCount: Math.max(1, leaves.length),
      reading: this.#reading(),
    });
  }

  #reading(): Reading {
    const key: Reading = { coordinates: ownCoordinates(this.#model.name, this.#asksId, this.#asksVersion), stepUp: [] };
    const own = readingOf(this.#model, this.#read, this.#source.scope.purpose);
    return mergedReading([key, own, ...this.#children.map(({ selection }) => selection.reading)]);
  }

  /** What is asked, once: of two places the selections that mean the same are one, any other stands by itself. */
  #fields(): Iterable<{ readonly responseKey: string; readonly nodes: FieldNodes }> {
    const { scope, type, views } = this.#source;
    const fields = new Map<string, { readonly responseKey: string; readonly nodes: [FieldNode, ...FieldNode[]] }>();
    for (const view of views) {
      for (const [responseKey, nodes] of collectFields(scope.context, type, view)) {
        const property = childProperty(nodes[0]);
        const field = fields.get(property);
        if (field === undefined) fields.set(property, { responseKey, nodes: [...nodes] });
        else field.nodes.push(...nodes);
      }
    }
    return fields.values();
  }

  #keyHolder(): ObjectModel | undefined {
    if (this.#model.subject === undefined) return undefined;
    const holder = this.#source.scope.policy.types.get(this.#model.subject.type);
    invariant(holder, 'a record names a compiled subject');
    return holder;
  }

  #addField(responseKey: string, nodes: FieldNodes): void {
    const name = nodes[0].name.value;
    if (name === '__typename') return;
    if (name === 'id') {
      this.#asksId = true;
      return;
    }
    if (name === versionName && this.#grant.isVersioned) {
      this.#asksVersion = true;
      return;
    }
    const grant = this.#granted(name);
    const field = this.#fieldOf(grant);
    if (field.kind === 'value') this.#addLeaf(grant, undefined, [responseKey]);
    else if (field.kind === 'embedded') this.#addEmbedded(name, responseKey, nodes);
    else if (field.kind === 'members') this.#addMembers(responseKey, nodes, grant, field);
    else this.#addChild(responseKey, nodes, grant, field);
  }

  #granted(name: string): FieldGrant {
    const grant = this.#grant.fields.get(name);
    if (grant === undefined) throw refuse('FORBIDDEN', `The field ${this.#model.name}.${name} is not granted.`);
    return grant;
  }

  #addLeaf(grant: FieldGrant, owner: string | undefined, responsePath: readonly string[]): void {
    const known = this.#leaves.get(grant.name);
    if (known !== undefined) {
      this.#leaves.set(grant.name, { ...known, responsePaths: [...known.responsePaths, responsePath] });
      return;
    }
    const field = this.#model.fields.get(grant.path);
    invariant(field?.kind === 'value', 'a leaf is a value');
    this.#read.push(grant);
    const gate = gateOf(this.#source.scope, this.#model.name, grant);
    const openness = this.columns.openness(gate, grant.restrictedBy);
    this.#leaves.set(grant.name, {
      grant,
      field,
      precision: grant.precision,
      column: this.columns.column(field.column, field.storage, openness),
      owner,
      property: owner === undefined ? grant.name : grant.name.slice(owner.length + 1),
      responsePaths: [responsePath],
    });
  }

  #addEmbedded(name: string, responseKey: string, nodes: FieldNodes): void {
    this.#embedded.add(name);
    const typeName = this.#typeNameOf(name);
    const sets = nodes.map((node) => node.selectionSet);
    for (const [memberKey, members] of collectFields(this.#source.scope.context, typeName, sets)) {
      const member = members[0].name.value;
      if (member === '__typename') continue;
      this.#addLeaf(this.#granted(`${name}.${member}`), name, [responseKey, memberKey]);
    }
  }

  #addChild(responseKey: string, nodes: FieldNodes, grant: FieldGrant, field: RelationField | ListField): void {
    const { scope, depth } = this.#source;
    const { node, place } = this.#childPlace(responseKey, nodes, grant);
    const below = { scope, type: field.target, depth: depth + 1 };
    if (field.kind === 'relation') {
      const views = [nodes.map((each) => each.selectionSet)];
      const { selection } = compileSelection({ ...below, views }, () => undefined);
      const column = this.columns.column(field.column, 'clear', place.openness);
      this.#children.push(Object.freeze({ kind: 'relation', ...place, field, column, selection }));
      return;
    }
    const { shape, rowViews } = compileConnection(scope, nodes, field.target);
    const { selection } = compileSelection({ ...below, views: rowViews }, () => undefined);
    const definition = this.#definitionOf(node.name.value);
    this.#children.push(
      Object.freeze({
        kind: 'list',
        ...place,
        field,
        selection,
        connection: shape,
        node,
        definition,
        among: undefined,
      }),
    );
  }

  #childPlace(
    responseKey: string,
    nodes: FieldNodes,
    grant: FieldGrant,
  ): {
    readonly node: FieldNode;
    readonly place: { readonly responseKey: string; readonly property: string; readonly openness: number };
  } {
    const openness = this.columns.openness(gateOf(this.#source.scope, this.#model.name, grant), grant.restrictedBy);
    this.#read.push(grant);
    const [node] = nodes;
    return { node, place: { responseKey, property: childProperty(node), openness } };
  }

  /** A list for each type of an interface or a union: rows of each are read, counted and recorded as that type's. */
  #addMembers(responseKey: string, nodes: FieldNodes, grant: FieldGrant, field: MembersField): void {
    const { scope, depth } = this.#source;
    const { node, place } = this.#childPlace(responseKey, nodes, grant);
    const { shape, rowViews } = compileConnection(scope, nodes, field.target);
    const definition = this.#definitionOf(node.name.value);
    const among = Object.freeze({ target: field.target });
    const targets = field.lists.map(({ target }) => target);
    for (const type of askedMembers(scope, field.target, targets, rowViews)) {
      const list = field.lists.find(({ target }) => target === type);
      invariant(list, 'a member has its list');
      const source = { scope, type, depth: depth + 1, views: rowViews, isMember: true };
      const { selection } = compileSelection(source, () => undefined);
      this.#children.push(
        Object.freeze({ kind: 'list', ...place, field: list, selection, connection: shape, node, definition, among }),
      );
    }
  }

  /** `changedSince` compares changes of what the contract holds for this purpose, asked or not, and of nothing else. */
  #watch(grant: FieldGrant): void {
    const field = this.#fieldOf(grant);
    const gate = grant.gates.get(this.#source.scope.purpose);
    if (gate === undefined) return;
    if (field.kind === 'value' || field.kind === 'relation') {
      this.columns.watch(field.column, this.columns.openness(gate, grant.restrictedBy));
    }
  }

  #fieldOf({ path }: FieldGrant): FieldModel {
    const field = this.#model.fields.get(path);
    invariant(field, 'a grant names a field of the store');
    return field;
  }

  #typeNameOf(fieldName: string): string {
    const type = getNamedType(this.#definitionOf(fieldName).type);
    invariant(isObjectType(type), 'an embedded field is of an object type');
    return type.name;
  }

  #definitionOf(fieldName: string): GraphQLField<unknown, unknown> {
    const type = this.#source.scope.schema.getType(this.#model.name);
    invariant(isObjectType(type), 'a granted type is in the contract');
    const definition = type.getFields()[fieldName];
    invariant(definition, 'a granted field is in the contract');
    return definition;
  }
}
