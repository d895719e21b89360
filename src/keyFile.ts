/**
 * The file in which an operator keeps the keyring: looked at before it is trusted. What its keys are is the vault's
 * business; that it is ours alone and not the demo's is settled here.
 */
import { readFileSync, statSync } from 'node:fs';
import { demoKeyPrefix } from './jws/keySet.js';
import { Failure } from './kernel/failure.js';

const maxBytes = 1024 * 1024;
const othersMayUse = 0o007;

/** What is wrong with the keyring at `path`, without a word of what it holds; undefined when it may be read. */
export function keyFileProblem(path: string): string | undefined {
  const problem = privateFileProblem(path);
  if (problem !== undefined) return problem;
  return isDemoKeyring(readText(path) ?? '') ? 'names the keys of the demo' : undefined;
}

/** What is wrong with the secret's file at `path`; undefined when it is a file, ours alone, that can be read. */
export function privateFileProblem(path: string): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 'names no file';
  if (!stat.isFile()) return 'names something that is no file';
  if (stat.size > maxBytes) return 'names a file of more than a megabyte';
  if (process.platform !== 'win32' && (stat.mode & othersMayUse) !== 0)
    return 'names a file that every user may read (chmod 600)';
  return readText(path) === undefined ? 'names a file that cannot be read' : undefined;
}

/** The keyring's text, for `Keyring.parse`. Throws Failure CONFIG_INVALID with {@link keyFileProblem}'s words. */
export function readKeyFile(path: string): string {
  const problem = keyFileProblem(path);
  if (problem !== undefined) throw new Failure('CONFIG_INVALID', `CLOISON_KEYS ${problem}.`);
  return readFileSync(path, 'utf8');
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Looks at the text, not at its JSON: a keyring that does not parse is refused by the vault, this one before it. */
function isDemoKeyring(text: string): boolean {
  return new RegExp(`"kid"\\s*:\\s*"${demoKeyPrefix}`).test(text);
}
