/** Row ids of the demo: version 4 UUIDs by their look, made from what the row is, so that they are the same at each run. */
import { mix32 } from './mix32.js';

export type RowKind =
  | 'organisation'
  | 'establishment'
  | 'training'
  | 'session'
  | 'subcontract'
  | 'funding'
  | 'person'
  | 'enrolment'
  | 'accompaniment'
  | 'application'
  | 'attendance';

const kinds: readonly RowKind[] = [
  'organisation',
  'establishment',
  'training',
  'session',
  'subcontract',
  'funding',
  'person',
  'enrolment',
  'accompaniment',
  'application',
  'attendance',
];

const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** No two rows of a kind share an id: the first 32 bits are a permutation of `index`, which is below 2^32. */
export function rowId(kind: RowKind, index: number, seed: number): string {
  const salt = mix32(kinds.indexOf(kind) + 1, seed);
  const words = [
    mix32(index, salt),
    mix32(index, salt ^ 0x9e37_79b9),
    mix32(index, salt ^ 0x3c6e_f372),
    mix32(index, salt ^ 0xdaa6_6d2b),
  ] as const;
  const versioned = (words[1] & 0xffff_0fff) | 0x4000;
  const varied = (words[2] & 0x3fff_ffff) | 0x8000_0000;
  return `${hex32(words[0])}-${hex16(versioned >>> 16)}-${hex16(versioned)}-${hex16(varied >>> 16)}-${hex16(varied)}${hex32(words[3])}`;
}

function hex16(word: number): string {
  return `${hexOfByte[(word >>> 8) & 255]}${hexOfByte[word & 255]}`;
}

function hex32(word: number): string {
  return hex16(word >>> 16) + hex16(word);
}
