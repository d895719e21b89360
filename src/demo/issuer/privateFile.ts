import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** The text of a file for its owner only: what is there, or what `make` makes at the first call. Never half written. */
export async function openPrivateFile(path: string, make: () => string | Promise<string>): Promise<string> {
  return readIfThere(path) ?? writePrivateFile(path, await make());
}

/** Writes `text` with mode 0600, in one piece; returns it. */
export function writePrivateFile(path: string, text: string): string {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(`${path}.new`, text, { mode: 0o600 });
  renameSync(`${path}.new`, path);
  return text;
}

/** Undefined when there is no such file. */
export function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
