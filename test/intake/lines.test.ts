import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CsvHeader } from '../../src/intake/csvHeader.js';
import { csvRows } from '../../src/intake/csvRows.js';
import { ndjsonRows } from '../../src/intake/ndjsonRows.js';
import type { ReadingPosition } from '../../src/intake/physicalLines.js';
import { physicalLines } from '../../src/intake/physicalLines.js';
import type { SourceRow } from '../../src/intake/sourceRow.js';

/** Every field as it is. */
const header: CsvHeader = { delimiter: ',', read: (fields) => ({ value: [...fields] }) };
const start: ReadingPosition = { offset: 0, line: 1 };

let folder: string;
let handle: FileHandle;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cloison-lines-'));
});
afterEach(async () => {
  await handle.close();
  await rm(folder, { recursive: true });
});

async function rowsOf(
  content: string | Buffer,
  from = start,
  format: 'csv' | 'ndjson' = 'csv',
): Promise<readonly SourceRow[]> {
  await writeFile(join(folder, 'file'), content);
  handle = await open(join(folder, 'file'));
  return read(from, format);
}

async function read(from: ReadingPosition, format: 'csv' | 'ndjson' = 'csv'): Promise<readonly SourceRow[]> {
  const rows: SourceRow[] = [];
  const seen: Buffer[] = [];
  const lines = physicalLines(handle, from, (bytes) => seen.push(bytes));
  for await (const chunk of format === 'csv' ? csvRows(lines, header) : ndjsonRows(lines)) rows.push(...chunk);
  const { size } = await handle.stat();
  expect(Buffer.concat(seen)).toHaveLength(size - from.offset);
  return rows;
}

function valuesOf(rows: readonly SourceRow[]): readonly unknown[] {
  return rows.map(({ content }) => ('value' in content ? content.value : content.problem));
}

function written(record: readonly string[], end: string): string {
  return `${record.map((field) => (/[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(',')}${end}`;
}

describe('records of a CSV', () => {
  it('are what was written, whatever they hold and wherever the chunks of the file end', async () => {
    const field = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.constantFrom('', 'é"à', '"', 'a\nb', '\n\n', 'x,y', '𝄞'.repeat(50)),
    );
    const sample = fc.sample(fc.array(field, { minLength: 2, maxLength: 6 }), { numRuns: 12_000, seed: 7 });
    const records = sample
      .map((record) => record.map((each) => each.replaceAll('\r', '')))
      .filter((record) => record.join('').trim() !== '');
    const content = records.map((record, index) => written(record, index % 2 === 0 ? '\n' : '\r\n')).join('');
    expect(content.length).toBeGreaterThan(2 * 256 * 1024);
    const rows = await rowsOf(content);
    expect(valuesOf(rows)).toEqual(records);
    expect(rows.at(-1)).toMatchObject({ end: Buffer.byteLength(content), lastLine: content.split('\n').length - 1 });
  });

  it('go on where any of them ended', async () => {
    const records = Array.from({ length: 60 }, (_, index) => [
      `é${String(index)}`,
      index % 7 === 0 ? 'a\n"b"' : 'c',
      'x'.repeat(index),
    ]);
    const rows = await rowsOf(records.map((record) => written(record, '\r\n')).join(''));
    for (const [index, row] of rows.entries()) {
      const rest = await read({ offset: row.end, line: row.lastLine + 1 });
      expect(rest).toEqual(rows.slice(index + 1));
    }
  });

  it.each([
    ['an open quotation mark', 'a,"b\nc,d\n', ['MALFORMED', ['c', 'd']]],
    ['an open one at the very end', 'a,b\nc,"d', [['a', 'b'], 'MALFORMED']],
    ['text behind a closing one', 'a,"b"c\nd,e\n', ['MALFORMED', ['d', 'e']]],
    ['one within a field', 'a,5" b\nc,d\n', ['MALFORMED', ['c', 'd']]],
    ['two within a field', 'a,5" x 6"\nc,d\n', ['MALFORMED', ['c', 'd']]],
    ['two open ones, far apart', 'a,"b\nc,d\ne,f"g\nh,i\n', ['MALFORMED', ['c', 'd'], 'MALFORMED', ['h', 'i']]],
    ['other bytes than UTF-8', Buffer.from('a,b\né,c\nd,e\n', 'latin1'), [['a', 'b'], 'NOT_UTF8', ['d', 'e']]],
  ])('lose one line to %s', async (_, content, expected) => {
    expect(valuesOf(await rowsOf(content))).toEqual(expected);
  });

  it('may go on over lines, but not for ever', async () => {
    const long = `a,"${'\n'.repeat(200)}"\nc,d\n`;
    const rows = await rowsOf(long);
    expect(valuesOf(rows)).toEqual(['MALFORMED', 'MALFORMED', ['c', 'd']]);
    expect(valuesOf(await read({ offset: 0, line: 1 }))).toHaveLength(3);
  });
});

describe('a line that is longer than any row', () => {
  it('is rejected without being held, and its neighbours are read', async () => {
    const rows = await rowsOf(
      Buffer.concat([Buffer.from('[1]\n"'), Buffer.alloc(3 * 1024 * 1024, 'x'), Buffer.from('"\n[2]\n')]),
      start,
      'ndjson',
    );
    expect(rows.map(({ line }) => line)).toEqual([1, 2, 3]);
    expect(valuesOf(rows)).toEqual([[1], 'TOO_LONG', [2]]);
  });
});
