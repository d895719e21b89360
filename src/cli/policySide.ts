/** One side of a comparison: the policy of a folder or of a git revision, with the places of its SDL. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DiffSide } from '../compliance/diff/diffReport.js';
import type { PastCompilation } from '../policy/compilePolicy.js';
import { compilePastPolicy, compilePolicy } from '../policy/compilePolicy.js';
import { placesOf } from '../policy/places.js';
import { printProblem } from '../policy/problem.js';
import type { SchemaSource } from '../policy/read/storeSchema.js';
import { readSchema } from '../schemaFolder.js';
import { sha256Hex } from '../vault/digest.js';
import { CommandError } from './exit.js';
import { note } from './output.js';
import { readRevision } from './schemaRevision.js';

export interface PolicySide extends DiffSide {
  /** The text of another file beside the schema; undefined: there is none. */
  readonly read: (name: string) => string | undefined;
}

/** A folder, if there is one of that name; else a revision. Throws CommandError, which says which side, when it is neither or no policy. */
export function policySide(side: 'old' | 'new', name: string, schema: string): PolicySide {
  if (existsSync(name) && statSync(name).isDirectory()) {
    const read = (file: string): string | undefined => readIfThere(join(name, file));
    return compiledSide({ side, name, sources: readSchema(name), fileOf: (file) => join(name, file), read });
  }
  const { sources, read } = readRevision(name, schema);
  return compiledSide({ side, name, sources, fileOf: (file) => `${name}:${join(schema, file)}`, read });
}

interface ReadSide extends Pick<PolicySide, 'name' | 'fileOf' | 'read'> {
  readonly side: 'old' | 'new';
  readonly sources: readonly SchemaSource[];
}

/** Laws that are younger than the old side do not keep anybody from comparing with it. */
function compiledSide({ side, name, sources, fileOf, read }: ReadSide): PolicySide {
  const compilation = side === 'old' ? compilePastPolicy(sources, sha256Hex) : compiledNow(sources);
  if ('policy' in compilation) {
    if (compilation.broken.length > 0) noteBroken(name, compilation.broken.length);
    return { name, policy: compilation.policy, places: placesOf(sources), fileOf, read };
  }
  const problems = compilation.problems.map((problem) => printProblem({ ...problem, file: fileOf(problem.file) }));
  throw new CommandError(`the ${side} side, ${name}, contradicts itself:\n${problems.join('\n')}`, {
    isWrongCall: true,
  });
}

function compiledNow(sources: readonly SchemaSource[]): PastCompilation {
  const compilation = compilePolicy(sources, sha256Hex);
  return 'policy' in compilation ? { ...compilation, broken: [] } : compilation;
}

function noteBroken(name: string, count: number): void {
  note(
    `${name} breaks laws of this version in ${String(count)} places (\`cloison check\` says which); it is compared as it stands.`,
  );
}

function readIfThere(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
