/** Makes changes of comparisons. */
import type { Aspect, Change, Effect, Subject } from './change.js';
import type { Ordering } from './ordering.js';

export interface Difference {
  readonly aspect: Aspect;
  readonly ordering: Ordering;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** None for what is the same, two for what gives more and less at once. */
export function changesOf(subject: Subject, differences: readonly Difference[]): readonly Change[] {
  return differences.flatMap(({ aspect, ordering, from, to }) =>
    effectsOf(ordering).map((effect): Change => ({ subject, aspect, effect, from, to })),
  );
}

function effectsOf(ordering: Ordering): readonly Effect[] {
  switch (ordering) {
    case 'same':
      return [];
    case 'wider':
      return ['widening'];
    case 'narrower':
      return ['narrowing'];
    case 'either':
      return ['widening', 'narrowing'];
    case 'neutral':
      return ['neutral'];
  }
}

/** It is there now. `effect`: what its being there does. */
export function added(subject: Subject, effect: Effect, to?: string): Change {
  return { subject, aspect: 'new', effect, from: undefined, to };
}

/** It is there no more. `effect`: what its being there did. */
export function gone(subject: Subject, effect: Effect, from?: string): Change {
  return { subject, aspect: 'gone', effect: opposite(effect), from, to: undefined };
}

function opposite(effect: Effect): Effect {
  if (effect === 'neutral') return effect;
  return effect === 'widening' ? 'narrowing' : 'widening';
}

/** Names in their order of writing or sorted, as a list in brackets; `[]` for none. */
export function listed(names: Iterable<string>): string {
  return `[${[...names].join(', ')}]`;
}

export function listedSorted(names: Iterable<string>): string {
  return listed([...names].toSorted());
}
