/** How alike two things are, and which of several is meant: git's way of finding what was moved. */

/** Half of it is the same: as `git diff --find-renames` has it. */
const enough = 0.5;

/**
 * The pairs that are enough alike and of which each is the other's best, without another as good: two things that could
 * both be meant are neither.
 */
export function pairedBy<Value>(
  gone: readonly (readonly [string, Value])[],
  added: readonly (readonly [string, Value])[],
  likeness: (old: Value, next: Value) => number,
): readonly (readonly [old: string, next: string])[] {
  const scores = gone.flatMap(([from, old]) =>
    added.map(([to, next]) => ({ from, to, score: likeness(old, next) })).filter(({ score }) => score >= enough),
  );
  return scores
    .filter(({ from, to, score }) =>
      scores.every((other) => (other.from === from) === (other.to === to) || other.score < score),
    )
    .map(({ from, to }) => [from, to]);
}

/** Shared members among all; of nothing and nothing, all. */
export function sharedOf(old: Iterable<string>, next: Iterable<string>): number {
  const [before, after] = [new Set(old), new Set(next)];
  const all = new Set([...before, ...after]).size;
  return all === 0 ? 1 : [...before].filter((each) => after.has(each)).length / all;
}

/** By the words of a text, whatever their case. */
export function wordsAlike(old: string, next: string): number {
  return sharedOf(wordsOf(old), wordsOf(next));
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\d]+/gu) ?? [];
}

/** By the pairs of letters of a name: `birthName` and `nameAtBirth` share most. */
export function namesAlike(old: string, next: string): number {
  return sharedOf(pairsOf(old), pairsOf(next));
}

function pairsOf(name: string): readonly string[] {
  const letters = name.toLowerCase().replaceAll(/[^\p{L}\d]/gu, '');
  return Array.from({ length: Math.max(0, letters.length - 1) }, (_, index) => letters.slice(index, index + 2));
}
