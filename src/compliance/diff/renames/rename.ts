import type { CompiledPolicy } from '../../../policy/compiled.js';
import type { Subject } from '../change.js';

/** Something that has another name and is otherwise what it was, or nearly. */
export interface Rename {
  /** By its new name. */
  readonly subject: Subject;
  readonly from: string;
  readonly to: string;
}

/** Finds what one kind of thing is called now, and calls it so in the old policy too. */
export interface RenameRule {
  readonly find: (old: CompiledPolicy, next: CompiledPolicy) => readonly Rename[];
  readonly follow: (old: CompiledPolicy, renames: readonly Rename[], next: CompiledPolicy) => CompiledPolicy;
}

/** Old name to new name. */
export function namesOf(renames: readonly Rename[]): (name: string) => string {
  const names = new Map(renames.map(({ from, to }) => [from, to]));
  return (name) => names.get(name) ?? name;
}
