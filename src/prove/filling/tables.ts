/**
 * The tables that a store is made of, as they are to be filled: types with a table, whatever a reach goes through, what
 * its views are made of, and what all of these refer to. What the database says of itself is asked of the database.
 */
import { invariant } from '../../kernel/invariant.js';
import type { CompiledPolicy, ObjectModel, Reach, ValueField } from '../../policy/compiled.js';
import type { Catalogue, ColumnCatalogue } from '../../store/catalogue.js';
import type { Database } from '../../store/database.js';
import { readViewReads } from '../../store/viewReads.js';
import { readConstraints } from './constraints.js';
import type { ForeignKey } from './constraints.js';
import { isOfStore } from './isOfStore.js';

export interface FilledTable {
  readonly name: string;
  /** Of the type whose table it is. */
  readonly model: ObjectModel | undefined;
  readonly key: string | undefined;
  /** Type of the persons whose records it holds. */
  readonly persons: ObjectModel | undefined;
  readonly columns: readonly FilledColumn[];
  /** The widest first: what it sets, the narrower ones agree with. */
  readonly references: readonly Reference[];
  /** SQL of its CHECKs. */
  readonly checks: readonly string[];
  readonly uniques: readonly (readonly string[])[];
  /** Reaches that go through it. */
  readonly reaches: readonly Reach[];
  /** Roles whose reach it decides, maybe through a view. */
  readonly readBy: ReadonlySet<string>;
}

export interface FilledColumn {
  readonly name: string;
  readonly type: string;
  readonly isNullable: boolean;
  /** The value that stands in it; undefined: a column that no field shows. */
  readonly field: ValueField | undefined;
  /** Whether a reach compares it with a claim, maybe through a view: few values, each with many links. */
  readonly isHeld: boolean;
}

export interface Reference {
  readonly columns: readonly string[];
  readonly target: string;
  readonly targetColumns: readonly string[];
}

/** In an order in which each refers to those before it. */
export async function filledTables(
  database: Database,
  policy: CompiledPolicy,
  catalogue: Catalogue,
): Promise<readonly FilledTable[]> {
  const constraints = await readConstraints(database);
  const views = await readViewReads(database);
  const reaches = reachesOf(policy);
  const models = new Map([...policy.types.values()].map((model) => [model.table, model]));
  const wanted = new Set(models.keys());
  for (const { through } of reaches)
    for (const table of [through, ...(views.get(through)?.keys() ?? [])]) wanted.add(table);
  for (const name of wanted)
    for (const { table, target } of constraints.foreignKeys) if (table === name) wanted.add(target);
  const tables = [...wanted].filter((name) => catalogue.relations.get(name)?.kind === 'table');
  const viewed = (table: string): ReadonlySet<string> =>
    new Set(reaches.flatMap(({ through }) => [...(views.get(through)?.get(table) ?? [])]));
  return inOrder(
    tables.map((name) => {
      const model = models.get(name);
      const relation = catalogue.relations.get(name);
      invariant(relation, `the catalogue has ${name}`);
      const own = reaches.filter(({ through }) => through === name);
      return {
        name,
        model,
        key: model?.key,
        persons: model?.kind === 'record' ? policy.types.get(model.subject?.type ?? '') : undefined,
        columns: columnsOf([...relation.columns.values()], model, own, viewed(name)),
        references: referencesOf(name, { policy, model, own, foreignKeys: constraints.foreignKeys }),
        checks: constraints.checks.get(name) ?? [],
        uniques: relation.indexes.filter(({ unique, partial }) => unique && !partial).map(({ columns }) => columns),
        reaches: own,
        readBy: new Set(
          reaches
            .filter(({ through }) => through === name || views.get(through)?.has(name) === true)
            .map(({ role }) => role),
        ),
      };
    }),
  );
}

function reachesOf(policy: CompiledPolicy): readonly Reach[] {
  return [...policy.roles.values()].flatMap((role) => [...role.reaches.values()].flat()).filter(isOfStore);
}

/** A default stays where no field and no reach asks for anything else. */
function columnsOf(
  columns: readonly ColumnCatalogue[],
  model: ObjectModel | undefined,
  reaches: readonly Reach[],
  viewed: ReadonlySet<string>,
): readonly FilledColumn[] {
  const fields = new Map<string, ValueField>();
  for (const field of model?.fields.values() ?? []) if (field.kind === 'value') fields.set(field.column, field);
  const linked = new Set(
    reaches.flatMap(({ starts, ends, closes, column, subject }) => [
      starts,
      ends ?? starts,
      ...closes,
      column,
      subject,
    ]),
  );
  const marks = new Set((model?.restricts ?? []).map(({ column }) => column));
  const related = new Set(
    [...(model?.fields.values() ?? [])].flatMap((field) => (field.kind === 'relation' ? [field.column] : [])),
  );
  const mustBe = (name: string): boolean =>
    fields.has(name) ||
    linked.has(name) ||
    viewed.has(name) ||
    marks.has(name) ||
    related.has(name) ||
    name === model?.key;
  return columns
    .filter(({ name, hasDefault }) => !hasDefault || (mustBe(name) && name !== 'created_at'))
    .map(({ name, type, notNull, isEnum }) => ({
      name,
      type: isEnum ? 'enum' : type,
      isNullable: !notNull,
      field: fields.get(name),
      isHeld: reaches.some(({ column }) => column === name) || (viewed.has(name) && type === 'text'),
    }));
}

interface ReferenceSources {
  readonly policy: CompiledPolicy;
  readonly model: ObjectModel | undefined;
  readonly own: readonly Reach[];
  readonly foreignKeys: readonly ForeignKey[];
}

function referencesOf(table: string, { policy, model, own, foreignKeys }: ReferenceSources): readonly Reference[] {
  const references: Reference[] = foreignKeys.filter((each) => each.table === table);
  const add = (column: string, type: string | undefined): void => {
    const target = policy.types.get(type ?? '');
    if (target === undefined || (target.table === table && target.key === column)) return;
    if (references.some(({ columns }) => columns.includes(column))) return;
    references.push({ columns: [column], target: target.table, targetColumns: [target.key] });
  };
  for (const field of model?.fields.values() ?? []) if (field.kind === 'relation') add(field.column, field.target);
  if (model?.kind === 'record') add(model.subject?.column ?? '', model.subject?.type);
  for (const { subject, type } of own) add(subject, policy.types.get(type)?.subject?.type);
  return references.toSorted((left, right) => right.columns.length - left.columns.length);
}

function inOrder(tables: readonly FilledTable[]): readonly FilledTable[] {
  const ordered = new Set<FilledTable>();
  const begun = new Set<FilledTable>();
  const visit = (table: FilledTable | undefined): void => {
    if (table === undefined || begun.has(table)) return;
    begun.add(table);
    for (const { target } of table.references) visit(tables.find(({ name }) => name === target));
    ordered.add(table);
  };
  for (const table of tables) visit(table);
  return [...ordered];
}
