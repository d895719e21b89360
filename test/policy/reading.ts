/** What tests of `read` ask: the tenancy with edits, as GraphQL reads it and as a draft, lawful or not. */
import type { Draft } from '../../src/policy/read/draft.js';
import { readDraft } from '../../src/policy/read/readDraft.js';
import type { StoreSchema } from '../../src/policy/read/storeSchema.js';
import { readStoreSchema } from '../../src/policy/read/storeSchema.js';
import { printProblem } from '../../src/policy/problem.js';
import type { Edit } from './harness.js';
import { edited } from './harness.js';

/** Fails with the problems when GraphQL cannot read it. */
export function schemaOf(...edits: readonly Edit[]): StoreSchema {
  const reading = readStoreSchema(edited(...edits));
  if ('problems' in reading) throw new Error(reading.problems.map(printProblem).join('\n'));
  return reading.read;
}

export function draftOf(...edits: readonly Edit[]): Draft {
  return readDraft(schemaOf(...edits));
}
