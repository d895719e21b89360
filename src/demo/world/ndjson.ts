/** Rows as newline-delimited JSON: an absent value is a key left out. */
import type { DemoRow } from './rows.js';

export function* ndjsonLines(rows: Iterable<DemoRow>): Generator<string> {
  for (const row of rows) yield `${JSON.stringify(row)}\n`;
}
