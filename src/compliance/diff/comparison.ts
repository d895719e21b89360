import type { CompiledPolicy } from '../../policy/compiled.js';
import type { Change } from './change.js';

/** Compares one kind of statement, what is renamed having its new name in both policies. */
export type ComparePolicies = (old: CompiledPolicy, next: CompiledPolicy) => readonly Change[];
