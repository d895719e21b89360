/**
 * How rows of one type become rows of one table: every column with where its value comes from, every member that a source
 * row may hold. Made once from policy, catalogue and vault.
 */
import { Failure } from '../kernel/failure.js';
import { invariant } from '../kernel/invariant.js';
import type {
  CompiledPolicy,
  EmbeddedField,
  FieldModel,
  ListField,
  MembersField,
  ObjectModel,
  ValueField,
} from '../policy/compiled.js';
import type { Catalogue, RelationCatalogue } from '../store/catalogue.js';
import type { CopyWriter } from '../store/copyValue.js';
import { copyWriter } from '../store/copyValue.js';
import type { BlindIndex } from '../vault/blindIndex.js';
import type { SealedColumn } from '../vault/sealedColumn.js';
import type { ScalarForm } from '../vault/validateScalar.js';
import type { Vault } from '../vault/vault.js';

export interface TypePlan {
  readonly model: ObjectModel;
  readonly columns: readonly PlannedColumn[];
  readonly members: ReadonlyMap<string, Member>;
  readonly indexes: readonly PlannedIndex[];
  /** Ordinal of the column that names the person: the key of a subject; undefined for an entity. */
  readonly person: number | undefined;
  /** Ordinals of columns that hold a value once at most: what makes a row a duplicate. */
  readonly uniques: readonly number[];
  /** Ordinals of columns without which a row can't be stored. */
  readonly required: readonly number[];
  /** Ordinals of columns that name a row of some type. */
  readonly references: readonly number[];
  /** Ordinals of columns that the database fills in when a row has nothing for them. */
  readonly defaulted: readonly number[];
}

/** Of these, the key is always the first. */
export interface PlannedColumn {
  readonly name: string;
  /** `pg_type.typname`. */
  readonly type: string;
  readonly source: 'key' | 'dataKey' | 'sealed' | 'clear' | 'reference' | 'index';
  /** Path of the field, for the rejects file; of a blind index, its fields. */
  readonly path: string;
  readonly writer: CopyWriter;
  /** For a sealed one. */
  readonly sealed: SealedColumn | undefined;
  /** Type whose row the column names, for a reference. */
  readonly target: string | undefined;
  readonly hasDefault: boolean;
  readonly isRequired: boolean;
}

export interface PlannedIndex {
  /** Ordinal of the index's own column. */
  readonly ordinal: number;
  /** Ordinals of the values that it is over. */
  readonly of: readonly number[];
  readonly index: BlindIndex;
}

export type Member =
  | { readonly kind: 'value'; readonly path: string; readonly ordinal: number; readonly form: ScalarForm }
  | { readonly kind: 'reference'; readonly path: string; readonly ordinal: number }
  | { readonly kind: 'embedded'; readonly path: string; readonly members: ReadonlyMap<string, Member> }
  | { readonly kind: 'list'; readonly path: string; readonly target: string; readonly column: string };

export type TypePlans = ReadonlyMap<string, TypePlan>;

/** Plans for every type of the policy that has a table. Throws STORE_MISMATCH for a column that can't be loaded. */
export function planTypes(policy: CompiledPolicy, catalogue: Catalogue, vault: Vault): TypePlans {
  const plans = [...policy.types.values()].map((model): readonly [string, TypePlan] => [
    model.name,
    new TypePlanner({ model, policy, vault, relation: relationOf(model, catalogue) }).plan(),
  ]);
  return new Map(plans);
}

function relationOf(model: ObjectModel, catalogue: Catalogue): RelationCatalogue {
  const relation = catalogue.relations.get(model.table);
  if (relation === undefined) throw new Failure('STORE_MISMATCH', `no table ${model.table} for type ${model.name}`);
  return relation;
}

interface Surroundings {
  readonly model: ObjectModel;
  readonly policy: CompiledPolicy;
  readonly vault: Vault;
  readonly relation: RelationCatalogue;
}

class TypePlanner {
  readonly #at: Surroundings;
  readonly #columns: PlannedColumn[] = [];

  constructor(at: Surroundings) {
    this.#at = at;
  }

  plan(): TypePlan {
    const { model } = this.#at;
    this.#add(model.key, 'key', { path: 'id', target: undefined });
    if (model.kind === 'subject') this.#add('data_key', 'dataKey', { path: 'id', target: undefined });
    for (const field of model.fields.values()) this.#addField(field);
    this.#addParents();
    const members = this.#membersOf([...model.fields.values()].filter(({ path }) => !path.includes('.')));
    const indexes = model.indexes.map((index): PlannedIndex => {
      const ordinal = this.#add(index.column, 'index', { path: index.fields.join(' '), target: undefined });
      const of = index.fields.map((path) => this.#ordinalOfField(path));
      const scalars = index.fields.map((path) => valueField(model, path).scalar);
      const shape = { table: model.table, column: index.column, scalars, bits: index.bits };
      return { ordinal, of, index: this.#at.vault.blindIndex(shape) };
    });
    return Object.freeze({
      model,
      members,
      indexes,
      columns: Object.freeze([...this.#columns]),
      uniques: this.#uniques(),
      required: this.#ordinalsOf((column) => column.isRequired),
      references: this.#ordinalsOf(({ target }) => target !== undefined),
      defaulted: this.#ordinalsOf(({ hasDefault }) => hasDefault),
      person: model.subject === undefined ? undefined : this.#ordinal(model.subject.column),
    });
  }

  #addField(field: FieldModel): void {
    if (field.kind === 'value') this.#add(field.column, field.storage, { path: field.path, target: undefined, field });
    if (field.kind === 'relation')
      this.#add(field.column, 'reference', { path: field.path, target: field.target, field });
  }

  /** The columns by which rows of this type point back to a list's owner, and to their person, where no field shows them. */
  #addParents(): void {
    const { model, policy } = this.#at;
    for (const owner of policy.types.values()) {
      const pointing = [...owner.fields.values()].flatMap(listsOf).filter(({ target }) => target === model.name);
      for (const { column } of pointing) this.#add(column, 'reference', { path: column, target: owner.name });
    }
    if (model.kind === 'record' && model.subject !== undefined) {
      this.#add(model.subject.column, 'reference', { path: model.subject.column, target: model.subject.type });
    }
  }

  /** The column's ordinal; a column that is there already keeps its own. */
  #add(
    name: string,
    source: PlannedColumn['source'],
    {
      path,
      target,
      field,
    }: { readonly path: string; readonly target: string | undefined; readonly field?: FieldModel },
  ): number {
    const known = this.#columns.findIndex((column) => column.name === name);
    if (known >= 0) return known;
    const { model, relation, vault } = this.#at;
    const found = relation.columns.get(name);
    const writer = found === undefined ? undefined : copyWriter(found.type, found.isEnum);
    if (found === undefined || writer === undefined) {
      throw new Failure('STORE_MISMATCH', `column ${model.table}.${name} is missing or of a type that is not imported`);
    }
    const isFilledIn = found.hasDefault || relation.hasInsertTrigger || source === 'key' || source === 'dataKey';
    return (
      this.#columns.push(
        Object.freeze({
          name,
          source,
          path,
          target,
          writer,
          type: found.type,
          hasDefault: found.hasDefault && source !== 'key',
          sealed: source === 'sealed' ? vault.column(model.table, name, scalarOf(field)) : undefined,
          isRequired: (isRequired(field) && !found.hasDefault) || (found.notNull && !isFilledIn),
        }),
      ) - 1
    );
  }

  #membersOf(fields: readonly FieldModel[]): ReadonlyMap<string, Member> {
    return new Map(
      fields.flatMap((field) =>
        // Rows of several types are brought one type after the other, each with its own reference to the owner.
        field.kind === 'members' ? [] : [[field.path.split('.').at(-1) ?? '', this.#memberOf(field)] as const],
      ),
    );
  }

  #memberOf(field: Exclude<FieldModel, MembersField>): Member {
    const { path } = field;
    switch (field.kind) {
      case 'value':
        return { kind: 'value', path, ordinal: this.#ordinal(field.column), form: field };
      case 'relation':
        return { kind: 'reference', path, ordinal: this.#ordinal(field.column) };
      case 'list':
        return { kind: 'list', path, target: field.target, column: field.column };
      case 'embedded':
        return { kind: 'embedded', path, members: this.#membersOf(this.#membersWithin(field)) };
    }
  }

  #membersWithin(field: EmbeddedField): readonly FieldModel[] {
    const prefix = `${field.path}.`;
    return [...this.#at.model.fields.values()].filter(
      ({ path }) => path.startsWith(prefix) && !path.slice(prefix.length).includes('.'),
    );
  }

  #ordinalOfField(path: string): number {
    return this.#ordinal(valueField(this.#at.model, path).column);
  }

  #ordinal(column: string): number {
    const ordinal = this.#columns.findIndex(({ name }) => name === column);
    invariant(ordinal >= 0, `a planned column ${column}`);
    return ordinal;
  }

  #uniques(): readonly number[] {
    const alone = this.#at.relation.indexes.filter(({ unique, columns }) => unique && columns.length === 1);
    return this.#ordinalsOf(({ name }) => alone.some(({ columns }) => columns[0] === name));
  }

  #ordinalsOf(holds: (column: PlannedColumn) => boolean): readonly number[] {
    return Object.freeze(this.#columns.flatMap((column, ordinal) => (holds(column) ? [ordinal] : [])));
  }
}

function valueField(model: ObjectModel, path: string): ValueField {
  const field = model.fields.get(path);
  invariant(field?.kind === 'value', `${model.name}.${path} is a value`);
  return field;
}

function scalarOf(field: FieldModel | undefined): ValueField['scalar'] {
  invariant(field?.kind === 'value', 'only a value is sealed');
  return field.scalar;
}

function isRequired(field: FieldModel | undefined): boolean {
  return (field?.kind === 'value' || field?.kind === 'relation') && field.required;
}

function listsOf(field: FieldModel): readonly ListField[] {
  if (field.kind === 'list') return [field];
  return field.kind === 'members' ? field.lists : [];
}
