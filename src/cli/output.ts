/** For people and pipes alike. */
export function print(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

/** For programs: JSON, two spaces. */
export function printJson(value: unknown): void {
  print(JSON.stringify(value, undefined, 2));
}

/** For people beside a pipe: standard error. */
export function note(text: string): void {
  process.stderr.write(`${text}\n`);
}
