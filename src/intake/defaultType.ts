import { Failure } from '../kernel/failure.js';
import type { CompiledPolicy } from '../policy/compiled.js';

/**
 * The type of rows that name none: the one that was asked for, else the policy's only type of persons, else none. Throws
 * IMPORT_INVALID for a type that the policy does not have.
 */
export function defaultType(policy: CompiledPolicy, asked: string | undefined): string | undefined {
  if (asked === undefined) {
    const subjects = [...policy.types.values()].filter(({ kind }) => kind === 'subject');
    return subjects.length === 1 ? subjects[0]?.name : undefined;
  }
  if (policy.types.has(asked)) return asked;
  throw new Failure('IMPORT_INVALID', `the policy has no type ${asked}; it has ${[...policy.types.keys()].join(', ')}`);
}
