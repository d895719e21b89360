/** How PostgreSQL's text results become values. No date ever becomes a JavaScript Date: it has no zone of its own. */
import pg from 'pg';
import { invariant } from '../kernel/invariant.js';

type Parse = (text: string) => unknown;

const oid = {
  bool: 16,
  bytea: 17,
  int8: 20,
  date: 1082,
  timestamp: 1114,
  timestamptz: 1184,
  interval: 1186,
  numeric: 1700,
  byteaArray: 1001,
  textArray: 1009,
  dateArray: 1182,
  timestamptzArray: 1185,
  uuidArray: 2951,
} as const;

const asText: Parse = (text) => text;

function usual(type: number): Parse {
  const parse = pg.types.getTypeParser(type, 'text') as unknown;
  invariant(typeof parse === 'function', 'pg has a parser for every type');
  return parse as Parse;
}

const parseTextArray = usual(oid.textArray);

function textArray(text: string): readonly string[] {
  return parseTextArray(text) as readonly string[];
}

/** `2026-01-02 03:04:05.123456+00` of a UTC session becomes `2026-01-02T03:04:05.123456Z`. */
function isoInstant(text: string): string {
  return text.replace(' ', 'T').replace(/\+00$/, 'Z');
}

function safeInteger(text: string): number {
  const value = Number(text);
  invariant(Number.isSafeInteger(value), 'a bigint that is no safe integer');
  return value;
}

const parsers: ReadonlyMap<number, Parse> = new Map<number, Parse>([
  [oid.bool, (text) => text === 't'],
  [oid.bytea, (text) => Buffer.from(text.slice(2), 'hex')],
  [oid.int8, safeInteger],
  [oid.date, asText],
  [oid.timestamp, asText],
  [oid.timestamptz, isoInstant],
  [oid.interval, asText],
  [oid.numeric, asText],
  [oid.dateArray, textArray],
  [oid.uuidArray, textArray],
  [oid.timestamptzArray, (text) => textArray(text).map(isoInstant)],
  [oid.byteaArray, (text) => textArray(text).map((member) => Buffer.from(member.slice(2), 'hex'))],
]);

/** For `types` of a connection of pg. */
export const rowTypes = {
  getTypeParser(type: number, format?: string): Parse {
    invariant(format !== 'binary', 'binary results are not asked for');
    return parsers.get(type) ?? usual(type);
  },
};
