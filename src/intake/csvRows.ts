/**
 * Records of a CSV file (RFC 4180), each with the lines that it covers. A record that does not parse costs its first line
 * only: reading goes on at the next one, so that a stray quotation mark swallows nobody.
 */
import { isUtf8 } from 'node:buffer';
import { parse } from 'csv-parse/sync';
import type { CsvHeader } from './csvHeader.js';
import type { PhysicalLine } from './physicalLines.js';
import type { RejectCode } from './reject.js';
import type { SourceRow } from './sourceRow.js';

/** How far a quoted field may go on over lines. */
const mostLines = 100;
const mostCharacters = 64 * 1024;
/** Records that csv-parse is handed together: one that fails costs the parsing of these once more. */
const groupSize = 100;

export async function* csvRows(
  chunks: AsyncIterable<readonly PhysicalLine[]>,
  header: CsvHeader,
): AsyncGenerator<readonly SourceRow[]> {
  let waiting: readonly TextLine[] = [];
  for await (const lines of chunks) {
    const { rows, rest } = readLines([...waiting, ...lines.map(textLine)], header, false);
    waiting = rest;
    yield rows;
  }
  yield readLines(waiting, header, true).rows;
}

/** A line whose bytes were decoded, or what is wrong with it. */
interface TextLine {
  readonly number: number;
  readonly end: number;
  readonly text: string;
  readonly problem: RejectCode | undefined;
  readonly quotes: number;
}

interface CsvRecord {
  readonly lines: readonly TextLine[];
  readonly text: string;
  readonly hasQuotes: boolean;
}

function textLine({ number, end, bytes }: PhysicalLine): TextLine {
  const problem = bytes === undefined ? 'TOO_LONG' : isUtf8(bytes) ? undefined : 'NOT_UTF8';
  const text = problem === undefined ? (bytes?.toString('utf8') ?? '') : '';
  return { number, end, text, problem, quotes: countQuotes(text) };
}

function countQuotes(text: string): number {
  let count = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at + 1)) count++;
  return count;
}

/** Marks that don't pair leave a field open at the end of the line. */
function isOpen({ quotes }: TextLine): boolean {
  return quotes % 2 === 1;
}

function readLines(
  lines: readonly TextLine[],
  header: CsvHeader,
  isLast: boolean,
): { readonly rows: readonly SourceRow[]; readonly rest: readonly TextLine[] } {
  const rows: SourceRow[] = [];
  let group: CsvRecord[] = [];
  let next = 0;
  const flush = (): void => {
    rows.push(...parseGroup(group, header));
    group = [];
  };
  while (next < lines.length) {
    const record = recordAt(lines, next, isLast);
    if (record === 'incomplete') break;
    const isSimple = record.lines.length === 1 && record.lines[0]?.problem === undefined;
    if (isSimple) {
      group.push(record);
      next++;
      if (group.length >= groupSize) flush();
      continue;
    }
    flush();
    const row = parseRecord(record, header);
    const isMerged = record.lines.length > 1 && row !== undefined && 'problem' in row.content;
    if (isMerged) rows.push(rejectFirstLine(record));
    else if (row !== undefined) rows.push(row);
    next += isMerged ? 1 : record.lines.length;
  }
  flush();
  return { rows, rest: lines.slice(next) };
}

/** The record that starts at a line: that line, and the next ones while a quoted field is open. */
function recordAt(lines: readonly TextLine[], at: number, isLast: boolean): CsvRecord | 'incomplete' {
  const first = lines[at];
  if (first === undefined) return 'incomplete';
  const alone = { lines: [first], text: first.text, hasQuotes: first.quotes > 0 };
  if (!isOpen(first)) return alone;
  let { length } = first.text;
  for (let last = at + 1; last - at < mostLines; last++) {
    const line = lines[last];
    if (line === undefined) return isLast ? alone : 'incomplete';
    length += line.text.length;
    if (line.problem !== undefined || length > mostCharacters) break;
    if (isOpen(line)) {
      const covered = lines.slice(at, last + 1);
      return { lines: covered, text: covered.map(({ text }) => text).join('\n'), hasQuotes: true };
    }
  }
  return alone;
}

function parseGroup(group: readonly CsvRecord[], header: CsvHeader): readonly SourceRow[] {
  const quoted = parseQuoted(
    group.filter(({ hasQuotes }) => hasQuotes).map(({ text }) => text),
    header,
  );
  if (quoted === undefined) return group.flatMap((record) => parseRecord(record, header) ?? []);
  let next = 0;
  return group.flatMap(
    (record) => readRecord(record, header, record.hasQuotes ? (quoted[next++] ?? []) : undefined) ?? [],
  );
}

function parseRecord(record: CsvRecord, header: CsvHeader): SourceRow | undefined {
  const problem = record.lines[0]?.problem;
  if (problem !== undefined) return rowOf(record, { problem });
  if (!record.hasQuotes) return readRecord(record, header, undefined);
  const fields = parseQuoted([record.text], header);
  return fields === undefined ? rowOf(record, { problem: 'MALFORMED' }) : readRecord(record, header, fields[0]);
}

/** Without a quotation mark, a record is its text between the delimiters; a blank line is none. */
function readRecord(
  record: CsvRecord,
  header: CsvHeader,
  quoted: readonly string[] | undefined,
): SourceRow | undefined {
  if (quoted === undefined && record.text.trim() === '') return undefined;
  const content = header.read(quoted ?? record.text.split(header.delimiter));
  return content === undefined ? undefined : rowOf(record, content);
}

/** Undefined when a record is no CSV; what the parser says of it quotes it. */
function parseQuoted(texts: readonly string[], { delimiter }: CsvHeader): readonly (readonly string[])[] | undefined {
  if (texts.length === 0) return [];
  try {
    const records = parse(texts.join('\n'), { delimiter, record_delimiter: '\n', relax_column_count: true });
    return records.length === texts.length ? records : undefined;
  } catch {
    return undefined;
  }
}

function rejectFirstLine({ lines }: CsvRecord): SourceRow {
  const [first] = lines;
  return {
    line: first?.number ?? 0,
    lastLine: first?.number ?? 0,
    end: first?.end ?? 0,
    content: { problem: 'MALFORMED' },
  };
}

function rowOf({ lines }: CsvRecord, content: SourceRow['content']): SourceRow {
  const last = lines.at(-1);
  return { line: lines[0]?.number ?? 0, lastLine: last?.number ?? 0, end: last?.end ?? 0, content };
}
