/** The whole of what is granted, role by field by purpose: what a DPO reads instead of the SDL. */
import type { CompiledPolicy, FieldGrant, Gate, MatchModel, RolePolicy, TypeGrant } from './compiled.js';
import { termsOf } from './gateTerms.js';
import type { Precision } from '../kernel/precision.js';

export interface MatrixRow {
  readonly role: string;
  /** `Type.field` of the role's contract, `Tenant.address.postcode` for a member. */
  readonly coordinate: string;
  readonly purpose: string;
  /** MATCH: a yes confirms it, and nothing of it is shown. */
  readonly precision: Precision | 'MATCH';
  /**
   * Names of reaches, each with how long after the link's end it still opens, and whether only under the person's approval; empty
   * on a type that is about no person.
   */
  readonly through: readonly { readonly reach: string; readonly within: string; readonly approval: boolean }[];
  /** Whether it asks for a fresh authentication. */
  readonly stepUp: boolean;
  /** Columns of @restrict that withhold it. */
  readonly restrictedBy: readonly string[];
}

/** One row for each value, relation and list that a role reads for a purpose, sorted by role, coordinate and purpose. */
export function matrix(policy: CompiledPolicy): readonly MatrixRow[] {
  return [...policy.roles.values()]
    .flatMap((role) => [
      ...[...role.types.values()].flatMap((type) => rowsOf(policy, role, type)),
      ...role.matches.flatMap((name) => matchRows(policy, role, policy.matches.get(name))),
    ])
    .toSorted((left, right) => compare(sortKey(left), sortKey(right)));
}

function rowsOf(policy: CompiledPolicy, role: RolePolicy, type: TypeGrant): readonly MatrixRow[] {
  const model = policy.types.get(type.type);
  return [...type.fields.values()]
    .filter(({ path }) => model?.fields.get(path)?.kind !== 'embedded')
    .flatMap((grant) => [...grant.gates].map(([purpose, gate]) => rowOf(role.role, type.type, grant, [purpose, gate])));
}

function rowOf(role: string, type: string, grant: FieldGrant, [purpose, gate]: [string, Gate]): MatrixRow {
  return {
    role,
    coordinate: `${type}.${grant.name}`,
    purpose,
    precision: grant.precision,
    through: throughOf(gate),
    stepUp: grant.stepUpFor.has(purpose),
    restrictedBy: grant.restrictedBy,
  };
}

/** What a yes confirms, whether or not the role reads it: through links that are alive. */
function matchRows(policy: CompiledPolicy, role: RolePolicy, match: MatchModel | undefined): readonly MatrixRow[] {
  if (match === undefined) return [];
  const restricts = policy.types.get(match.type)?.restricts.filter(({ except }) => !except.includes(role.role)) ?? [];
  return match.on.flatMap((path) =>
    match.purposes.map((purpose) => ({
      role: role.role,
      coordinate: `${match.type}.${path}`,
      purpose,
      precision: 'MATCH' as const,
      through: match.through.map((reach) => ({ reach, within: 'PT0S', approval: false })),
      stepUp: false,
      restrictedBy: restricts.filter(({ fields }) => fields.includes(path)).map(({ column }) => column),
    })),
  );
}

/** Several ways may share a name: each name and window once. */
function throughOf(gate: Gate): MatrixRow['through'] {
  const terms = termsOf(gate).map(({ reach, within, approval }) => ({
    reach: reach.name,
    within: within.text,
    approval,
  }));
  return [...new Map(terms.map((term) => [`${term.reach} ${term.within} ${term.approval}`, term])).values()];
}

const headings = ['ROLE', 'FIELD', 'PURPOSE', 'PRECISION', 'THROUGH', 'STEP UP', 'WITHHELD BY'] as const;

/** The rows as aligned columns under headings, one row a line. */
export function printMatrix(rows: readonly MatrixRow[]): string {
  const cells = [headings, ...rows.map(cellsOf)];
  const widths = headings.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)));
  return `${cells.map((row) => printRow(row, widths)).join('\n')}\n`;
}

function cellsOf(row: MatrixRow): readonly string[] {
  const through = row.through
    .map(({ reach, within, approval }) => `${reach} +${within}${approval ? ' if approved' : ''}`)
    .join(', ');
  return [
    row.role,
    row.coordinate,
    row.purpose,
    row.precision,
    through === '' ? '-' : through,
    row.stepUp ? 'fresh' : '-',
    row.restrictedBy.join(', ') || '-',
  ];
}

function printRow(cells: readonly string[], widths: readonly number[]): string {
  return cells
    .map((cell, column) => cell.padEnd(widths[column] ?? 0))
    .join('  ')
    .trimEnd();
}

function sortKey({ role, coordinate, purpose }: MatrixRow): string {
  return [role, coordinate, purpose].join('\n');
}

function compare(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}
