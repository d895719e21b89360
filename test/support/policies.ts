/** Compiled policies that tests share: the repository's own store, and the unrelated one. */
import { fileURLToPath } from 'node:url';
import type { CompiledPolicy } from '../../src/policy/compiled.js';
import { compilePolicy } from '../../src/policy/compilePolicy.js';
import { printProblem } from '../../src/policy/problem.js';
import { readSchema } from '../../src/schemaFolder.js';
import { sha256Hex } from '../../src/vault/digest.js';

export const storeFolder = fileURLToPath(new URL('../../schema', import.meta.url));
export const libraryFolder = fileURLToPath(new URL('../fixtures/library', import.meta.url));
export const rentalFolder = fileURLToPath(new URL('../fixtures/rental', import.meta.url));

export function compiled(folder: string): CompiledPolicy {
  const compilation = compilePolicy(readSchema(folder), sha256Hex);
  if ('policy' in compilation) return compilation.policy;
  throw new Error(compilation.problems.map(printProblem).join('\n'));
}
