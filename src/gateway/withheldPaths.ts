/** Which of the withheld paths the answer has: a page asked as rows and as edges may name other fields in each. */
type Path = readonly (string | number)[];

/**
 * Keeps the paths that lead somewhere in `data`: to a null, which may stand above the path's own end where a whole object
 * is absent. Below a root that is null there is nothing: it was refused.
 */
export function pathsOf(data: unknown, withheld: readonly Path[]): readonly Path[] {
  return withheld.filter((path) => !leadsToNull(data, path.slice(0, 1)) && leadsToNull(data, path));
}

function leadsToNull(data: unknown, path: Path): boolean {
  let at = data;
  for (const step of path) {
    if (at === null) return true;
    if (typeof at !== 'object' || !Object.hasOwn(at, step)) return false;
    at = (at as Readonly<Record<string | number, unknown>>)[step];
  }
  return at === null;
}
