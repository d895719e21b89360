/** What protects the data, counted in the policy: no measure stands here that the server does not take. */
import type { Allowance, CompiledPolicy } from '../../policy/compiled.js';

export interface Measures {
  /** Personal values: how many are sealed under the person's own key, and which lie in clear. */
  readonly sealed: number;
  readonly inClear: readonly string[];
  /** `Type: field + field` of each blind index. */
  readonly indexes: readonly string[];
  /** How many grants there are of personal values, how many give less than the value, how many a pseudonym. */
  readonly grants: { readonly all: number; readonly reduced: number; readonly pseudonyms: number };
  readonly roles: readonly RoleMeasures[];
  /** `Type.path` withheld while a column says so, and from whom not. */
  readonly restrictions: readonly {
    readonly type: string;
    readonly column: string;
    readonly fields: readonly string[];
    readonly except: readonly string[];
  }[];
}

export interface RoleMeasures {
  readonly role: string;
  /** Classes of authentication that do; empty: any. */
  readonly acr: readonly string[];
  readonly maxAgeSeconds: number | undefined;
  readonly stepUpAgeSeconds: number | undefined;
  readonly isSenderConstrained: boolean;
  readonly machine: boolean;
  readonly page: number;
  readonly persons: readonly AllowanceText[];
  readonly misses: readonly AllowanceText[];
}

/** `amount`: a number, or `share × caseload, from floor to cap`. */
export interface AllowanceText {
  readonly amount: string;
  readonly per: string;
  readonly by: string;
  readonly shadow: boolean;
}

export function measuresOf(policy: CompiledPolicy): Measures {
  const values = valuesOf(policy);
  const all = [...policy.types.values()];
  return {
    sealed: values.filter(({ storage }) => storage === 'sealed').length,
    inClear: values.filter(({ storage }) => storage === 'clear').map(({ name }) => name),
    indexes: all.flatMap(({ name, indexes }) => indexes.map(({ fields }) => `${name}: ${fields.join(' + ')}`)),
    grants: grantsOf(policy),
    roles: [...policy.roles.values()].map(({ role, authentication, bound }) => ({
      role,
      acr: authentication.acr,
      maxAgeSeconds: authentication.maxAgeSeconds,
      stepUpAgeSeconds: authentication.stepUpAgeSeconds,
      isSenderConstrained: authentication.isSenderConstrained,
      machine: authentication.machine,
      page: bound.page,
      persons: bound.persons.map(allowanceText),
      misses: bound.misses.map(allowanceText),
    })),
    restrictions: all.flatMap(({ name, restricts }) => restricts.map((each) => ({ type: name, ...each }))),
  };
}

function valuesOf({ types }: CompiledPolicy): readonly { readonly name: string; readonly storage: string }[] {
  return [...types.values()].flatMap(({ name, fields }) =>
    [...fields.values()].flatMap((field) =>
      field.kind === 'value' && field.category !== undefined
        ? [{ name: `${name}.${field.path}`, storage: field.storage }]
        : [],
    ),
  );
}

function grantsOf({ roles, types }: CompiledPolicy): Measures['grants'] {
  const precisions = [...roles.values()].flatMap((role) =>
    [...role.types.values()].flatMap(({ type, fields }) =>
      [...fields.values()]
        .filter(({ path }) => {
          const field = types.get(type)?.fields.get(path);
          return field?.kind === 'value' && field.category !== undefined;
        })
        .map(({ precision }) => precision),
    ),
  );
  return {
    all: precisions.length,
    reduced: precisions.filter((precision) => precision !== 'EXACT').length,
    pseudonyms: precisions.filter((precision) => precision === 'PSEUDONYM').length,
  };
}

function allowanceText({ of, share, floor, cap, per, by, shadow }: Allowance): AllowanceText {
  const amount =
    of === undefined ? `${String(share)} × caseload, ${String(floor ?? 0)}–${String(cap ?? '∞')}` : String(of);
  return { amount, per: per.text, by, shadow };
}
