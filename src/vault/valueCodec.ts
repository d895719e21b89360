/**
 * The plaintext of a sealed value. Its length is the ciphertext's, so it tells little: a closed list of values (an enum, a yes
 * or no), a phone and an incomplete date take a fixed width, free text and emails a multiple of one.
 */
import type { ScalarKind, ScalarValue } from '../kernel/scalar.js';

export interface ValueCodec {
  readonly encode: (value: ScalarValue) => Buffer;
  /** Reads the first `length` bytes of `plaintext`. */
  readonly decode: (plaintext: Buffer, length: number) => ScalarValue;
}

/**
 * Of 100,000 persons the exact lengths of names, email and address single out 45 in a hundred, those of all their values 73:
 * who holds an old backup and a list that leaked elsewhere would join the two by them. In steps of 16 it is 1 and 3 in 10,000.
 */
const textStep = 16;

/** UTF-8 padded with zero bytes: what is validated holds none. */
const text: ValueCodec = {
  encode: (value) => {
    const characters = String(value);
    const bytes = Buffer.alloc(paddedLength(Buffer.byteLength(characters), textStep));
    bytes.write(characters, 'utf8');
    return bytes;
  },
  decode: (plaintext, length) => plaintext.toString('utf8', 0, unpaddedLength(plaintext, length)),
};

function paddedLength(length: number, step: number): number {
  return Math.max(1, Math.ceil(length / step)) * step;
}

function unpaddedLength(plaintext: Buffer, length: number): number {
  let end = length;
  while (end > 0 && plaintext[end - 1] === 0) end--;
  return end;
}

/** ASCII only, which decodes faster and takes one byte a character. */
const ascii: ValueCodec = {
  encode: (value) => Buffer.from(String(value), 'latin1'),
  decode: (plaintext, length) => plaintext.toString('latin1', 0, length),
};

/** ASCII padded with zero bytes to a multiple of `width`. */
function padded(width: number): ValueCodec {
  return {
    encode: (value) => {
      const characters = String(value);
      const bytes = Buffer.alloc(paddedLength(characters.length, width));
      bytes.write(characters, 'latin1');
      return bytes;
    },
    decode: (plaintext, length) => plaintext.toString('latin1', 0, unpaddedLength(plaintext, length)),
  };
}

const int: ValueCodec = {
  encode: (value) => {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(Number(value));
    return bytes;
  },
  decode: (plaintext) => plaintext.readInt32BE(0),
};

const float: ValueCodec = {
  encode: (value) => {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleBE(Number(value));
    return bytes;
  },
  decode: (plaintext) => plaintext.readDoubleBE(0),
};

const boolean: ValueCodec = {
  encode: (value) => Buffer.of(value === true ? 1 : 0),
  decode: (plaintext) => plaintext[0] === 1,
};

/** How values of `scalar`, in canonical form, become bytes. */
export function valueCodec(scalar: ScalarKind): ValueCodec {
  switch (scalar) {
    case 'Text':
    case 'Email':
    case 'ID':
      return text;
    case 'Int':
      return int;
    case 'Float':
      return float;
    case 'Boolean':
      return boolean;
    case 'Enum':
      return padded(32);
    case 'Phone':
      return padded(16);
    case 'PartialDate':
      return padded(10);
    case 'Date':
    case 'DateTime':
    case 'YearMonth':
    case 'PostalCode':
    case 'Duration':
      return ascii;
  }
}
