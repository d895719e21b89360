/** COPY … FROM STDIN in PostgreSQL's text format, the fast way to load rows: one escaped line a row. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/** Chunks of COPY's text format. */
export type CopySource = Iterable<Buffer> | AsyncIterable<Buffer>;

/** Loads `source` into `target`, `"table" ("column", …)`. */
export async function copyInto(client: pg.ClientBase, target: string, source: CopySource): Promise<number> {
  const copy = client.query(copyFrom(`COPY ${target} FROM STDIN`));
  await pipeline(Readable.from(source), copy);
  return copy.rowCount;
}
