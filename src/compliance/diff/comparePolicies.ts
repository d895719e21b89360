/** What differs between two compiled policies, as a table of comparisons. Pure. */
import type { CompiledPolicy } from '../../policy/compiled.js';
import type { Change } from './change.js';
import { effects } from './change.js';
import type { ComparePolicies } from './comparison.js';
import { compareBounds } from './kinds/bounds.js';
import { compareCategories } from './kinds/categories.js';
import { compareExceptional } from './kinds/exceptional.js';
import { compareFields } from './kinds/fields.js';
import { compareIndexes } from './kinds/indexes.js';
import { compareMatches } from './kinds/matches.js';
import { comparePurposes } from './kinds/purposes.js';
import { compareReaches } from './kinds/reaches.js';
import { compareReads } from './kinds/reads.js';
import { compareRequests } from './kinds/requests.js';
import { compareRestrictions } from './kinds/restrictions.js';
import { compareRetention } from './kinds/retention.js';
import { compareRoles } from './kinds/roles.js';
import { compareRoots } from './kinds/roots.js';
import { compareTypes } from './kinds/types.js';
import { compareWriteInputs } from './kinds/writeInputs.js';
import { compareWrites } from './kinds/writes.js';
import { compareZones } from './kinds/zones.js';
import { keyOf } from './keys.js';
import { followRenames } from './renames/followRenames.js';
import { compareRest, compareWhole } from './rest.js';

/** In the order in which one asks: who, of whom, what, how much, for how long; what nobody foresaw comes last. */
const comparisons: readonly ComparePolicies[] = [
  compareRoles,
  compareReaches,
  compareReads,
  compareRestrictions,
  compareRoots,
  compareWrites,
  compareWriteInputs,
  compareExceptional,
  compareMatches,
  compareRequests,
  compareBounds,
  comparePurposes,
  compareCategories,
  compareTypes,
  compareFields,
  compareIndexes,
  compareRetention,
  compareZones,
  compareRest,
];

/**
 * Every change from `old` to `next`, widenings first; none when the policies have one digest. What has only another name is
 * neutral and has its new name in every other change.
 */
export function comparePolicies(old: CompiledPolicy, next: CompiledPolicy): readonly Change[] {
  if (old.digest === next.digest) return [];
  const { renames, followed } = followRenames(old, next);
  const found = [...renames, ...comparisons.flatMap((compare) => compare(followed, next))];
  return ordered(found.length > 0 ? found : compareWhole(followed, next));
}

function ordered(changes: readonly Change[]): readonly Change[] {
  const distinct = new Map(changes.map((change) => [`${change.effect} ${keyOf(change)}`, change]));
  return effects.flatMap((effect) => [...distinct.values()].filter((change) => change.effect === effect));
}
