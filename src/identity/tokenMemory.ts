/**
 * Tokens that were verified a moment ago, so that a second request costs a look-up and no signature. Bounded in number,
 * bytes and time by two generations: what is asked for again moves to the young one; when that is full or five minutes
 * old it becomes the old one, whose remains are dropped. No timer, and no list to keep in order on the hot path. Keyed
 * by the end of the line, which is the signature's, and then compared whole: hashing a whole token would cost a
 * microsecond more.
 */
import type { KnownToken } from './knownToken.js';

export interface TokenMemoryBounds {
  /** Tokens kept, over both generations. */
  readonly tokens: number;
  /** Characters of their lines, over both generations. */
  readonly characters: number;
}

const defaultBounds: TokenMemoryBounds = Object.freeze({ tokens: 20_000, characters: 32 * 1024 * 1024 });

/** A verified token is verified again after this time, so that a withdrawn key closes behind it. */
export const rememberForMilliseconds = 5 * 60_000;

export interface TokenMemory {
  /** What was admitted by this Authorization line; undefined when that was never, too long ago, or has been dropped. */
  recall(authorization: string, now: number): KnownToken | undefined;
  remember(authorization: string, known: KnownToken, now: number): void;
  /** Tokens held now. */
  size(): number;
}

export function createTokenMemory(bounds: TokenMemoryBounds = defaultBounds): TokenMemory {
  const state: State = { bounds, young: new Map(), old: new Map(), characters: 0, turnAt: 0 };
  return Object.freeze({
    recall: (authorization: string, now: number) => {
      const key = keyOf(authorization);
      const entry = state.young.get(key) ?? promote(key, now, state);
      if (entry === undefined || entry.authorization !== authorization) return undefined;
      if (now < entry.until && now >= entry.since) return entry.known;
      forget(key, state);
      return undefined;
    },
    remember: (authorization: string, known: KnownToken, now: number) => {
      const until = Math.min(now + rememberForMilliseconds, known.token.expiresAtMilliseconds);
      const key = keyOf(authorization);
      forget(key, state);
      keep(key, { authorization, known, since: now, until }, now, state);
    },
    size: () => state.young.size + state.old.size,
  });
}

/** 192 bits of a signature: two tokens that share them would push each other out, and neither would pass for the other. */
function keyOf(authorization: string): string {
  return authorization.slice(-32);
}

interface Entry {
  /** The whole line: what makes the token the same. */
  readonly authorization: string;
  readonly known: KnownToken;
  /** Milliseconds since the epoch; a clock that was set back behind it ends the entry too. */
  readonly since: number;
  /** Never after the token's expiry. */
  readonly until: number;
}

interface State {
  readonly bounds: TokenMemoryBounds;
  young: Map<string, Entry>;
  old: Map<string, Entry>;
  /** Of the young generation. */
  characters: number;
  turnAt: number;
}

function promote(key: string, now: number, state: State): Entry | undefined {
  const entry = state.old.get(key);
  if (entry === undefined) return undefined;
  state.old.delete(key);
  keep(key, entry, now, state);
  return entry;
}

function keep(key: string, entry: Entry, now: number, state: State): void {
  const characters = state.characters + entry.authorization.length;
  const isFull = state.young.size + 1 > state.bounds.tokens / 2 || characters > state.bounds.characters / 2;
  if (isFull || now >= state.turnAt) turn(now, state);
  state.young.set(key, entry);
  state.characters += entry.authorization.length;
}

function turn(now: number, state: State): void {
  state.old = state.young;
  state.young = new Map();
  state.characters = 0;
  state.turnAt = now + rememberForMilliseconds;
}

function forget(key: string, state: State): void {
  state.characters -= state.young.get(key)?.authorization.length ?? 0;
  state.young.delete(key);
  state.old.delete(key);
}
