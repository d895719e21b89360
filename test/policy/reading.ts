/** What tests of `read` ask: a store as GraphQL reads it, or as a draft, lawful or not. */
import type { Draft } from '../../src/policy/read/draft.js';
import { readDraft } from '../../src/policy/read/readDraft.js';
import type { SchemaSource, StoreSchema } from '../../src/policy/read/storeSchema.js';
import { readStoreSchema } from '../../src/policy/read/storeSchema.js';
import { printProblem } from '../../src/policy/problem.js';
import type { Edit } from './harness.js';
import { edited } from './harness.js';

const words = `
  enum Role { CLERK VISITOR }
  enum Purpose { WORK LEISURE }
  enum Category { NAME PLACE }
`;

/** A store of these types, with two words of each kind; fails with the problems when GraphQL cannot read it. */
export function storeOf(sdl: string): StoreSchema {
  return schemaOf([{ name: 'store.graphql', text: words + sdl }]);
}

/** The tenancy with edits. */
export function draftOf(...edits: readonly Edit[]): Draft {
  return readDraft(schemaOf(edited(...edits)));
}

function schemaOf(sources: readonly SchemaSource[]): StoreSchema {
  const reading = readStoreSchema(sources);
  if ('problems' in reading) throw new Error(reading.problems.map(printProblem).join('\n'));
  return reading.read;
}
