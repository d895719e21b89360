import { identifier } from '../store/read/identifier.js';
import type { Statement } from '../store/statement.js';
import type { EmptiedTable } from './erasurePlan.js';

/** Empties the rows of `persons` in one table. Keys, links and what the store keeps in clear stay: other rows point at them. */
export function destroyStatement(table: EmptiedTable, persons: readonly string[]): Statement {
  const sets = [
    ...table.emptied.map((column) => `${identifier(column)} = NULL`),
    ...table.overwritten.map((column) => `${identifier(column)} = ${zeros(identifier(column))}`),
    "changed = '{}'",
  ];
  const text = `UPDATE ${identifier(table.table)} SET ${sets.join(', ')} WHERE ${identifier(table.person)} = ANY($1::uuid[])`;
  return { name: '', text, values: [persons] };
}

function zeros(column: string): string {
  return `decode(repeat('00', octet_length(${column})), 'hex')`;
}

/** What they approved goes with them. */
export function forgetApprovalsStatement(type: string, persons: readonly string[]): Statement {
  const text = 'SELECT FROM cloison.forget_approvals($1, $2::uuid[])';
  return { name: 'lifecycle_forget_approvals', text, values: [type, persons] };
}
