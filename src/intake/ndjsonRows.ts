import { isUtf8 } from 'node:buffer';
import type { PhysicalLine } from './physicalLines.js';
import type { SourceRow } from './sourceRow.js';

/** One JSON object a line; an empty line is none. */
export async function* ndjsonRows(
  chunks: AsyncIterable<readonly PhysicalLine[]>,
): AsyncGenerator<readonly SourceRow[]> {
  for await (const lines of chunks) {
    yield lines.flatMap(({ number, end, bytes }): SourceRow | [] => {
      const content = bytes === undefined ? ({ problem: 'TOO_LONG' } as const) : contentOf(bytes);
      return content === undefined ? [] : { line: number, lastLine: number, end, content };
    });
  }
}

function contentOf(bytes: Buffer): SourceRow['content'] | undefined {
  if (!isUtf8(bytes)) return { problem: 'NOT_UTF8' };
  const text = bytes.toString('utf8').trim();
  if (text === '') return undefined;
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    // The parser's message quotes the line.
    return { problem: 'MALFORMED' };
  }
}
