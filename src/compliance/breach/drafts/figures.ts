/** How a draft writes what the record counts. */
import type { BreachRecord } from '../breachRecord.js';
import type { PersonCount } from '../tally.js';

/** Two digits that say something: who notifies within 72 hours is asked for approximate numbers (GDPR Article 33(3)(a)). */
export function approximate(count: number): number {
  if (count < 100) return count;
  const step = 10 ** (String(count).length - 2);
  return Math.round(count / step) * step;
}

export function all({ completed, unknown }: PersonCount): number {
  return completed + unknown;
}

/** Values that were served: a person counts in each of its fields. */
export function valuesServed({ fields }: BreachRecord): number {
  return fields.reduce((total, field) => total + all(field), 0);
}

export function answersServed({ answers }: BreachRecord): number {
  return answers
    .filter(({ kind, outcome }) => kind === 'READ' && outcome !== 'WITHHELD')
    .reduce((total, each) => total + each.answers, 0);
}

export function refusalsOf({ refusals }: BreachRecord): number {
  return refusals.reduce((total, each) => total + each.refusals, 0);
}

/** The first and the last hour in which something was served. */
export function span({ hours }: BreachRecord): { readonly first: string; readonly last: string } | undefined {
  const served = hours.filter(({ answers }) => answers > 0);
  const [first, last] = [served.at(0), served.at(-1)];
  return first === undefined || last === undefined ? undefined : { first: first.hour, last: last.hour };
}

export function table(headings: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  return [lineOf(headings), lineOf(headings.map(() => '---')), ...rows.map(lineOf)].join('\n');
}

function lineOf(cells: readonly (string | number)[]): string {
  return `| ${cells.join(' | ')} |`;
}

export function hasSensitivity({ categories }: BreachRecord, sensitivity: string): boolean {
  return categories.some((category) => category.sensitivity === sensitivity);
}
