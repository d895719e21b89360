/**
 * The lines of a file with their exact bytes: where each ends is where a later run may go on. A line that is longer than
 * any row can be is passed over without being held in memory.
 */
import type { FileHandle } from 'node:fs/promises';

export interface PhysicalLine {
  /** From 1. */
  readonly number: number;
  /** Without its line end; undefined for one that is too long. */
  readonly bytes: Buffer | undefined;
  /** Offset in the file behind its line end. */
  readonly end: number;
}

/** What no row of a store comes near to. */
const longestLine = 1024 * 1024;
const chunkSize = 256 * 1024;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

export interface ReadingPosition {
  readonly offset: number;
  /** Number of the line that starts there. */
  readonly line: number;
}

/** Yields the lines of each chunk together; `onBytes` is told of every byte, in order, before the lines that hold it. */
export async function* physicalLines(
  file: FileHandle,
  from: ReadingPosition,
  onBytes: (bytes: Buffer) => void,
): AsyncGenerator<readonly PhysicalLine[]> {
  const splitter = new LineSplitter(from);
  for (let offset = from.offset; ;) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(chunkSize), 0, chunkSize, offset);
    if (bytesRead === 0) break;
    offset += bytesRead;
    const chunk = buffer.subarray(0, bytesRead);
    onBytes(chunk);
    yield splitter.split(chunk);
  }
  yield splitter.rest();
}

class LineSplitter {
  #line: number;
  /** Offset of the next byte that is not split yet. */
  #offset: number;
  #begun: Buffer[] = [];
  #begunLength = 0;

  constructor({ offset, line }: ReadingPosition) {
    this.#offset = offset;
    this.#line = line;
  }

  split(chunk: Buffer): readonly PhysicalLine[] {
    const lines: PhysicalLine[] = [];
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
      lines.push(this.#finish(chunk.subarray(start, end), 1));
      start = end + 1;
    }
    this.#begin(chunk.subarray(start));
    return lines;
  }

  /** The last line, if it has no end. */
  rest(): readonly PhysicalLine[] {
    return this.#begunLength === 0 ? [] : [this.#finish(Buffer.alloc(0), 0)];
  }

  #begin(bytes: Buffer): void {
    this.#begunLength += bytes.length;
    if (this.#begunLength <= longestLine) this.#begun.push(bytes);
    else this.#begun = [];
  }

  #finish(last: Buffer, endLength: number): PhysicalLine {
    const length = this.#begunLength + last.length;
    const whole = this.#begun.length === 0 ? last : Buffer.concat([...this.#begun, last]);
    this.#begun = [];
    this.#begunLength = 0;
    this.#offset += length + endLength;
    return { number: this.#line++, end: this.#offset, bytes: length > longestLine ? undefined : withoutReturn(whole) };
  }
}

function withoutReturn(line: Buffer): Buffer {
  return line.at(-1) === carriageReturn ? line.subarray(0, -1) : line;
}
