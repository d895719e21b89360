/** Which fields a question is about: the names of the store and of any contract are understood. */
import { precisions } from '../../kernel/precision.js';
import type { Precision } from '../../kernel/precision.js';
import type { CompiledPolicy, FieldModel, ObjectModel } from '../../policy/compiled.js';
import { contractName } from '../../policy/naming.js';

export interface AskedField {
  readonly type: ObjectModel;
  readonly field: FieldModel;
  /** The one rung that was asked; undefined: all. */
  readonly precision: Precision | undefined;
}

/**
 * `Tenant` is all its fields, `Tenant.address` its members, `Tenant.birthDateYear` one rung; without a name everything.
 * Undefined: the policy has no such type or field.
 */
export function askedFields(policy: CompiledPolicy, name: string | undefined): readonly AskedField[] | undefined {
  if (name === undefined) return [...policy.types.values()].flatMap((type) => fieldsWithin(type, ''));
  const [typeName = '', ...rest] = name.split('.');
  const type = policy.types.get(typeName);
  if (type === undefined) return undefined;
  const path = rest.join('.');
  if (path === '' || type.fields.has(path)) return fieldsWithin(type, path);
  const rung = rungOf(type, path);
  return rung === undefined ? undefined : [rung];
}

function fieldsWithin(type: ObjectModel, path: string): readonly AskedField[] {
  return [...type.fields.values()]
    .filter((field) => path === '' || field.path === path || field.path.startsWith(`${path}.`))
    .filter((field) => field.kind !== 'embedded')
    .map((field) => ({ type, field, precision: undefined }));
}

function rungOf(type: ObjectModel, name: string): AskedField | undefined {
  for (const field of type.fields.values()) {
    const precision = precisions.find((each) => contractName(field.path, each) === name);
    if (precision !== undefined) return { type, field, precision };
  }
  return undefined;
}
