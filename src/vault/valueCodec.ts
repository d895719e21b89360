/**
 * The plaintext of a sealed value. A closed list of values (an enum, a yes or no), a phone and an incomplete date take a
 * fixed width, so that the length of the ciphertext does not tell which it is; free text keeps its length.
 */
import type { ScalarKind, ScalarValue } from '../kernel/scalar.js';

export interface ValueCodec {
  readonly encode: (value: ScalarValue) => Buffer;
  /** Reads the first `length` bytes of `plaintext`. */
  readonly decode: (plaintext: Buffer, length: number) => ScalarValue;
}

const text: ValueCodec = {
  encode: (value) => Buffer.from(String(value), 'utf8'),
  decode: (plaintext, length) => plaintext.toString('utf8', 0, length),
};

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
      const bytes = Buffer.alloc(Math.max(1, Math.ceil(characters.length / width)) * width);
      bytes.write(characters, 'latin1');
      return bytes;
    },
    decode: (plaintext, length) => {
      let end = length;
      while (end > 0 && plaintext[end - 1] === 0) end--;
      return plaintext.toString('latin1', 0, end);
    },
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
