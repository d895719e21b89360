import { join } from 'node:path';
import type { CompiledPolicy } from '../policy/compiled.js';
import { compilePolicy } from '../policy/compilePolicy.js';
import type { PolicyProblem } from '../policy/problem.js';
import { printProblem } from '../policy/problem.js';
import { readSchema } from '../schemaFolder.js';
import { sha256Hex } from '../vault/digest.js';
import { Failure } from '../kernel/failure.js';

export type FolderCompilation = { readonly policy: CompiledPolicy } | { readonly problems: readonly PolicyProblem[] };

/** Compiles the SDL in `folder`; each problem names its file from here on, so that a terminal can open it. */
export function compileFolder(folder: string): FolderCompilation {
  const compilation = compileSources(folder);
  if ('policy' in compilation) return compilation;
  return { problems: compilation.problems.map((problem) => ({ ...problem, file: join(folder, problem.file) })) };
}

/** The same, with each file named from `folder`. */
export function compileSources(folder: string): FolderCompilation {
  return compilePolicy(readSchema(folder), sha256Hex);
}

/** The policy in `folder`. Throws Failure POLICY_INVALID with every problem. */
export function requirePolicy(folder: string): CompiledPolicy {
  const compilation = compileFolder(folder);
  if ('policy' in compilation) return compilation.policy;
  throw new Failure(
    'POLICY_INVALID',
    `the policy contradicts itself:\n${compilation.problems.map(printProblem).join('\n')}`,
  );
}
