import { identifier } from '../read/identifier.js';

/** What COPY loads into: the table and the columns that the rows bring. */
export function copyTarget(table: string, columns: readonly string[]): string {
  return `${identifier(table)} (${columns.map(identifier).join(', ')})`;
}
