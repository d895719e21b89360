/**
 * Where the authorization server keeps what it must remember: codes, grants, sessions, proofs that were used. In memory,
 * which a demo that forgets its sessions at a restart can afford, and bounded: the oldest goes when it is full. It
 * outlives the server's own instances, which are changed with its keys.
 */
import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';
import type { Clock } from '../../kernel/clock.js';

interface Entry {
  readonly payload: AdapterPayload;
  readonly expiresAt: number;
}

const maxEntries = 5_000;

export function createMemory(clock: Clock): AdapterFactory {
  const entries = new Map<string, Entry>();
  return (model) => adapterOf(model, entries, clock);
}

function adapterOf(model: string, entries: Map<string, Entry>, clock: Clock): Adapter {
  const keyOf = (id: string): string => `${model}:${id}`;
  const read = (key: string): AdapterPayload | undefined => {
    const entry = entries.get(key);
    if (entry === undefined || entry.expiresAt > clock.now()) return entry?.payload;
    entries.delete(key);
    return undefined;
  };
  const found = (matches: (payload: AdapterPayload) => boolean): AdapterPayload | undefined =>
    keysOf(model, entries)
      .map(read)
      .find((payload) => payload !== undefined && matches(payload));
  return {
    upsert: async (id, payload, expiresInSeconds) => {
      const expiresAt = expiresInSeconds === undefined ? Infinity : clock.now() + expiresInSeconds * 1000;
      entries.delete(keyOf(id));
      makeRoom(entries, clock.now());
      entries.set(keyOf(id), { payload: { ...payload }, expiresAt });
    },
    find: async (id) => read(keyOf(id)),
    findByUid: async (uid) => found((payload) => payload.uid === uid),
    findByUserCode: async (code) => found((payload) => payload.userCode === code),
    consume: async (id) => {
      const entry = entries.get(keyOf(id));
      if (entry !== undefined) entry.payload.consumed = Math.floor(clock.now() / 1000);
    },
    destroy: async (id) => void entries.delete(keyOf(id)),
    revokeByGrantId: async (grantId) => {
      for (const key of keysOf(model, entries)) if (read(key)?.grantId === grantId) entries.delete(key);
    },
  };
}

function keysOf(model: string, entries: ReadonlyMap<string, Entry>): readonly string[] {
  return [...entries.keys()].filter((key) => key.startsWith(`${model}:`));
}

/** A map remembers in which order its entries came. */
function makeRoom(entries: Map<string, Entry>, now: number): void {
  if (entries.size < maxEntries) return;
  for (const [key, { expiresAt }] of entries) if (expiresAt <= now) entries.delete(key);
  for (const key of entries.keys()) {
    if (entries.size < maxEntries) return;
    entries.delete(key);
  }
}
