/** Speaks of two policies and of what a comparison says about them, there and back. */
import { expect } from 'vitest';
import type { CompiledPolicy } from '../../../src/policy/compiled.js';
import type { Change, Effect } from '../../../src/compliance/diff/change.js';
import { comparePolicies } from '../../../src/compliance/diff/comparePolicies.js';
import { keyOf } from '../../../src/compliance/diff/keys.js';
import type { Edit } from '../../policy/harness.js';
import { compiled } from '../../policy/harness.js';

/** `+` widening, `-` narrowing, `=` neutral, then the key. */
export function saidOf(changes: readonly Change[]): readonly string[] {
  return changes.map((change) => `${marks[change.effect]} ${keyOf(change)}`);
}

const marks: Readonly<Record<Effect, string>> = { widening: '+', narrowing: '-', neutral: '=' };

/** The way back of a change: what was gained is lost. */
function reversed(change: Change): Change {
  const aspects: Partial<Record<Change['aspect'], Change['aspect']>> = { new: 'gone', gone: 'new' };
  return {
    ...change,
    aspect: aspects[change.aspect] ?? change.aspect,
    effect: opposites[change.effect],
    from: change.to,
    to: change.from,
  };
}

const opposites: Readonly<Record<Effect, Effect>> = {
  widening: 'narrowing',
  narrowing: 'widening',
  neutral: 'neutral',
};

/** The edit makes just these changes, and taking it back makes their opposites. */
export function expectChanges(edits: readonly Edit[], expected: readonly string[]): void {
  const [old, next] = [compiled(), compiled(...edits)];
  expect(saidOf(comparePolicies(old, next))).toEqual(expected);
  expectMirrored(old, next);
}

export function expectMirrored(old: CompiledPolicy, next: CompiledPolicy): void {
  const there = comparePolicies(old, next).map(reversed);
  expect(saidOf(comparePolicies(next, old)).toSorted()).toEqual(saidOf(there).toSorted());
}

/** The edit gives something another name, and does nothing else to anybody. */
export function expectRenames(edits: readonly Edit[], expected: readonly string[]): void {
  const [old, next] = [compiled(), compiled(...edits)];
  const changes = comparePolicies(old, next);
  expect(saidOf(changes)).toEqual(expected);
  expect(comparePolicies(next, old).map(({ effect }) => effect)).toEqual(changes.map(({ effect }) => effect));
}
