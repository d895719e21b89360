/** One text for one value: arguments that mean the same are the same request, in whatever order they were written. */
export function canonicalText(value: unknown): string {
  if (value instanceof Date) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalText(member)}`)
    .toSorted();
  return `{${members.join(',')}}`;
}
