/** A CSV for mail merge (RFC 4180), made in memory and sealed there: no plaintext of it is ever written. */
import type { ScalarValue } from '../../kernel/scalar.js';
import type { WrittenPerson } from './readPersons.js';

/** What was read comes last, in the names of the schema. */
export function mailMergeHead(fields: readonly string[]): string {
  return lineOf([...fields, 'read']);
}

export function mailMergeLine(values: readonly (ScalarValue | null)[], { fields }: WrittenPerson): string {
  return lineOf([
    ...values.map((value) => (value === null ? '' : String(value))),
    fields.split(' ').map(inWords).join('; '),
  ]);
}

function inWords(field: string): string {
  const [coordinate = '', precision] = field.split(':');
  return precision === undefined ? coordinate : `${coordinate} (${precision})`;
}

function lineOf(cells: readonly string[]): string {
  return `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\r\n`;
}
