/**
 * A page as it came from PostgreSQL: the rows of `record_send`, one behind the other in one buffer. Values are read where
 * they lie; nothing is opened here.
 */
import { invariant } from '../../kernel/invariant.js';
import { fixedColumns } from './rowsSql.js';

interface Places {
  readonly count: number;
  readonly columns: number;
  readonly offsets: Int32Array;
  readonly lengths: Int32Array;
}

export class SealedRows {
  /** Every value of the page lies in this buffer. */
  readonly bytes: Buffer;
  readonly count: number;
  readonly #columns: number;
  readonly #offsets: Int32Array;
  readonly #lengths: Int32Array;

  private constructor(bytes: Buffer, places: Places) {
    this.bytes = bytes;
    this.count = places.count;
    this.#columns = places.columns;
    this.#offsets = places.offsets;
    this.#lengths = places.lengths;
  }

  /** Reads `encode(…, 'base64')` of packed rows, each of `columns` values; null is a page without rows. */
  static parse(packet: string | null, columns: number): SealedRows {
    const bytes = packet === null ? Buffer.alloc(0) : Buffer.from(packet, 'base64');
    // A row takes at least a count and, for each value, a type and a length.
    const most = Math.floor(bytes.length / (4 + columns * 8));
    const offsets = new Int32Array(most * columns);
    const lengths = new Int32Array(most * columns);
    let at = 0;
    let count = 0;
    while (at < bytes.length) {
      invariant(bytes.readInt32BE(at) === columns, 'a packed row has the columns of its statement');
      at += 4;
      const base = count * columns;
      for (let column = 0; column < columns; column++) {
        const length = bytes.readInt32BE(at + 4);
        at += 8;
        offsets[base + column] = at;
        lengths[base + column] = length;
        if (length > 0) at += length;
      }
      count++;
    }
    return new SealedRows(bytes, { count, columns, offsets, lengths });
  }

  /** Where a value starts in {@link bytes}. */
  offset(row: number, column: number): number {
    return this.#offsets[row * this.#columns + column] ?? 0;
  }

  /** Length of a value in bytes; -1 for NULL. */
  length(row: number, column: number): number {
    return this.#lengths[row * this.#columns + column] ?? -1;
  }

  /** A key as 16 bytes that share the page's memory, or undefined for NULL. */
  uuid(row: number, column: number): Buffer | undefined {
    if (this.length(row, column) !== 16) return undefined;
    const start = this.offset(row, column);
    return this.bytes.subarray(start, start + 16);
  }

  /** A key as text, for joins between pages. */
  uuidText(row: number, column: number): string | undefined {
    if (this.length(row, column) !== 16) return undefined;
    const start = this.offset(row, column);
    return this.bytes.toString('hex', start, start + 16);
  }

  text(row: number, column: number): string | null {
    const length = this.length(row, column);
    if (length < 0) return null;
    const start = this.offset(row, column);
    return this.bytes.toString('utf8', start, start + length);
  }

  /** One bit for each class that is open on the row. */
  openness(row: number): number {
    return this.bytes.readInt32BE(this.offset(row, fixedColumns.openness));
  }
}
