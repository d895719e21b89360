/**
 * The PostgreSQL 18 of `npm start`: a cluster under `.cloison/postgres` that listens on the loopback interface only, with
 * a password of its own, and whose log holds no statement, no parameter and no row. It never outlives its owner: the
 * shell that waits for it ends it when the owner's pipe closes, by whatever death.
 */
import { spawn } from 'node:child_process';
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, closeSync, existsSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '../kernel/failure.js';
import { openCluster, saveCluster } from './postgresCluster.js';
import type { Cluster } from './postgresCluster.js';
import { readPostmaster } from './postmaster.js';
import { findPostgres } from './postgresProgram.js';
import type { PostgresProgram } from './postgresProgram.js';

export interface RunningPostgres {
  /** Connection string of the superuser, with the password. */
  readonly url: string;
  /** Whether this start made the cluster. */
  readonly isNew: boolean;
  /** Resolves once the server has written everything down and gone. */
  stop(): Promise<void>;
}

const attempts = 3;
const startTimeoutMs = 60_000;
const stopTimeoutMs = 30_000;
/** How soon a server whose owner was killed is seen to be ending. */
const orphanPatienceMs = 1_000;

/**
 * Makes the cluster of `folder` (`.cloison`) when there is none, and starts it. Throws STORE_UNAVAILABLE when one runs on
 * it already or it does not come up, CONFIG_INVALID where no PostgreSQL can run.
 */
export async function startPostgres(folder: string): Promise<RunningPostgres> {
  const home = resolve(folder);
  mkdirSync(home, { recursive: true, mode: 0o700 });
  await requireUnused(join(home, 'postgres'));
  const program = findPostgres();
  try {
    const cluster = openCluster(home);
    removeCopy(cluster);
    saveCluster(home, { port: cluster.port, password: cluster.password, copy: program.copy });
    const isNew = !existsSync(join(home, 'postgres', 'PG_VERSION'));
    if (isNew) await makeCluster(home, cluster.password, program);
    return await startWithRetries(home, cluster, { program, isNew, left: attempts });
  } catch (error) {
    removeCopy(program);
    throw error;
  }
}

interface Attempt {
  readonly program: PostgresProgram;
  readonly isNew: boolean;
  readonly left: number;
}

/** Another process may take the port between the moment it was found free and the start. */
async function startWithRetries(home: string, cluster: Cluster, attempt: Attempt): Promise<RunningPostgres> {
  const port = await cluster.freePort();
  const server = await launch(home, port, attempt.program);
  if (server !== undefined) {
    saveCluster(home, { port, password: cluster.password, copy: attempt.program.copy });
    const url = `postgresql://postgres:${cluster.password}@127.0.0.1:${port}/postgres`;
    return { url, isNew: attempt.isNew, stop: () => stop(server, attempt.program) };
  }
  if (attempt.left > 1) return startWithRetries(home, cluster, { ...attempt, left: attempt.left - 1 });
  throw new Failure('STORE_UNAVAILABLE', `PostgreSQL did not start; ${join(home, 'postgres.log')} says why`);
}

/** Waits for a server whose owner was killed, which is ending; complains about one that stays. */
async function requireUnused(data: string): Promise<void> {
  const patienceEnds = performance.now() + orphanPatienceMs;
  for (;;) {
    const postmaster = readPostmaster(data);
    if (postmaster === undefined) return;
    if (performance.now() > patienceEnds && postmaster.status !== 'stopping') {
      throw new Failure(
        'STORE_UNAVAILABLE',
        `a PostgreSQL (process ${postmaster.pid}) already runs on ${data}: is another npm start running here?`,
      );
    }
    await sleep(50);
  }
}

/**
 * Reads the password from a pipe that the shell makes, since the user whom the program runs as may open nothing of ours.
 * A cluster that is half made has another name, so that a kill in between leaves nothing to be taken for a whole one.
 */
async function makeCluster(home: string, password: string, program: PostgresProgram): Promise<void> {
  const draft = join(home, 'postgres.new');
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  if (program.user !== undefined) chownSync(draft, program.user.uid, program.user.gid);
  const log = openSync(join(home, 'postgres.log'), 'w', 0o600);
  try {
    const options = [
      '--pgdata',
      nameOf(draft, program),
      '--username=postgres',
      '--pwfile=/dev/stdin',
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
      '--no-sync',
    ];
    const child = spawn(
      '/bin/sh',
      ['-c', 'cat | "$@"', 'sh', program.initdb, ...options],
      spawnOptions(draft, program, log),
    );
    child.stdin?.end(`${password}\n`);
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0) throw new Failure('STORE_UNAVAILABLE', `initdb failed; ${join(home, 'postgres.log')} says why`);
  } finally {
    closeSync(log);
  }
  renameSync(draft, join(home, 'postgres'));
}

/** Ends PostgreSQL when its own standard input closes, and itself when PostgreSQL has ended. */
const keeper = `
exec 3<&0
"$@" 3<&- </dev/null &
server=$!
(read -r _ <&3; kill -INT $server) &
watcher=$!
wait $server
code=$?
kill $watcher 2>/dev/null
exit $code
`;

/** No statement, no parameter, no DETAIL and no error of a statement reaches the log: each can hold a person's value. */
const settings: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  log_statement: 'none',
  log_min_duration_statement: '-1',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  timezone: 'UTC',
  max_wal_size: '2GB',
  log_checkpoints: 'off',
};

/** Undefined when PostgreSQL ended before it was ready. */
async function launch(home: string, port: number, program: PostgresProgram): Promise<ChildProcess | undefined> {
  const data = join(home, 'postgres');
  const log = openSync(join(home, 'postgres.log'), 'a', 0o600);
  const flags = Object.entries({ ...settings, port: String(port) }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  const server = spawn(
    '/bin/sh',
    ['-c', keeper, 'sh', program.postgres, '-D', nameOf(data, program), ...flags],
    spawnOptions(data, program, log),
  );
  closeSync(log);
  const ended = once(server, 'exit');
  const patienceEnds = performance.now() + startTimeoutMs;
  while (readPostmaster(data)?.status !== 'ready') {
    if (server.exitCode !== null || server.signalCode !== null) return undefined;
    if (performance.now() > patienceEnds) {
      server.stdin?.end();
      await ended;
      return undefined;
    }
    await sleep(10);
  }
  return server;
}

function spawnOptions(folder: string, program: PostgresProgram, log: number): SpawnOptions {
  return {
    cwd: folder,
    stdio: ['pipe', log, log],
    // Its own process group: the terminal's Ctrl-C is for the owner, who stops the server last.
    detached: true,
    env: { LC_ALL: 'C', PATH: '/usr/bin:/bin' },
    ...program.user,
  };
}

/** The working directory is entered before the privileges are dropped; a path is walked after. */
function nameOf(folder: string, program: PostgresProgram): string {
  return program.reaches(folder) ? folder : '/proc/self/cwd';
}

async function stop(server: ChildProcess, program: PostgresProgram): Promise<void> {
  if (server.exitCode === null && server.signalCode === null) {
    const ended = once(server, 'exit');
    server.stdin?.end();
    const late = sleep(stopTimeoutMs, 'late', { ref: false });
    if ((await Promise.race([ended, late])) === 'late') {
      throw new Failure('STORE_UNAVAILABLE', `PostgreSQL has not stopped after ${stopTimeoutMs / 1_000} s`);
    }
  }
  removeCopy(program);
}

function removeCopy({ copy }: { readonly copy: string | undefined }): void {
  if (copy !== undefined) rmSync(copy, { recursive: true, force: true });
}
