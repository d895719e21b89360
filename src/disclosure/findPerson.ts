/** Looks a person up by what the person says of itself, for operators: the index hints, and the values are compared in here. */
import { refuse } from '../kernel/refusal.js';
import type { ScalarValue } from '../kernel/scalar.js';
import type { Uuid } from '../kernel/uuid.js';
import { parseUuid } from '../kernel/uuid.js';
import type { BlindIndexModel, ObjectModel, ValueField } from '../policy/compiled.js';
import { personsByIndex } from '../store/read/wholeRows.js';
import { validateScalar } from '../vault/validateScalar.js';
import type { CorridorRooms } from './disclosureContext.js';
import { openForPersons } from './openForPersons.js';

type FindingRooms = Pick<CorridorRooms, 'policy' | 'database' | 'vault' | 'openers' | 'indexes'>;

/**
 * The one person whose fields hold just these values, by path; undefined when it is nobody, or more than one. Throws Refused
 * ARGUMENT_INVALID when no index has these fields, or a value has not its form: it names the field, never the value.
 */
export async function findPerson(
  rooms: FindingRooms,
  type: string,
  values: Readonly<Record<string, unknown>>,
): Promise<Uuid | undefined> {
  const model = rooms.policy.types.get(type);
  const shape = model?.indexes.find(({ fields }) => isJust(fields, Object.keys(values)));
  if (model === undefined || shape === undefined) throw noSuchIndex(model, type);
  const fields = fieldsOf(model, shape);
  const wanted = fields.map((field) => wantedOf(field, values[field.path]));
  const index = rooms.indexes.of(model, shape);
  const keys = await personsByIndex(rooms.database, model, shape.column, index.of(wanted));
  const held = await openForPersons(rooms, model, fields, keys);
  const found = keys.filter((key) => {
    const own = held.get(key) ?? [];
    return isWhole(own) && index.matches(wanted, own);
  });
  const [only] = found;
  return only !== undefined && found.length === 1 ? parseUuid(only) : undefined;
}

function isJust(fields: readonly string[], named: readonly string[]): boolean {
  return fields.length === named.length && fields.every((field) => named.includes(field));
}

function noSuchIndex(model: ObjectModel | undefined, type: string): Error {
  const sets = (model?.indexes ?? []).map(({ fields }) => fields.join(', ')).join('; or ');
  return refuse('ARGUMENT_INVALID', `A ${type} is found by ${sets === '' ? 'its UUID alone' : sets}.`);
}

function fieldsOf(model: ObjectModel, { fields }: BlindIndexModel): readonly ValueField[] {
  return fields.flatMap((path) => {
    const field = model.fields.get(path);
    return field?.kind === 'value' ? [field] : [];
  });
}

function wantedOf(field: ValueField, given: unknown): ScalarValue {
  const validated = validateScalar(field, given);
  if (validated.valid) return validated.value;
  throw refuse('ARGUMENT_INVALID', `${field.path} has not the form of ${field.typeName}.`);
}

function isWhole(values: readonly (ScalarValue | null)[]): values is readonly ScalarValue[] {
  return values.length > 0 && values.every((value) => value !== null);
}
