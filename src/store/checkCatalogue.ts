/**
 * Compares the policy with the database before anything is served: a sealed field must have a column that only takes
 * bytes, what reach is decided by must be there in a type that compares as reach means it, a lookup must have an index.
 */
import type { BlindIndexModel, CompiledPolicy, FieldModel, ListField, ObjectModel, Reach } from '../policy/compiled.js';
import type { Catalogue, ColumnCatalogue, RelationCatalogue } from './catalogue.js';
import { advisedType, fitsScalar, sqlType } from './columnTypes.js';
import type { StoreProblem, StoreProblemCode } from './storeProblem.js';

/** Everything that does not fit, by table and column; empty when the store can be served. */
export function checkCatalogue(policy: CompiledPolicy, catalogue: Catalogue): readonly StoreProblem[] {
  const check = new CatalogueCheck(catalogue);
  for (const model of policy.types.values()) check.type(model, policy);
  for (const reach of reachesOf(policy)) check.reach(reach);
  return check.problems();
}

/** A reach is there for each role that has it; its columns are checked once. */
function reachesOf(policy: CompiledPolicy): readonly Reach[] {
  return [...policy.roles.values()].flatMap((role) => [...role.reaches.values()].flat());
}

function compare(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}

const claimTypes = ['uuid', 'text', 'varchar', 'citext'];
const momentTypes = ['date', 'timestamptz'];

interface Finding {
  readonly code: StoreProblemCode;
  readonly table: string;
  readonly column?: string;
  readonly message: string;
  readonly remedy: string;
}

class CatalogueCheck {
  readonly #catalogue: Catalogue;
  readonly #found = new Map<string, StoreProblem>();

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
  }

  problems(): readonly StoreProblem[] {
    return [...this.#found.keys()].toSorted(compare).flatMap((place) => this.#found.get(place) ?? []);
  }

  type(model: ObjectModel, policy: CompiledPolicy): void {
    const relation = this.#relation(model.table, `type ${model.name}`);
    if (relation === undefined) return;
    this.#key(model, relation);
    this.#person(model, relation);
    for (const field of model.fields.values()) this.#field(field, relation, policy);
    for (const { column, fields } of model.restricts) {
      this.#typed(relation, column, ['bool'], `@restrict withholds ${fields.join(', ')} by it`);
      this.#notNull(relation, column, 'a row that says neither true nor false would withhold always');
    }
    if (model.retain !== undefined) this.#typed(relation, model.retain.from, momentTypes, '@retain counts from it');
    for (const index of model.indexes) this.#blindIndex(index, relation);
  }

  reach(reach: Reach): void {
    const relation = this.#relation(reach.through, `@reach ${reach.name} of ${reach.type}`);
    if (relation === undefined) return;
    const why = `@reach ${reach.name} of ${reach.type}`;
    this.#typed(relation, reach.subject, ['uuid'], `${why} names the person by it`);
    this.#typed(relation, reach.column, claimTypes, `${why} compares it with a claim`);
    if (reach.row !== undefined) this.#typed(relation, reach.row, ['uuid'], `${why} names the record by it`);
    this.#typed(relation, reach.starts, momentTypes, `${why} starts by it`);
    if (reach.ends !== undefined) this.#typed(relation, reach.ends, momentTypes, `${why} ends by it`);
    for (const column of reach.closes) this.#typed(relation, column, momentTypes, `${why} is closed by it`);
    this.#indexOn(relation, reach.column, `${why} finds a caller's links by it`);
  }

  #key(model: ObjectModel, relation: RelationCatalogue): void {
    this.#typed(relation, model.key, ['uuid'], `key of ${model.name}`);
    if (relation.kind === 'view') return;
    const isUnique = relation.indexes.some(
      ({ columns, unique, partial }) => unique && !partial && columns.join() === model.key,
    );
    if (isUnique) return;
    this.#report({
      code: 'INDEX_NOT_UNIQUE',
      table: relation.name,
      column: model.key,
      message: `the key of ${model.name} is not unique`,
      remedy: `ALTER TABLE ${relation.name} ADD PRIMARY KEY (${model.key})`,
    });
  }

  /** What the engine keeps of every row that is about a person. */
  #person(model: ObjectModel, relation: RelationCatalogue): void {
    if (model.kind === 'entity' || model.subject === undefined) return;
    const { column } = model.subject;
    this.#typed(relation, 'created_at', ['timestamptz'], 'changedSince compares it');
    this.#typed(relation, 'changed', ['jsonb'], 'the instants of changes, by column');
    if (model.kind === 'subject') {
      this.#typed(relation, 'data_key', ['bytea'], `the wrapped data key of ${model.name}`);
      this.#nullable(relation, 'data_key', 'erasure sets it to NULL');
      return;
    }
    this.#typed(relation, column, ['uuid'], `whose data ${model.name} is`);
    this.#notNull(relation, column, 'a record is somebody’s');
    this.#indexOn(relation, column, `${model.name} is found by its person`);
  }

  #list(field: ListField, policy: CompiledPolicy): void {
    const target = policy.types.get(field.target);
    const pointing = target === undefined ? undefined : this.#relation(target.table, `type ${target.name}`);
    if (pointing === undefined) return;
    this.#typed(pointing, field.column, ['uuid'], `${field.coordinate} finds its rows by it`);
    this.#indexOn(pointing, field.column, `${field.coordinate} finds its rows by it`);
  }

  #field(field: FieldModel, relation: RelationCatalogue, policy: CompiledPolicy): void {
    switch (field.kind) {
      case 'embedded':
        return;
      case 'relation':
        this.#typed(relation, field.column, ['uuid'], `${field.coordinate} follows it`);
        return;
      case 'list':
        this.#list(field, policy);
        return;
      case 'members':
        for (const list of field.lists) this.#list(list, policy);
        return;
      case 'value': {
        if (field.storage === 'sealed') {
          this.#typed(relation, field.column, ['bytea'], `${field.coordinate} is sealed in it`);
          return;
        }
        const column = this.#column(
          relation,
          field.column,
          `${field.coordinate} is kept in it`,
          advisedType(field.scalar),
        );
        if (column === undefined || fitsScalar(column, field.scalar)) return;
        this.#wrongType(
          relation,
          column,
          advisedType(field.scalar),
          `${field.coordinate} is a ${field.typeName} kept in clear`,
        );
      }
    }
  }

  #blindIndex(index: BlindIndexModel, relation: RelationCatalogue): void {
    const why = `blind index of ${index.fields.join(', ')}`;
    if (!this.#typed(relation, index.column, ['bytea'], why)) return;
    this.#nullable(relation, index.column, 'erasure sets it to NULL');
    const whole = relation.indexes.filter(({ columns, partial }) => columns[0] === index.column && !partial);
    const isUnique = whole.some(({ columns, unique }) => unique && columns.length === 1);
    const name = `${relation.name} (${index.column})`;
    if (whole.length === 0 || (index.unique && !isUnique)) {
      this.#report({
        code: whole.length === 0 ? 'INDEX_MISSING' : 'INDEX_NOT_UNIQUE',
        table: relation.name,
        column: index.column,
        message: `${why} has no ${index.unique ? 'unique ' : ''}index`,
        remedy: `CREATE ${index.unique ? 'UNIQUE ' : ''}INDEX ON ${name}`,
      });
    }
    if (!index.unique && isUnique) {
      this.#report({
        code: 'INDEX_UNIQUE',
        table: relation.name,
        column: index.column,
        message: `${why} is unique, but two persons may share it`,
        remedy: `CREATE INDEX ON ${name} without UNIQUE`,
      });
    }
  }

  #indexOn(relation: RelationCatalogue, column: string, why: string): void {
    if (relation.kind === 'view' || !relation.columns.has(column)) return;
    if (relation.indexes.some(({ columns, partial }) => columns[0] === column && !partial)) return;
    this.#report({
      code: 'INDEX_MISSING',
      table: relation.name,
      column,
      message: `no index starts with it, and ${why}`,
      remedy: `CREATE INDEX ON ${relation.name} (${column})`,
    });
  }

  #relation(table: string, why: string): RelationCatalogue | undefined {
    const relation = this.#catalogue.relations.get(table);
    if (relation === undefined) {
      this.#report({
        code: 'TABLE_MISSING',
        table,
        message: `no such table or view, which ${why} needs`,
        remedy: 'add it in a migration, or correct the name in the SDL',
      });
    }
    return relation;
  }

  #column(relation: RelationCatalogue, name: string, why: string, type: string): ColumnCatalogue | undefined {
    const column = relation.columns.get(name);
    if (column === undefined) {
      this.#report({
        code: 'COLUMN_MISSING',
        table: relation.name,
        column: name,
        message: `no such column: ${why}`,
        remedy: `ALTER TABLE ${relation.name} ADD COLUMN ${name} ${type}`,
      });
    }
    return column;
  }

  #typed(relation: RelationCatalogue, name: string, types: readonly string[], why: string): boolean {
    const advised = sqlType(types[0] ?? '');
    const column = this.#column(relation, name, why, advised);
    if (column === undefined) return false;
    if (types.includes(column.type)) return true;
    this.#wrongType(relation, column, types.map(sqlType).join(' or '), why);
    return false;
  }

  #wrongType(relation: RelationCatalogue, column: ColumnCatalogue, type: string, why: string): void {
    this.#report({
      code: 'COLUMN_TYPE',
      table: relation.name,
      column: column.name,
      message: `is ${sqlType(column.type)}, but must be ${type}: ${why}`,
      remedy: `ALTER TABLE ${relation.name} ALTER COLUMN ${column.name} TYPE ${type}`,
    });
  }

  #notNull(relation: RelationCatalogue, name: string, why: string): void {
    const column = relation.columns.get(name);
    if (column === undefined || column.notNull || relation.kind === 'view') return;
    this.#report({
      code: 'COLUMN_NULLABLE',
      table: relation.name,
      column: name,
      message: `may be NULL: ${why}`,
      remedy: `ALTER TABLE ${relation.name} ALTER COLUMN ${name} SET NOT NULL`,
    });
  }

  #nullable(relation: RelationCatalogue, name: string, why: string): void {
    if (relation.columns.get(name)?.notNull !== true) return;
    this.#report({
      code: 'COLUMN_NOT_NULLABLE',
      table: relation.name,
      column: name,
      message: `may not be NULL: ${why}`,
      remedy: `ALTER TABLE ${relation.name} ALTER COLUMN ${name} DROP NOT NULL`,
    });
  }

  /** One problem a place and code: several types may need the same column. */
  #report(finding: Finding): void {
    const place = `${finding.table}.${finding.column ?? ''} ${finding.code}`;
    if (!this.#found.has(place)) this.#found.set(place, Object.freeze({ column: undefined, ...finding }));
  }
}
