/**
 * Rows as one CSV (RFC 4180): a first column `__typename`, then a dotted column for each field, which is empty where a
 * type has no such field. A list holds one child row at most, whose fields stand behind the list's name.
 */
import { invariant } from '../../kernel/invariant.js';
import type { DemoRow, RowObject, RowValue } from './rows.js';

const columns: readonly string[] = Object.freeze(
  `
  __typename id
  name siret kind organisation postcode city title hours training establishment session subcontractor
  funder startsOn endsOn places
  identifier nir birthName usedName givenNames birthDate email phone
  address.line address.postcode address.city
  disabilityRecognised protectedAddress minor status registeredOn deregisteredOn
  accompaniments.id accompaniments.adviser accompaniments.unit accompaniments.startsOn accompaniments.endsOn
  enrolments.id enrolments.session enrolments.organisation enrolments.status enrolments.referredOn
  enrolments.plannedEndOn enrolments.startedOn enrolments.endedOn
  applications.id applications.employer applications.jobTitle applications.appliedOn applications.closedOn
`
    .trim()
    .split(/\s+/),
);

const paths = columns.map((column) => column.split('.') as readonly string[]);

/** Lines with their ends: the header, then one a row. */
export function* csvLines(rows: Iterable<DemoRow>): Generator<string> {
  yield `${columns.join(',')}\r\n`;
  for (const row of rows) yield `${paths.map((path) => cell(valueAt(row, path))).join(',')}\r\n`;
}

function valueAt(row: RowObject, path: readonly string[]): RowValue {
  const [head = '', member] = path;
  const value = row[head];
  if (member === undefined || value === undefined) return value;
  if (isList(value)) {
    invariant(value.length <= 1, 'a CSV row holds one child of a list at most');
    return value[0]?.[member];
  }
  invariant(typeof value === 'object', 'a dotted column is within an object');
  return value[member];
}

function isList(value: RowValue): value is readonly RowObject[] {
  return Array.isArray(value);
}

function cell(value: RowValue): string {
  if (value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
