/** A compiled policy as its smallest parts, each under its path: what no comparison knows by name is compared so. */

export interface Leaf {
  /** `types.Tenant.fields.email.column`; a place in a list is a number. */
  readonly path: string;
  /** The path with `*` for the names and numbers that a policy chooses: `types.*.fields.*.column`. */
  readonly pattern: string;
  readonly value: string;
}

/** Every leaf of a value made of maps, sets, lists and plain objects; undefined is not there. */
export function leavesOf(value: unknown, path = '', pattern = ''): readonly Leaf[] {
  if (value === undefined) return [];
  const under = (name: string, isChosen: boolean, member: unknown): readonly Leaf[] =>
    leavesOf(member, joined(path, name), joined(pattern, isChosen ? '*' : name));
  if (value instanceof Map) return [...value].flatMap(([name, member]) => under(String(name), true, member));
  // The order of a set says nothing: a member is its own name.
  if (value instanceof Set) return [...value].flatMap((member) => under(String(member), true, true));
  if (Array.isArray(value)) return value.flatMap((member, index) => under(String(index), true, member));
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([name, member]) => under(name, false, member));
  return [{ path, pattern, value: JSON.stringify(value) }];
}

function joined(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
