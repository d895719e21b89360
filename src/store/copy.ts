/** COPY … FROM STDIN in PostgreSQL's binary format: the fast way to load rows, and sealed bytes travel as they are. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/** Loads the chunks of a {@link CopyPage} into `target`, `"table" ("column", …)`; gives how many rows there were. */
export async function copyInto(client: pg.ClientBase, target: string, source: Iterable<Buffer>): Promise<number> {
  const copy = client.query(copyFrom(`COPY ${target} FROM STDIN (FORMAT binary)`));
  await pipeline(Readable.from(source), copy);
  return copy.rowCount;
}
