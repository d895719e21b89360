/** Whether `path` is one of `fields` or a member of one: what withholds an object withholds each of its members. */
export function isWithin(path: string, fields: readonly string[]): boolean {
  return fields.some((field) => path === field || path.startsWith(`${field}.`));
}
