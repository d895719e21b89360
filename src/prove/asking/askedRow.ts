/** What is asked of a row, as a tree: printed as GraphQL on the one side, walked beside the answer on the other. */
import type { CallerReading } from '../reading/callerReading.js';
import type { Granted } from '../reading/granted.js';

export interface AskedRow {
  readonly type: string;
  readonly fields: readonly AskedField[];
}

export interface AskedField {
  readonly granted: Granted;
  /** What is asked of the rows that it leads to, for each type of them; undefined: a value. */
  readonly below: readonly AskedRow[] | undefined;
  /** Rows of a list. */
  readonly first: number;
}

/** Values alone, those that ask for a fresh authentication only where it is one. */
export function valuesOf(reading: CallerReading, type: string, fresh: boolean): AskedRow {
  const values = reading.granted(type).filter(({ field, stepUp }) => field.kind === 'value' && (fresh || !stepUp));
  return { type, fields: values.map((granted) => ({ granted, below: undefined, first: 0 })) };
}

/** Nothing but what leads on. */
export function throughOnly(type: string, granted: Granted, below: readonly AskedRow[], first: number): AskedRow {
  return { type, fields: [{ granted, below, first }] };
}

/** The fields of a selection; the id always, so that rows can be told apart. */
export function printRow({ fields }: AskedRow): string {
  const owners = new Map<string, string[]>();
  const printed: string[] = ['id'];
  for (const field of fields) {
    const [owner = '', member] = field.granted.name.split('.');
    if (member === undefined) printed.push(printField(field));
    else owners.set(owner, [...(owners.get(owner) ?? []), member]);
  }
  for (const [owner, members] of owners) printed.push(`${owner} { ${members.join(' ')} }`);
  return printed.join(' ');
}

function printField({ granted: { name, field }, below, first }: AskedField): string {
  if (below === undefined) return name;
  const rows = field.isAbstract
    ? `__typename ${below.map((row) => `... on ${row.type} { ${printRow(row)} }`).join(' ')}`
    : below.map(printRow).join(' ');
  if (field.kind === 'relation') return `${name} { ${rows} }`;
  return `${name}(first: ${first}) { nodes { ${rows} } pageInfo { hasNextPage } }`;
}

/** What one such row costs by the rule of the contract: a field is one, a list as many times as its page is long. */
export function costOf({ fields }: AskedRow): number {
  const values = fields.filter(({ below }) => below === undefined).length;
  const below = fields.flatMap((field) =>
    (field.below ?? []).map(
      (row) => costOf(row) * (field.granted.field.kind === 'list' ? Math.max(1, field.first) : 1),
    ),
  );
  return Math.max(1, values) + below.reduce((sum, each) => sum + each, 0);
}
