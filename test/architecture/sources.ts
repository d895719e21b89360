import { readFile, readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** A line of a file under `src/`: what a rule about words is tried on. */
export interface SourceLine {
  /** From the top of the repository, with forward slashes. */
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

/** Every line of every file under `src/`, its documents too. */
export async function sourceLines(): Promise<readonly SourceLine[]> {
  const entries = await readdir(join(root, 'src'), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  return files.flatMap((file, index) => linesOf(file.slice(root.length).replaceAll(sep, '/'), texts[index] ?? ''));
}

export function linesOf(file: string, text: string): readonly SourceLine[] {
  return text.split('\n').map((line, index) => ({ file, line: index + 1, text: line }));
}

/** The places where `pattern` occurs, but for the files that may hold it. */
export function occurrences(lines: readonly SourceLine[], pattern: RegExp, allowed: RegExp): readonly string[] {
  return lines
    .filter(({ file, text }) => !allowed.test(file) && pattern.test(text))
    .map(({ file, line, text }) => `${file}:${line}: ${text.trim()}`);
}
