const longestName = 80;

/** The name that was probably meant: at most a third of its letters differ; undefined when none is that near. */
export function nearestName(written: string, names: readonly string[]): string | undefined {
  if (written.length > longestName) return undefined;
  const distances = names.map((name) => ({ name, distance: distance(written.toLowerCase(), name.toLowerCase()) }));
  const [nearest] = distances.toSorted((left, right) => left.distance - right.distance);
  return nearest !== undefined && nearest.distance <= Math.max(1, Math.floor(nearest.name.length / 3))
    ? nearest.name
    : undefined;
}

/** Levenshtein's. */
function distance(left: string, right: string): number {
  if (Math.abs(left.length - right.length) > right.length) return right.length;
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const substitution = (previous[column - 1] ?? 0) + (left[row - 1] === right[column - 1] ? 0 : 1);
      current.push(Math.min(substitution, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[right.length] ?? 0;
}
