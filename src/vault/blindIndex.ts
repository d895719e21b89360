/**
 * A blind index: what the database holds instead of a value to find it by. HMAC-SHA-256 (RFC 2104) under a key of its own
 * for each table and index column, over the canonical bytes of the normalised values; whole where no two persons share a
 * value, truncated elsewhere so that strangers share an index and counting them tells little.
 */
import { timingSafeEqual } from 'node:crypto';
import { canonicalBytes } from '../kernel/canonical.js';
import { invariant } from '../kernel/invariant.js';
import type { ScalarKind, ScalarValue } from '../kernel/scalar.js';
import { Mac } from './mac.js';
import { normalise } from './normalise.js';
import type { SecretBytes } from './secretBytes.js';
import { subkey } from './subkey.js';

const fullBits = 256;

export interface BlindIndexShape {
  readonly table: string;
  /** The index's own column, not that of a value. */
  readonly column: string;
  /** Of the values, in the order of the index. */
  readonly scalars: readonly ScalarKind[];
  /** 256 for a unique index, fewer for a truncated one. */
  readonly bits: number;
}

export class BlindIndex {
  readonly #mac: Mac;
  readonly #shape: BlindIndexShape;

  constructor(indexKey: SecretBytes, shape: BlindIndexShape) {
    invariant(shape.bits >= 1 && shape.bits <= fullBits, 'a blind index has 1 to 256 bits');
    invariant(shape.scalars.length > 0, 'a blind index is over one value at least');
    this.#mac = new Mac(subkey(indexKey, ['index', shape.table, shape.column]));
    this.#shape = shape;
  }

  /** What the column holds for these values: the first `bits` bits, in as few bytes as hold them, the rest zero. */
  of(values: readonly ScalarValue[]): Buffer {
    return truncate(this.#whole(values), this.#shape.bits);
  }

  /**
   * Whether the values that were opened are those that were asked for, once normalised: a truncated index also finds
   * strangers, and this is where they stop. Takes the same time whatever the values.
   */
  matches(wanted: readonly ScalarValue[], opened: readonly ScalarValue[]): boolean {
    return timingSafeEqual(this.#whole(wanted), this.#whole(opened));
  }

  #whole(values: readonly ScalarValue[]): Buffer {
    const { scalars } = this.#shape;
    invariant(values.length === scalars.length, 'a blind index has a value for each of its fields');
    const normalised = values.map((value, index) => normalise(scalars[index] ?? 'Text', value));
    return this.#mac.of(canonicalBytes(normalised));
  }
}

function truncate(whole: Buffer, bits: number): Buffer {
  const index = Buffer.from(whole.subarray(0, Math.ceil(bits / 8)));
  const unused = index.length * 8 - bits;
  const last = index.length - 1;
  index[last] = (index[last] ?? 0) & (0xff << unused);
  return index;
}
