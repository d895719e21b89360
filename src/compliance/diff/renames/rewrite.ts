/** Where a text stands in a compiled policy: names of properties and maps, places in lists; `#key` for the key of a map. */
export type Path = readonly string[];

const mapKey = '#key';

/** A copy of `value` in which every text is what `rename` makes of it; maps and sets have their keys renamed too. */
export function rewrite<Value>(value: Value, rename: (text: string, path: Path) => string, path: Path = []): Value {
  return rewritten(value, rename, path) as Value;
}

function rewritten(value: unknown, rename: (text: string, path: Path) => string, path: Path): unknown {
  if (typeof value === 'string') return rename(value, path);
  if (value instanceof Map)
    return new Map(
      [...value].map(([name, member]) => [
        rename(String(name), [...path, mapKey]),
        rewritten(member, rename, [...path, String(name)]),
      ]),
    );
  if (value instanceof Set) return new Set([...value].map((member) => rewritten(member, rename, [...path, '*'])));
  if (Array.isArray(value)) return value.map((member, index) => rewritten(member, rename, [...path, String(index)]));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, rewritten(member, rename, [...path, name])]),
  );
}

/** The property that holds the text: of a text in a list, the list's. */
export function holderOf(path: Path): string {
  const last = path.at(-1) ?? '';
  return /^(?:\d+|\*)$/.test(last) ? holderOf(path.slice(0, -1)) : last;
}

/** For the key of a map the map's own name; undefined for any other text. */
export function keyedMapOf(path: Path): string | undefined {
  return path.at(-1) === mapKey ? path.at(-2) : undefined;
}
