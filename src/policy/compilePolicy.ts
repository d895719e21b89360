/**
 * SDL in, one immutable policy out, or everything that is wrong with it. Pure: the caller reads the files and brings
 * the digest, because the hash is the vault's.
 */
import { invariant } from '../kernel/invariant.js';
import type { CompiledPolicy, PolicyDigest, PurposeModel } from './compiled.js';
import { canonicalSdl } from './compile/canonicalSdl.js';
import { compileModels } from './compile/models.js';
import { compileRoots, compileWrites } from './compile/operations.js';
import { compileMatches, compileRequests } from './compile/requests.js';
import { compileRoles } from './compile/role.js';
import { breachesOf } from './laws/laws.js';
import type { PolicyProblem } from './problem.js';
import type { Draft } from './read/draft.js';
import { readDraft } from './read/readDraft.js';
import type { SchemaSource } from './read/storeSchema.js';
import { readStoreSchema } from './read/storeSchema.js';

export type Compilation = { readonly policy: CompiledPolicy } | { readonly problems: readonly PolicyProblem[] };

/** `broken`: problems that did not keep it from being compiled. */
export type PastCompilation =
  | { readonly policy: CompiledPolicy; readonly broken: readonly PolicyProblem[] }
  | { readonly problems: readonly PolicyProblem[] };

/**
 * Compiles a store's SDL, joined with the engine's vocabulary. `digestOf` is SHA-256 of UTF-8 text in hex. Problems come
 * in the order of files and lines, at least one; a policy comes only when there is none.
 */
export function compilePolicy(sources: readonly SchemaSource[], digestOf: (text: string) => string): Compilation {
  const reading = readStoreSchema(sources);
  if ('problems' in reading) return reading;
  const draft = readDraft(reading.read);
  const problems = breachesOf(draft);
  if (problems.length > 0) return { problems };
  return { policy: compileDraft(draft, digestOf(canonicalSdl(draft.document)) as PolicyDigest) };
}

/**
 * As {@link compilePolicy}, for a policy of the past that is compared and never served: a law that is younger than it may find
 * problems, which come beside the policy. Problems alone when nothing can be made of it.
 */
export function compilePastPolicy(
  sources: readonly SchemaSource[],
  digestOf: (text: string) => string,
): PastCompilation {
  const reading = readStoreSchema(sources);
  if ('problems' in reading) return reading;
  const draft = readDraft(reading.read);
  const problems = breachesOf(draft);
  try {
    return { policy: compileDraft(draft, digestOf(canonicalSdl(draft.document)) as PolicyDigest), broken: problems };
  } catch (cause) {
    // What the compiler takes for granted is what the laws ask for.
    if (problems.length === 0) throw cause;
    return { problems };
  }
}

function compileDraft(draft: Draft, digest: PolicyDigest): CompiledPolicy {
  const models = compileModels(draft);
  const roots = compileRoots(draft);
  const writes = compileWrites(draft, models);
  const matches = compileMatches(draft);
  const requests = compileRequests(draft);
  return Object.freeze({
    digest,
    zones: Object.freeze(draft.zones.flatMap(({ args }) => args.of)),
    purposes: purposesOf(draft),
    categories: categoriesOf(draft),
    types: models,
    roots,
    writes,
    matches,
    requests,
    roles: compileRoles({ draft, models, roots, writes, matches, requests }),
  });
}

function purposesOf(draft: Draft): CompiledPolicy['purposes'] {
  return new Map(
    [...draft.purposes.values()].map(({ name, use }): readonly [string, PurposeModel] => {
      invariant(use, `${name} has a basis`);
      return [name, Object.freeze({ name, basis: use.args.basis, text: use.args.text })];
    }),
  );
}

function categoriesOf(draft: Draft): CompiledPolicy['categories'] {
  return new Map(
    [...draft.categories.values()].map(({ name, use }) => {
      invariant(use, `${name} has a sensitivity`);
      return [name, use.args.sensitivity] as const;
    }),
  );
}
