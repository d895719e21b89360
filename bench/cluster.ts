/** One PostgreSQL 18 for the whole run, in a folder that goes with it; a database for each side. */
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startPostgres } from '../src/demo/postgres.js';
import { readPostmaster } from '../src/demo/postmaster.js';

export interface Cluster {
  /** For what else the run keeps: keys, profiles. */
  readonly folder: string;
  /** Process id of the server's first process. */
  readonly postmaster: number;
  /** Makes an empty database and gives its connection string. */
  createDatabase(name: string): Promise<string>;
  /** Writes everything down, so that no checkpoint falls into the first turns. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

export async function startCluster(): Promise<Cluster> {
  const folder = await mkdtemp(join(tmpdir(), 'cloison-bench-'));
  // The server of a bench that root starts runs as another user, who has to pass.
  await chmod(folder, 0o711);
  const postgres = await startPostgres(folder);
  return {
    folder,
    postmaster: readPostmaster(join(folder, 'postgres'))?.pid ?? 0,
    createDatabase: async (name) => {
      await query(postgres.url, `CREATE DATABASE ${name}`);
      const url = new URL(postgres.url);
      url.pathname = `/${name}`;
      return url.href;
    },
    settle: () => query(postgres.url, 'CHECKPOINT'),
    stop: async () => {
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function query(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
