/**
 * Rows of one table in PostgreSQL's binary COPY format (PostgreSQL, COPY, "Binary Format"), written one behind the other
 * into one buffer, from which any of them can be left out when they are sent.
 */
import { invariant } from '../kernel/invariant.js';
import type { CopyValue, CopyWriter } from './copyValue.js';

/** Signature, flags, no extension. */
const header = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
const trailer = Buffer.from([0xff, 0xff]);
const firstSize = 64 * 1024;

export class CopyPage {
  readonly #writers: readonly CopyWriter[];
  #bytes = Buffer.allocUnsafe(firstSize);
  #end = 0;
  readonly #starts: number[] = [];

  constructor(writers: readonly CopyWriter[]) {
    this.#writers = writers;
  }

  get rowCount(): number {
    return this.#starts.length;
  }

  /** Appends a row: for each column the value at its ordinal, or NULL for undefined. */
  add(values: readonly (CopyValue | undefined)[], ordinals: readonly number[]): void {
    invariant(ordinals.length === this.#writers.length, 'a row has a value for each column');
    this.#starts.push(this.#end);
    this.#reserve(2);
    this.#end = this.#bytes.writeInt16BE(ordinals.length, this.#end);
    for (const [column, writer] of this.#writers.entries()) this.#addValue(writer, values[ordinals[column] ?? -1]);
  }

  /** What COPY is sent to load the rows of these indexes, in ascending order; rows that lie together travel together. */
  *chunks(rows: readonly number[]): Generator<Buffer> {
    yield header;
    let first = 0;
    while (first < rows.length) {
      let last = first;
      while ((rows[last + 1] ?? -1) === (rows[last] ?? 0) + 1) last++;
      yield this.#bytes.subarray(this.#startOf(rows[first] ?? 0), this.#startOf((rows[last] ?? 0) + 1));
      first = last + 1;
    }
    yield trailer;
  }

  #startOf(row: number): number {
    return this.#starts[row] ?? this.#end;
  }

  #addValue(writer: CopyWriter, value: CopyValue | undefined): void {
    const room = value === undefined ? 0 : writer.roomFor(value);
    this.#reserve(4 + room);
    const start = this.#end + 4;
    const end = value === undefined ? start : writer.write(this.#bytes, start, value);
    this.#bytes.writeInt32BE(value === undefined ? -1 : end - start, this.#end);
    this.#end = end;
  }

  #reserve(length: number): void {
    if (this.#end + length <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#end + length));
    this.#bytes.copy(larger, 0, 0, this.#end);
    this.#bytes = larger;
  }
}
