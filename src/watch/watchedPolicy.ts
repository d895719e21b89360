import type { CompiledPolicy } from '../policy/compiled.js';

/** What detectors need of the policy. */
export interface WatchedPolicy {
  /** Coordinates of a person's own type: read as they are, they say who it is. */
  readonly naming: ReadonlySet<string>;
  /** By role: distinct persons that an account may learn of in a day, where that is a number. */
  readonly dailyBounds: ReadonlyMap<string, number>;
}

export function watchedPolicy(policy: CompiledPolicy): WatchedPolicy {
  const subjects = [...policy.types.values()].filter(({ kind }) => kind === 'subject');
  const naming = subjects.flatMap(({ fields }) =>
    [...fields.values()].flatMap((field) => (field.kind === 'value' ? [field.coordinate] : [])),
  );
  const bounds = [...policy.roles.values()].flatMap(({ role, bound }) =>
    bound.persons.flatMap(({ of, per, by }) =>
      of !== undefined && per.text === 'P1D' && by === 'ACCOUNT' ? [[role, of] as const] : [],
    ),
  );
  return { naming: new Set(naming), dailyBounds: new Map(bounds) };
}
