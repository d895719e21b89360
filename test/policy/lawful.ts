/** Neighbours of what a law refuses: a law that grew stricter would refuse them as well. */
import { expect, test } from 'vitest';
import type { Edit } from './harness.js';
import { edited, problemsOf } from './harness.js';

export type Neighbour = readonly [title: string, ...edits: readonly Edit[]];

/** A test for each: the change breaks no law. A field that is added for it may be granted to nobody. */
export function permits(neighbours: readonly Neighbour[]): void {
  test.each(neighbours.map(([title, ...edits]) => [title, edits] as const))('%s', (_title, edits) => {
    expect(problemsOf(edited(...edits)).filter(({ code }) => code !== 'PERSONAL_UNREAD')).toEqual([]);
  });
}
