/** Where a page stopped: a number, sealed for whoever was given it. */
import { refuse } from '../kernel/refusal.js';
import type { Cursors } from './cursors.js';

export interface PlaceSealer {
  readonly cursors: Cursors;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

const lifetimeMilliseconds = 24 * 3600 * 1000;

export function sealPlace({ cursors, now }: PlaceSealer, binding: Buffer, place: number): string {
  const position = Buffer.alloc(8);
  position.writeBigInt64BE(BigInt(place));
  return cursors.seal(position, binding, now + lifetimeMilliseconds);
}

/** Throws Refused CURSOR_INVALID or CURSOR_EXPIRED. */
export function openPlace({ cursors, now }: PlaceSealer, binding: Buffer, cursor: string): number {
  const opened = cursors.open(cursor, binding, now);
  if (opened.outcome === 'expired')
    throw refuse('CURSOR_EXPIRED', 'The cursor has expired: start again without `after`.');
  if (opened.outcome === 'invalid' || opened.position.length !== 8)
    throw refuse('CURSOR_INVALID', 'The cursor is not one of this query: start again without `after`.');
  return Number(opened.position.readBigInt64BE(0));
}
