/** The tenancy as read: what one part of the compiler is given, without the others. */
import { compileModels } from '../../../src/policy/compile/models.js';
import { compileRoots, compileWrites } from '../../../src/policy/compile/operations.js';
import { compileMatches, compileRequests } from '../../../src/policy/compile/requests.js';
import type { Store } from '../../../src/policy/compile/role.js';
import { breachesOf } from '../../../src/policy/laws/laws.js';
import { printProblem } from '../../../src/policy/problem.js';
import type { PolicyProblem } from '../../../src/policy/problem.js';
import type { Draft, FieldDraft, TypeDraft } from '../../../src/policy/read/draft.js';
import { readDraft } from '../../../src/policy/read/readDraft.js';
import { readStoreSchema } from '../../../src/policy/read/storeSchema.js';
import type { Edit } from '../harness.js';
import { edited } from '../harness.js';

/** Lawful. For the top of a test file: reading is most of what a policy costs. */
export function draftOf(...edits: readonly Edit[]): Draft {
  const draft = pastDraftOf(...edits);
  const problems = breachesOf(draft);
  if (problems.length > 0) throw unlawful(problems);
  return draft;
}

/** As of a policy that is older than some of the laws, and is compiled all the same. */
export function pastDraftOf(...edits: readonly Edit[]): Draft {
  const reading = readStoreSchema(edited(...edits));
  if ('problems' in reading) throw unlawful(reading.problems);
  return readDraft(reading.read);
}

function unlawful(problems: readonly PolicyProblem[]): Error {
  return new Error(problems.map(printProblem).join('\n'));
}

export function storeOf(draft: Draft): Store {
  const models = compileModels(draft);
  return {
    draft,
    models,
    roots: compileRoots(draft),
    writes: compileWrites(draft, models),
    matches: compileMatches(draft),
    requests: compileRequests(draft),
  };
}

export function typeIn({ types }: Draft, name: string): TypeDraft {
  return there(types.get(name), name);
}

export function fieldIn(draft: Draft, type: string, path: string): FieldDraft {
  return there(typeIn(draft, type).fields.get(path), `${type}.${path}`);
}

/** What a test takes for granted. */
export function there<Value>(value: Value | undefined, name: string): Value {
  if (value === undefined) throw new Error(`no ${name}`);
  return value;
}
