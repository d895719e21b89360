import { join } from 'node:path';
import type { StatedPolicy } from '../compliance/explain/explainRole.js';
import { Failure } from '../kernel/failure.js';
import { policyStatements } from '../policy/statements.js';
import { readSchema } from '../schemaFolder.js';
import { requirePolicy } from './compileFolder.js';

/** The policy in `folder` with the places of its statements, named so that a terminal can open them. Throws Failure POLICY_INVALID. */
export function statedPolicy(folder: string): StatedPolicy {
  const policy = requirePolicy(folder);
  const read = policyStatements(readSchema(folder).map(({ name, text }) => ({ name: join(folder, name), text })));
  if ('statements' in read) return { policy, statements: read.statements };
  throw new Failure('POLICY_INVALID', 'the schema changed while it was read');
}
