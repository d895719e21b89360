/** What the erasure of one person empties: where the key lies, every sealed column and every blind index, of the person and of the records. */
import type { Duration } from '../kernel/duration.js';
import { refuse } from '../kernel/refusal.js';
import type { CompiledPolicy, ObjectModel } from '../policy/compiled.js';
import type { Catalogue } from '../store/catalogue.js';

export interface ErasurePlan {
  readonly type: string;
  readonly table: string;
  readonly key: string;
  readonly retain: { readonly from: string; readonly isDate: boolean; readonly keep: Duration } | undefined;
  readonly tables: readonly EmptiedTable[];
  /** Columns that are emptied, over all tables. */
  readonly columns: number;
}

export interface EmptiedTable {
  readonly table: string;
  /** Column of the person's UUID. */
  readonly person: string;
  /** Set NULL. */
  readonly emptied: readonly string[];
  /** The table demands a value: overwritten with as many zero bytes, which no key opens. */
  readonly overwritten: readonly string[];
}

/** For each type of persons. */
export function erasurePlans(policy: CompiledPolicy, catalogue: Catalogue): readonly ErasurePlan[] {
  return Object.freeze(
    [...policy.types.values()]
      .filter(({ kind }) => kind === 'subject')
      .map((model) => planOf(model, [...policy.types.values()], catalogue)),
  );
}

/** The type that is named, or the only one there is. Throws Refused ARGUMENT_INVALID. */
export function planNamed(plans: readonly ErasurePlan[], type: string | undefined): ErasurePlan {
  const named = type === undefined && plans.length === 1 ? plans[0] : plans.find((plan) => plan.type === type);
  if (named !== undefined) return named;
  throw refuse('ARGUMENT_INVALID', `Say which type of persons: ${plans.map((plan) => plan.type).join(', ')}.`);
}

function planOf(subject: ObjectModel, models: readonly ObjectModel[], catalogue: Catalogue): ErasurePlan {
  const columnsOf = new Map<string, { readonly model: ObjectModel; readonly person: string; columns: Set<string> }>();
  for (const model of models) {
    if (model.subject?.type !== subject.name) continue;
    const place = `${model.table} ${model.subject.column}`;
    const known = columnsOf.get(place) ?? { model, person: model.subject.column, columns: new Set() };
    for (const column of secretColumns(model)) known.columns.add(column);
    columnsOf.set(place, known);
  }
  const tables = [...columnsOf.values()]
    .filter(({ columns }) => columns.size > 0)
    .map(({ model, person, columns }) => emptied(model.table, person, [...columns], catalogue));
  const { name, table, key } = subject;
  const columns = tables.reduce((total, each) => total + each.emptied.length + each.overwritten.length, 0);
  return Object.freeze({ type: name, table, key, retain: retainOf(subject, catalogue), tables, columns });
}

function secretColumns(model: ObjectModel): readonly string[] {
  const sealed = [...model.fields.values()].flatMap((field) =>
    field.kind === 'value' && field.storage === 'sealed' ? [field.column] : [],
  );
  const key = model.kind === 'subject' ? ['data_key'] : [];
  return [...key, ...sealed, ...model.indexes.map(({ column }) => column)];
}

function emptied(table: string, person: string, columns: readonly string[], catalogue: Catalogue): EmptiedTable {
  const isDemanded = (column: string): boolean => catalogue.relations.get(table)?.columns.get(column)?.notNull ?? false;
  return Object.freeze({
    table,
    person,
    emptied: columns.filter((column) => !isDemanded(column)),
    overwritten: columns.filter(isDemanded),
  });
}

function retainOf({ table, retain }: ObjectModel, catalogue: Catalogue): ErasurePlan['retain'] {
  if (retain === undefined) return undefined;
  const isDate = catalogue.relations.get(table)?.columns.get(retain.from)?.type === 'date';
  return Object.freeze({ ...retain, isDate });
}
