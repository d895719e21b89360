/** The file of an import: its format, its beginning, its rows from any line on. */
import type { FileHandle } from 'node:fs/promises';
import { extname } from 'node:path';
import { Failure } from '../kernel/failure.js';
import type { CsvHeader } from './csvHeader.js';
import { readCsvHeader } from './csvHeader.js';
import { csvRows } from './csvRows.js';
import { ndjsonRows } from './ndjsonRows.js';
import type { PhysicalLine, ReadingPosition } from './physicalLines.js';
import { physicalLines } from './physicalLines.js';
import type { SourceRow } from './sourceRow.js';
import type { TypePlans } from './typePlan.js';

export type SourceFormat = 'csv' | 'ndjson';

export interface OpenSource {
  /** Where the rows begin: behind a byte-order mark and a header. */
  readonly start: ReadingPosition;
  /** Of rows that name no type. */
  readonly type: string | undefined;
  /** Rows from a line on, chunk by chunk; `onBytes` is told of every byte that was read, in order. */
  rows(from: ReadingPosition, onBytes: (bytes: Buffer) => void): AsyncGenerator<readonly SourceRow[]>;
  /** Behind the last line that was read: at the end, that of the file. */
  position(): ReadingPosition;
}

const formats: Readonly<Record<string, SourceFormat>> = { '.csv': 'csv', '.ndjson': 'ndjson', '.jsonl': 'ndjson' };

/** By the file's suffix. Throws IMPORT_INVALID for another one. */
export function formatOf(path: string): SourceFormat {
  const format = formats[extname(path).toLowerCase()];
  if (format === undefined)
    throw new Failure(
      'IMPORT_INVALID',
      `${path}: the name of a file to import ends in ${Object.keys(formats).join(', ')}`,
    );
  return format;
}

export interface SourceOptions {
  readonly handle: FileHandle;
  readonly format: SourceFormat;
  readonly plans: TypePlans;
  readonly type: string | undefined;
}

/** Reads the beginning of the file. Throws IMPORT_INVALID for a header that is none, or text that is no UTF-8. */
export async function openSource({ handle, format, plans, type }: SourceOptions): Promise<OpenSource> {
  const mark = await byteOrderMark(handle);
  const first = format === 'csv' ? await firstLine(handle, mark) : undefined;
  const header = first === undefined ? undefined : readCsvHeader(textOf(first), plans, type);
  const start = first === undefined ? { offset: mark, line: 1 } : { offset: first.end, line: 2 };
  let position = start;
  return {
    start,
    type,
    position: () => position,
    rows: (from, onBytes) => {
      position = from;
      return rowsOf(
        followed(physicalLines(handle, from, onBytes), (reached) => {
          position = reached;
        }),
        header,
      );
    },
  };
}

async function* followed(
  chunks: AsyncGenerator<readonly PhysicalLine[]>,
  onReached: (position: ReadingPosition) => void,
): AsyncGenerator<readonly PhysicalLine[]> {
  for await (const lines of chunks) {
    const last = lines.at(-1);
    if (last !== undefined) onReached({ offset: last.end, line: last.number + 1 });
    yield lines;
  }
}

function rowsOf(
  lines: AsyncGenerator<readonly PhysicalLine[]>,
  header: CsvHeader | undefined,
): AsyncGenerator<readonly SourceRow[]> {
  return header === undefined ? ndjsonRows(lines) : csvRows(lines, header);
}

/** Length of UTF-8's mark, if the file begins with one; UTF-16's means that it was saved as “Unicode text”. */
async function byteOrderMark(handle: FileHandle): Promise<number> {
  const { buffer } = await handle.read(Buffer.alloc(3), 0, 3, 0);
  if (buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf) return 3;
  const isUtf16 = (buffer[0] === 0xff && buffer[1] === 0xfe) || (buffer[0] === 0xfe && buffer[1] === 0xff);
  if (isUtf16) throw new Failure('IMPORT_INVALID', 'the file is UTF-16: save it as UTF-8');
  return 0;
}

async function firstLine(handle: FileHandle, offset: number): Promise<PhysicalLine> {
  for await (const [line] of physicalLines(handle, { offset, line: 1 }, () => undefined))
    if (line !== undefined) return line;
  throw new Failure('IMPORT_INVALID', 'the file is empty: its first line must name the columns');
}

function textOf({ bytes }: PhysicalLine): string {
  const text = bytes === undefined ? undefined : new TextDecoder('utf-8', { fatal: true });
  try {
    if (text !== undefined) return text.decode(bytes);
  } catch {
    throw new Failure('IMPORT_INVALID', 'the first line is not UTF-8: save the file as UTF-8');
  }
  throw new Failure('IMPORT_INVALID', 'the first line is too long to be a header');
}
