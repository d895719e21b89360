/**
 * A ledger as a file of NDJSON, a line an item, for whoever verifies it with neither the database nor a network. It names persons by
 * their internal ids, so it is for its owner only.
 */
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import type { z } from 'zod';
import { Failure } from '../kernel/failure.js';
import { ledgerHeadShape, ledgerItemShape } from './ledgerItem.js';
import type { LedgerItem, LedgerSource } from './ledgerItem.js';

/** Lines that are handed on at once. */
const batchLines = 1_000;

/** Writes `source` to a new file; how many lines there are. Rejects when the file is there already. */
export async function exportLedger(source: LedgerSource, path: string): Promise<number> {
  const { origin, cut, unsealed, unsealedSince, lastLeaf } = source;
  const output = createWriteStream(path, { flags: 'wx', mode: 0o600 });
  const ended = finished(output);
  ended.catch(() => undefined);
  let lines = 1;
  await Promise.race([once(output, 'open'), ended]);
  output.write(`${JSON.stringify({ ledger: 1, origin, cut, unsealed, unsealedSince, lastLeaf })}\n`);
  for await (const items of source.items()) {
    lines += items.length;
    const isTaken = output.write(items.map((item) => `${JSON.stringify(item)}\n`).join(''));
    if (!isTaken) await Promise.race([once(output, 'drain'), ended]);
  }
  output.end();
  await ended;
  return lines;
}

/** Reads what {@link exportLedger} wrote. Throws Failure CONFIG_INVALID with the line that is none of an export. */
export async function exportSource(path: string): Promise<LedgerSource> {
  for await (const line of linesOf(path)) {
    const { ledger: _, ...head } = parsedLine(ledgerHeadShape, line, { path, number: 1 });
    return { ...head, items: () => exportedItems(path), indexFindings: () => Promise.resolve([]) };
  }
  throw new Failure('CONFIG_INVALID', `${path}: it is empty`);
}

async function* exportedItems(path: string): AsyncGenerator<readonly LedgerItem[]> {
  let number = 0;
  let items: LedgerItem[] = [];
  for await (const line of linesOf(path)) {
    number++;
    if (number === 1) continue;
    items.push(parsedLine(ledgerItemShape, line, { path, number }));
    if (items.length < batchLines) continue;
    yield items;
    items = [];
  }
  yield items;
}

function linesOf(path: string): AsyncIterable<string> {
  return createInterface({ input: createReadStream(path), crlfDelay: Infinity });
}

function parsedLine<T>(
  shape: z.ZodType<T>,
  line: string,
  place: { readonly path: string; readonly number: number },
): T {
  const result = shape.safeParse(jsonOf(line));
  if (result.success) return result.data;
  throw new Failure('CONFIG_INVALID', `${place.path}, line ${place.number}: it is no line of an export of the ledger`);
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
