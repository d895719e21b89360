/** Which column types hold which scalars in clear. */
import type { ScalarKind } from '../kernel/scalar.js';
import type { ColumnCatalogue } from './catalogue.js';

const textTypes = ['text', 'varchar', 'bpchar', 'citext'] as const;

/** `pg_type.typname`; the first is the one to advise. */
const fitting: Readonly<Record<ScalarKind, readonly string[]>> = {
  Text: textTypes,
  Int: ['int4', 'int2'],
  Float: ['float8', 'float4'],
  Boolean: ['bool'],
  Enum: textTypes,
  Date: ['date'],
  PartialDate: textTypes,
  DateTime: ['timestamptz'],
  YearMonth: textTypes,
  Email: textTypes,
  Phone: textTypes,
  PostalCode: textTypes,
  Duration: ['text', 'interval'],
  ID: ['uuid', 'text'],
};

/** How SQL writes a type that the catalogue names in its own way. */
const spelt: Readonly<Record<string, string>> = {
  int4: 'integer',
  int2: 'smallint',
  float8: 'double precision',
  float4: 'real',
  bool: 'boolean',
  bpchar: 'char',
};

/** Whether a clear column of this type keeps every value of `scalar` and gives it back unchanged. */
export function fitsScalar(column: ColumnCatalogue, scalar: ScalarKind): boolean {
  return fitting[scalar].includes(column.type) || (scalar === 'Enum' && column.isEnum);
}

/** What to write in a migration for a clear column of `scalar`. */
export function advisedType(scalar: ScalarKind): string {
  return sqlType(fitting[scalar][0] ?? 'text');
}

export function sqlType(typname: string): string {
  return spelt[typname] ?? typname;
}
