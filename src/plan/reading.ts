/** The names of what an operation reads: what a stopped field and a fresh authentication are judged by. */
import type { FieldGrant, FieldModel, ObjectModel } from '../policy/compiled.js';
import { versionName } from '../policy/naming.js';

export interface Reading {
  /**
   * Every name by which a stop may mean something that is read, sorted, each once: the field of the store
   * (`Tenant.birthDate`), the rung of the contract (`Tenant.birthDateYear`), a member by its owner and by its own type
   * (`Tenant.address.city`, `Tenant.address`, `Address.city`), and the root (`Query.tenant`).
   */
  readonly coordinates: readonly string[];
  /** Fields of the contract that ask for a fresh authentication for this purpose, sorted, each once. */
  readonly stepUp: readonly string[];
}

/** `grants` of `model`, read for `purpose`. */
export function readingOf(model: ObjectModel, grants: readonly FieldGrant[], purpose: string): Reading {
  return mergedReading([
    {
      coordinates: grants.flatMap(({ name, path }) => [
        `${model.name}.${name}`,
        ...namesOf(model, model.fields.get(path)),
      ]),
      stepUp: grants.filter(({ stepUpFor }) => stepUpFor.has(purpose)).map(({ name }) => `${model.name}.${name}`),
    },
  ]);
}

/** The names of a field of the store; none of what is no field. */
export function namesOf(model: ObjectModel, field: FieldModel | undefined): readonly string[] {
  if (field === undefined) return [];
  const [, member] = field.path.split('.');
  const path = `${model.name}.${field.path}`;
  return member === undefined ? [path] : [path, path.slice(0, -member.length - 1), field.coordinate];
}

/** What a row of `type` shows that is no field of the store. */
export function ownCoordinates(type: string, asksId: boolean, asksVersion: boolean): readonly string[] {
  return [...(asksId ? [`${type}.id`] : []), ...(asksVersion ? [`${type}.${versionName}`] : [])];
}

export function mergedReading(readings: readonly Reading[]): Reading {
  return Object.freeze({
    coordinates: sorted(readings.flatMap(({ coordinates }) => coordinates)),
    stepUp: sorted(readings.flatMap(({ stepUp }) => stepUp)),
  });
}

/** Sorted, each once. */
export function sorted(names: readonly string[]): readonly string[] {
  return Object.freeze([...new Set(names)].toSorted());
}
