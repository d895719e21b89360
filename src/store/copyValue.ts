/** How a value of a column becomes the bytes of PostgreSQL's binary format (each type's `…recv` function). */
import { parseDuration } from '../kernel/duration.js';
import { invariant } from '../kernel/invariant.js';
import type { ScalarValue } from '../kernel/scalar.js';

/** Writes `value` at `at` into `target`, which has room for {@link CopyWriter.roomFor} bytes; gives where it ends. */
export interface CopyWriter {
  readonly roomFor: (value: CopyValue) => number;
  readonly write: (target: Buffer, at: number, value: CopyValue) => number;
}

/** Sealed bytes and wrapped keys are Buffers; everything else is in canonical form. */
export type CopyValue = ScalarValue | Buffer;

const bytes: CopyWriter = {
  roomFor: (value) => asBuffer(value).length,
  write: (target, at, value) => at + asBuffer(value).copy(target, at),
};

/** A UTF-16 code unit takes three bytes at most. */
const text: CopyWriter = {
  roomFor: (value) => String(value).length * 3,
  write: (target, at, value) => at + target.write(String(value), at, 'utf8'),
};

const uuid: CopyWriter = {
  roomFor: () => 16,
  write: (target, at, value) => at + target.write(String(value).replaceAll('-', ''), at, 'hex'),
};

const boolean: CopyWriter = {
  roomFor: () => 1,
  write: (target, at, value) => target.writeUInt8(value === true ? 1 : 0, at),
};
const int2: CopyWriter = { roomFor: () => 2, write: (target, at, value) => target.writeInt16BE(Number(value), at) };
const int4: CopyWriter = { roomFor: () => 4, write: (target, at, value) => target.writeInt32BE(Number(value), at) };
const float4: CopyWriter = { roomFor: () => 4, write: (target, at, value) => target.writeFloatBE(Number(value), at) };
const float8: CopyWriter = { roomFor: () => 8, write: (target, at, value) => target.writeDoubleBE(Number(value), at) };

const epochMs = Date.UTC(2000, 0, 1);
const dayMs = 86_400_000;

/** Days since 2000-01-01. */
const date: CopyWriter = {
  roomFor: () => 4,
  write: (target, at, value) =>
    target.writeInt32BE((millisecondsOf(`${String(value)}T00:00:00Z`) - epochMs) / dayMs, at),
};

/** Microseconds since 2000-01-01T00:00:00Z. */
const timestamptz: CopyWriter = {
  roomFor: () => 8,
  write: (target, at, value) => target.writeBigInt64BE(BigInt(millisecondsOf(String(value)) - epochMs) * 1000n, at),
};

/** Microseconds, days, months. */
const interval: CopyWriter = {
  roomFor: () => 16,
  write: (target, at, value) => {
    const duration = parseDuration(String(value));
    invariant(duration, 'a Duration in canonical form');
    const afterSeconds = target.writeBigInt64BE(BigInt(duration.seconds) * 1_000_000n, at);
    return target.writeInt32BE(duration.months, target.writeInt32BE(duration.days, afterSeconds));
  },
};

/** A Date is only made of an instant: that of a day at midnight in UTC is a way to count days. */
function millisecondsOf(instant: string): number {
  const milliseconds = Date.parse(instant);
  invariant(Number.isInteger(milliseconds), 'a date or an instant in canonical form');
  return milliseconds;
}

function asBuffer(value: CopyValue): Buffer {
  invariant(Buffer.isBuffer(value), 'a bytea column takes bytes');
  return value;
}

const writers: ReadonlyMap<string, CopyWriter> = new Map([
  ['bytea', bytes],
  ['uuid', uuid],
  ['text', text],
  ['varchar', text],
  ['bpchar', text],
  ['citext', text],
  ['bool', boolean],
  ['int2', int2],
  ['int4', int4],
  ['float4', float4],
  ['float8', float8],
  ['date', date],
  ['timestamptz', timestamptz],
  ['interval', interval],
]);

/** The writer for a column of type `typname`; an enum travels as its label. */
export function copyWriter(typname: string, isEnum: boolean): CopyWriter | undefined {
  return isEnum ? text : writers.get(typname);
}
