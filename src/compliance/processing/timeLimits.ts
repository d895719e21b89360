/** For how long data are kept, and for how long each role still reads them. Durations as ISO 8601. */
import type { CompiledPolicy } from '../../policy/compiled.js';

export interface TimeLimits {
  readonly erasure: readonly ErasureLimit[];
  readonly access: readonly AccessLimit[];
}

export interface ErasureLimit {
  readonly type: string;
  /** Undefined: the policy states no limit. */
  readonly keep: string | undefined;
  /** The column of the date from which it counts. */
  readonly from: string | undefined;
}

export interface AccessLimit {
  readonly role: string;
  readonly reach: string;
  /** The column of the date that ends the link. */
  readonly ends: string | undefined;
  readonly longest: string | undefined;
}

export function timeLimitsOf({ types, roles }: CompiledPolicy): TimeLimits {
  const erasure = [...types.values()]
    .filter(({ kind }) => kind === 'subject')
    .map(({ name, retain }) => ({ type: name, keep: retain?.keep.text, from: retain?.from }));
  const access = [...roles.values()].flatMap(({ role, reaches }) =>
    [...reaches.values()]
      .flat()
      .map(({ name, ends, longest }) => ({ role, reach: name, ends, longest: longest?.text })),
  );
  const distinct = new Map(access.map((limit) => [JSON.stringify(Object.values(limit)), limit]));
  return { erasure, access: [...distinct.values()] };
}
