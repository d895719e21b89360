/** What two policies state under one name, and what only one of them states. */

export interface Matching<Value> {
  readonly gone: readonly (readonly [name: string, old: Value])[];
  readonly added: readonly (readonly [name: string, next: Value])[];
  readonly kept: readonly (readonly [name: string, old: Value, next: Value])[];
}

type Named<Value> = Iterable<readonly [string, Value]>;

export function matched<Value>(old: Named<Value>, next: Named<Value>): Matching<Value> {
  const [before, after] = [new Map(old), new Map(next)];
  return {
    gone: [...before].filter(([name]) => !after.has(name)),
    added: [...after].filter(([name]) => !before.has(name)),
    kept: [...before].flatMap(([name, value]) => {
      const other = after.get(name);
      return other === undefined ? [] : [[name, value, other] as const];
    }),
  };
}

/** Groups what has no name of its own under the name that it shares. */
export function grouped<Value>(
  values: readonly Value[],
  nameOf: (value: Value) => string,
): ReadonlyMap<string, readonly Value[]> {
  const groups = new Map<string, readonly Value[]>();
  for (const value of values) groups.set(nameOf(value), [...(groups.get(nameOf(value)) ?? []), value]);
  return groups;
}

/** Of statements that share a name: what no statement of the other policy covers, each with what it was or has become. */
export interface Uncovered<Value> {
  readonly gained: readonly Counterpart<Value>[];
  readonly lost: readonly Counterpart<Value>[];
}

export interface Counterpart<Value> {
  readonly value: Value;
  /** Of the other policy's statements that this policy does not make, the one that differs least. */
  readonly other: Value | undefined;
}

export interface Cover<Value> {
  /** Whether `one` gives all that `other` gives. */
  readonly covers: (one: Value, other: Value) => boolean;
  /** In how many respects they differ; infinite when they have nothing to do with each other. */
  readonly distance: (one: Value, other: Value) => number;
}

export function uncovered<Value>(old: readonly Value[], next: readonly Value[], cover: Cover<Value>): Uncovered<Value> {
  return { gained: beyond(next, old, cover), lost: beyond(old, next, cover) };
}

function beyond<Value>(
  values: readonly Value[],
  others: readonly Value[],
  { covers, distance }: Cover<Value>,
): readonly Counterpart<Value>[] {
  const isSame = (one: Value, other: Value): boolean => covers(one, other) && covers(other, one);
  const changed = others.filter((other) => !values.some((value) => isSame(value, other)));
  return values
    .filter((value) => !others.some((other) => covers(other, value)))
    .map((value) => ({ value, other: nearest(value, changed, distance) }));
}

function nearest<Value>(
  value: Value,
  candidates: readonly Value[],
  distance: Cover<Value>['distance'],
): Value | undefined {
  const [first] = candidates
    .filter((each) => Number.isFinite(distance(each, value)))
    .toSorted((one, other) => distance(one, value) - distance(other, value));
  return first;
}
