/**
 * Opens all that the store holds of one person, for that person (GDPR Art. 15): the one way by which a whole file is opened, beside
 * the corridor because no caller's rights bound it. Whoever calls it has two operators' word, and has recorded it first.
 */
import { invariant } from '../kernel/invariant.js';
import type { ScalarValue } from '../kernel/scalar.js';
import type { Uuid } from '../kernel/uuid.js';
import type { CompiledPolicy, ObjectModel, RelationField, ValueField } from '../policy/compiled.js';
import type { SealedRows } from '../store/read/packet.js';
import { fixedColumnCount, fixedColumns } from '../store/read/rowsSql.js';
import { entityRows, wholeRows } from '../store/read/wholeRows.js';
import type { Opening } from '../vault/opening.js';
import { clearDecoder } from './columnOpeners.js';
import type { CorridorRooms } from './disclosureContext.js';

/** A row of the person's: its own, or a record about it. */
export interface OpenedRecord {
  readonly type: string;
  readonly fields: readonly OpenedField[];
}

export interface OpenedField {
  /** Path inside the type. */
  readonly path: string;
  readonly category: string | undefined;
  readonly description: string;
  /** Of a relation: the fields of the organisation or thing that it leads to. */
  readonly value: ScalarValue | Readonly<Record<string, ScalarValue>>;
}

type OpeningRooms = Pick<CorridorRooms, 'policy' | 'database' | 'vault' | 'openers'>;
type OpenableField = ValueField | RelationField;

/** The person's own row first; none when nobody is there. @throws Failure SEAL_BROKEN or STORE_UNAVAILABLE. */
export async function openPerson(rooms: OpeningRooms, type: string, person: Uuid): Promise<readonly OpenedRecord[]> {
  const records: OpenedRecord[] = [];
  for (const model of modelsOf(rooms.policy, type)) {
    const opened = await openRecords(rooms, model, type, person);
    if (opened.length === 0 && model.kind === 'subject') return [];
    records.push(...opened);
  }
  return records;
}

/** Whether the store holds the person: nothing is opened. */
export async function isPersonHeld({ policy, database }: OpeningRooms, type: string, person: Uuid): Promise<boolean> {
  const model = policy.types.get(type);
  if (model?.kind !== 'subject') return false;
  return (await wholeRows(database, { model, holder: model, columns: [] }, person)).count > 0;
}

/** Types whose rows are persons of `type`, that first. */
function modelsOf({ types }: CompiledPolicy, type: string): readonly ObjectModel[] {
  const own = [...types.values()].filter(({ subject }) => subject?.type === type);
  return own.toSorted((left, right) => Number(right.kind === 'subject') - Number(left.kind === 'subject'));
}

async function openRecords(
  rooms: OpeningRooms,
  model: ObjectModel,
  type: string,
  person: Uuid,
): Promise<readonly OpenedRecord[]> {
  const holder = rooms.policy.types.get(type);
  invariant(holder, 'a person has a type');
  const fields = [...model.fields.values()].filter(isOpenable);
  const columns = fields.map((field) => ({ column: field.column, storage: storageOf(field) }));
  const rows = await wholeRows(rooms.database, { model, holder, columns }, person);
  const related = await relatedRows(rooms, fields, rows);
  const opening = rooms.vault.opening();
  try {
    return Array.from({ length: rows.count }, (_, row) => {
      enter(opening, rows, row);
      const opened = fields.flatMap((field, index) => {
        const value = valueOf(rooms, { opening, model, rows, related }, field, {
          row,
          column: fixedColumnCount + index,
        });
        const { path, category, description } = field;
        return value === null ? [] : [{ path, category, description, value }];
      });
      return { type: model.name, fields: opened };
    });
  } finally {
    opening.close();
  }
}

function isOpenable(field: { readonly kind: string }): field is OpenableField {
  return field.kind === 'value' || field.kind === 'relation';
}

function storageOf(field: OpenableField): 'sealed' | 'clear' {
  return field.kind === 'value' ? field.storage : 'clear';
}

function enter(opening: Opening, rows: SealedRows, row: number): void {
  const { key, person, dataKey } = fixedColumns;
  opening.person(rows.bytes, rows.offset(row, dataKey), rows.length(row, dataKey), rows.offset(row, person));
  opening.row(rows.bytes, rows.offset(row, key));
}

interface Page {
  readonly opening: Opening;
  readonly model: ObjectModel;
  readonly rows: SealedRows;
}

interface Place {
  readonly row: number;
  readonly column: number;
}

/** Null when there is none. */
function valueOf(
  rooms: OpeningRooms,
  page: Page & { readonly related: Related },
  field: OpenableField,
  place: Place,
): OpenedField['value'] | null {
  if (field.kind === 'value') return ownValue(rooms, page, field, place);
  return page.related.get(field.path)?.get(page.rows.text(place.row, place.column) ?? '') ?? null;
}

function ownValue(
  { openers }: OpeningRooms,
  { opening, model, rows }: Page,
  field: ValueField,
  { row, column }: Place,
): ScalarValue | null {
  const length = rows.length(row, column);
  if (length < 0) return null;
  if (field.storage === 'sealed')
    return opening.value(openers.sealed(model, field), rows.bytes, rows.offset(row, column), length);
  return clearDecoder(field.scalar)(rows.text(row, column) ?? '');
}

/** By path of the relation and key. */
type Related = ReadonlyMap<string, ReadonlyMap<string, Readonly<Record<string, ScalarValue>>>>;

/** What relations to organisations and things lead to; a person's own row stands in the answer anyway, another's never. */
async function relatedRows(
  { policy, database }: OpeningRooms,
  fields: readonly OpenableField[],
  rows: SealedRows,
): Promise<Related> {
  const related = new Map<string, ReadonlyMap<string, Readonly<Record<string, ScalarValue>>>>();
  for (const [index, field] of fields.entries()) {
    const target = field.kind === 'relation' ? policy.types.get(field.target) : undefined;
    if (target?.kind !== 'entity') continue;
    const shown = [...target.fields.values()].filter(
      (each): each is ValueField => each.kind === 'value' && each.storage === 'clear',
    );
    const keys = Array.from({ length: rows.count }, (_, row) => rows.text(row, fixedColumnCount + index) ?? '');
    const found = await entityRows(
      database,
      target,
      shown.map(({ column }) => column),
      [...new Set(keys.filter((key) => key !== ''))],
    );
    related.set(field.path, new Map([...found].map(([key, columns]) => [key, valuesOf(shown, columns)])));
  }
  return related;
}

function valuesOf(
  fields: readonly ValueField[],
  columns: Readonly<Record<string, string | null>>,
): Readonly<Record<string, ScalarValue>> {
  return Object.fromEntries(
    fields.flatMap(({ path, column, scalar }) => {
      const text = columns[column] ?? null;
      return text === null ? [] : [[path, clearDecoder(scalar)(text)]];
    }),
  );
}
