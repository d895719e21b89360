/** All ways by which a role reaches anybody for anything, each once: a reach and a window. */
import { grantedTo } from './granted.js';
import type { Way } from './granted.js';
import type { StatedPolicy } from './statedPolicy.js';

/** By name. */
export function waysOf(policy: StatedPolicy, role: string): ReadonlyMap<string, Way> {
  const granted = [...policy.types.values()].flatMap((type) =>
    policy.purposes.flatMap((purpose) => grantedTo(type, role, purpose)),
  );
  const ways = granted.flatMap((each) => (each.ways === 'EVERYBODY' ? [] : each.ways));
  return new Map(ways.map((way) => [wayName(way), way]));
}

/** `Lease.let (lease.landlord_id) within P2M`. */
export function wayName({ reach, within, approval }: Way): string {
  const approved = approval ? ' with approval' : '';
  return `${reach.type}.${reach.name} (${reach.through}.${reach.column}) within ${within.text}${approved}`;
}
