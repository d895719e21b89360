/** A schema as it was at a git revision, read from the repository: the work tree and its index are not touched. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, dirname, join, posix, resolve } from 'node:path';
import { Failure } from '../kernel/failure.js';
import type { SchemaSource } from '../policy/read/storeSchema.js';
import { isSchemaFile } from '../schemaFolder.js';
import { CommandError } from './exit.js';

export interface SchemaRevision {
  readonly sources: readonly SchemaSource[];
  /** The text of another file of the folder; undefined: it was not there. */
  readonly read: (name: string) => string | undefined;
}

/** The folder as it was at `revision`. Throws CommandError when there is no such revision, or no schema in it. */
export function readRevision(revision: string, folder: string): SchemaRevision {
  const repository = existsSync(folder) ? folder : dirname(resolve(folder));
  const commit = commitOf(revision, repository);
  const prefix = prefixOf(folder, repository);
  const names = filesAt(commit, { repository, prefix });
  const read = (name: string): string => git(repository, ['cat-file', 'blob', `${commit}:${posix.join(prefix, name)}`]);
  const schema = names.filter(isSchemaFile).toSorted((one, other) => (one < other ? -1 : 1));
  if (schema.length === 0)
    throw new CommandError(`${revision}: there is no .graphql file in ${folder} at that revision.`, {
      isWrongCall: true,
    });
  return {
    sources: schema.map((name) => ({ name, text: read(name) })),
    read: (name) => (names.includes(name) ? read(name) : undefined),
  };
}

/** A name that git could take for an option is no revision. */
function commitOf(revision: string, repository: string): string {
  try {
    return git(repository, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]).trim();
  } catch (cause) {
    if (!(cause instanceof CommandError)) throw cause;
    throw new CommandError(
      `${revision} is neither a folder nor a git revision here. Name one, such as schema, HEAD~1 or main.`,
      { isWrongCall: true, cause },
    );
  }
}

/** Path of the folder inside the repository, with slashes. */
function prefixOf(folder: string, repository: string): string {
  const prefix = git(repository, ['rev-parse', '--show-prefix']).trim();
  return repository === folder ? prefix : posix.join(prefix, basename(folder));
}

function filesAt(
  commit: string,
  { repository, prefix }: { readonly repository: string; readonly prefix: string },
): readonly string[] {
  const listed = git(repository, [
    'ls-tree',
    '-r',
    '-z',
    '--name-only',
    '--full-tree',
    commit,
    '--',
    prefix === '' ? '.' : prefix,
  ]);
  const start = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
  return listed
    .split('\0')
    .filter((path) => path !== '' && path.startsWith(start))
    .map((path) => path.slice(start.length));
}

const largestBlob = 64 * 1024 * 1024;

function git(repository: string, words: readonly string[]): string {
  try {
    return execFileSync('git', ['-C', repository, ...words], {
      encoding: 'utf8',
      maxBuffer: largestBlob,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT')
      throw new Failure('CONFIG_INVALID', 'git is not installed: compare folders, or install it', { cause });
    throw new CommandError(`git ${words[0] ?? ''} failed in ${join(repository)}: is it a git repository?`, {
      isWrongCall: true,
      cause,
    });
  }
}
