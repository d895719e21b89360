/** Finds what is called otherwise now, kind by kind, and calls it so in the old policy, so that a new name is no other change. */
import type { CompiledPolicy } from '../../../policy/compiled.js';
import type { Change } from '../change.js';
import { categoryRenames } from './categoryRenames.js';
import { fieldRenames } from './fieldRenames.js';
import { purposeRenames } from './purposeRenames.js';
import { reachRenames } from './reachRenames.js';
import type { RenameRule } from './rename.js';
import { roleRenames } from './roleRenames.js';
import { rootRenames } from './rootRenames.js';
import { typeRenames } from './typeRenames.js';
import { writeRenames } from './writeRenames.js';

/** Each after what it is recognised by. */
const rules: readonly RenameRule[] = [
  typeRenames,
  categoryRenames,
  roleRenames,
  purposeRenames,
  reachRenames,
  fieldRenames,
  rootRenames,
  writeRenames,
];

export interface Followed {
  /** One neutral change each. */
  readonly renames: readonly Change[];
  /** The old policy in the new names. */
  readonly followed: CompiledPolicy;
}

export function followRenames(old: CompiledPolicy, next: CompiledPolicy): Followed {
  return rules.reduce<Followed>(
    ({ renames, followed }, rule) => {
      const found = rule.find(followed, next);
      if (found.length === 0) return { renames, followed };
      const changes = found.map((each): Change => ({ ...each, aspect: 'renamed', effect: 'neutral' }));
      return { renames: [...renames, ...changes], followed: rule.follow(followed, found, next) };
    },
    { renames: [], followed: old },
  );
}
