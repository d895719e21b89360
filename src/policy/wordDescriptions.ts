/** What a store says of its own words and types in plain text: descriptions, which no decision reads. */
import { readDraft } from './read/readDraft.js';
import type { SchemaSource } from './read/storeSchema.js';
import { readStoreSchema } from './read/storeSchema.js';

/** By `Role.AGENT`, `Purpose.LETTING` or `Category.NAME`: its description; what has none is not there. */
export function wordDescriptions(sources: readonly SchemaSource[]): ReadonlyMap<string, string> {
  const reading = readStoreSchema(sources);
  if ('problems' in reading) return new Map();
  const { roles, purposes, categories } = readDraft(reading.read);
  const lists = { Role: roles, Purpose: purposes, Category: categories };
  return new Map(
    Object.entries(lists).flatMap(([list, words]) =>
      [...words.values()].flatMap(({ name, node }): readonly (readonly [string, string])[] => {
        const text = node?.description?.value.replaceAll(/\s+/g, ' ').trim() ?? '';
        return text === '' ? [] : [[`${list}.${name}`, text]];
      }),
    ),
  );
}
