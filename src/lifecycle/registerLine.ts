/** One line of the erasure register: who was erased, when, why and by whom, and the MAC that hangs it on the line before it. */
import { z } from 'zod';
import type { ErasureChain } from '../vault/erasureChain.js';

/** RETENTION: the period is over (GDPR Art. 5(1)(e)); RIGHT: the person asked for it (Art. 17). */
export type ErasureReason = 'RETENTION' | 'RIGHT';

export interface ErasureOrder {
  readonly type: string;
  /** Lower case. */
  readonly person: string;
  /** ISO 8601, of the database's clock. */
  readonly at: string;
  readonly why: ErasureReason;
  /** `operator:NAME` or `engine:PART`. */
  readonly actors: readonly string[];
}

export interface RegisterLine extends ErasureOrder {
  /** From 1. */
  readonly line: number;
  readonly mac: Buffer;
}

const form = z.strictObject({
  line: z.int().positive(),
  at: z.string(),
  type: z.string(),
  person: z.string().regex(/^[0-9a-f-]{36}$/),
  why: z.enum(['RETENTION', 'RIGHT']),
  actors: z.array(z.string()),
  mac: z.string(),
});

export function lineOf(
  order: ErasureOrder,
  before: Pick<RegisterLine, 'line' | 'mac'>,
  chain: ErasureChain,
): RegisterLine {
  const line = before.line + 1;
  const { at, type, person, why, actors } = order;
  return Object.freeze({
    ...order,
    line,
    mac: chain.next(before.mac, [String(line), at, type, person, why, ...actors]),
  });
}

export function printLine({ line, at, type, person, why, actors, mac }: RegisterLine): string {
  return `${JSON.stringify({ line, at, type, person, why, actors, mac: mac.toString('base64url') })}\n`;
}

/** Undefined unless `text` is, to the letter, the line that follows `before`. */
export function parseLine(
  text: string,
  before: Pick<RegisterLine, 'line' | 'mac'>,
  chain: ErasureChain,
): RegisterLine | undefined {
  const read = form.safeParse(parsed(text));
  if (!read.success) return undefined;
  const { line, mac, ...order } = read.data;
  const expected = lineOf(order, before, chain);
  const isNext = expected.line === line && chain.isSame(expected.mac, Buffer.from(mac, 'base64url'));
  return isNext && printLine(expected) === `${text}\n` ? expected : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
