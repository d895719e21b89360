/** How a caller comes to the rows of each type: by a root of it, or along relations and lists from one that has a root. */
import type { CallerReading } from '../reading/callerReading.js';
import type { Granted } from '../reading/granted.js';
import type { StatedRoot } from '../reading/statedPolicy.js';

export interface AccessPath {
  readonly root: StatedRoot;
  /** Fields that lead from the root's type to this one. */
  readonly along: readonly Step[];
}

export interface Step {
  readonly granted: Granted;
  /** Type of the rows, where they are of several. */
  readonly to: string;
}

/** By type; those of its own roots first, by id before lists: by id one asks of whoever is hidden, too. FIND is no way to all rows. */
export function accessPaths(reading: CallerReading): ReadonlyMap<string, readonly AccessPath[]> {
  const paths = new Map<string, AccessPath[]>();
  for (const root of reading.policy.roots) {
    if (root.kind === 'FIND' || reading.granted(root.type).length === 0 || !isOpen(reading, root)) continue;
    paths.set(root.type, [...(paths.get(root.type) ?? []), { root, along: [] }].toSorted(byIdFirst));
  }
  const waiting = [...paths.keys()];
  for (let type = waiting.shift(); type !== undefined; type = waiting.shift()) {
    const [start] = paths.get(type) ?? [];
    if (start === undefined || start.along.length > 2) continue;
    for (const granted of reading.granted(type)) {
      const fresh = granted.field.targets.filter(({ type: to }) => !paths.has(to) && reading.granted(to).length > 0);
      for (const { type: to } of fresh) {
        paths.set(to, [{ root: start.root, along: [...start.along, { granted, to }] }]);
        waiting.push(to);
      }
    }
  }
  return paths;
}

/** The row of the person who asks is a root only for whom one is linked to by being that person. */
function isOpen(reading: CallerReading, root: StatedRoot): boolean {
  if (root.kind !== 'NODE' || root.takesId) return true;
  return reading
    .typeOf(root.type)
    .reaches.some(({ role, claim }) => role === reading.asker.role && claim === 'SUBJECT');
}

function byIdFirst(one: AccessPath, other: AccessPath): number {
  return rank(one) - rank(other);
}

function rank({ root }: AccessPath): number {
  if (root.kind === 'LIST') return 1;
  return root.takesId ? 0 : 2;
}
