/** Two replicas of `cloison serve` and their PostgreSQL, each a process of its own that can be killed and comes back. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DemoAccount } from '../../src/demo/accounts.js';
import type { RunningPostgres } from '../../src/demo/postgres.js';
import { startPostgres } from '../../src/demo/postgres.js';
import { readPostmaster } from '../../src/demo/postmaster.js';
import { systemClock } from '../../src/kernel/clock.js';
import type { OpenStore } from '../../src/main.js';
import { openStore } from '../../src/main.js';
import { readSchema } from '../../src/schemaFolder.js';
import { Keyring } from '../../src/vault/keyring.js';
import { Vault } from '../../src/vault/vault.js';
import { buildCli, cli, startCli } from '../cli/cli.js';
import type { TestIssuer, TestKey } from '../jws/testIssuer.js';
import { publicJwk, startTestIssuer, testKey } from '../jws/testIssuer.js';
import { registerOf } from '../support/partner.js';

export const audience = 'https://api.example.org/graphql';

export interface Replica {
  /** Undefined while it is down. */
  readonly url: string | undefined;
  /** SIGKILL; resolves once it serves again. */
  killed(): Promise<void>;
}

export interface Cluster {
  readonly replicas: readonly Replica[];
  readonly databaseUrl: string;
  readonly vault: Vault;
  readonly issuer: TestIssuer;
  readonly key: TestKey;
  /** SIGKILL of the postmaster; resolves once it has recovered. */
  killedDatabase(): Promise<void>;
  stop(): Promise<void>;
}

export interface ClusterOptions {
  readonly schema: string;
  readonly accounts: readonly DemoAccount[];
  readonly fill: (store: OpenStore) => Promise<void>;
}

export async function startCluster({ schema, accounts, fill }: ClusterOptions): Promise<Cluster> {
  await buildCli();
  const folder = await mkdtemp(join(tmpdir(), 'cloison-faults-'));
  await chmod(folder, 0o711);
  const keys = join(folder, 'keys.json');
  await cli(['keys', 'generate', keys]);
  const keyring = Keyring.parse(await readFile(keys, 'utf8'));
  let postgres = await startPostgres(folder);
  const issuer = await startTestIssuer();
  const key = testKey('ES256', 'partners-1');
  issuer.publish([publicJwk(key)]);
  const store = await openStore({
    sources: readSchema(schema),
    migrations: join(schema, 'migrations'),
    databaseUrl: postgres.url,
    keyring,
    clock: systemClock,
  });
  await fill(store);
  await store.rooms.register.seed(registerOf(accounts), { createdBy: 'operator:tests', approvedBy: 'operator:second' });
  await store.close();
  const env = {
    DATABASE_URL: postgres.url,
    OIDC_ISSUER: issuer.url,
    OIDC_AUDIENCE: audience,
    CLOISON_KEYS: keys,
    PORT: '0',
  };
  const serve = (): ChildProcess => startCli(['serve', '--schema', schema], { env });
  const replicas = await Promise.all([startReplica(serve), startReplica(serve)]);
  return {
    replicas,
    databaseUrl: postgres.url,
    vault: new Vault(keyring),
    issuer,
    key,
    killedDatabase: async () => {
      const postmaster = readPostmaster(join(folder, 'postgres'));
      if (postmaster === undefined) throw new Error('no PostgreSQL runs');
      process.kill(postmaster.pid, 'SIGKILL');
      await until(() => readPostmaster(join(folder, 'postgres')) === undefined);
      postgres = await restarted(folder, postgres.url);
    },
    stop: async () => {
      for (const replica of replicas) await replica.end();
      await postgres.stop();
      await issuer.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** The backends of a killed postmaster end when they notice; until then its memory is in use. */
async function restarted(folder: string, url: string): Promise<RunningPostgres> {
  for (let tries = 0; ; tries++) {
    try {
      const postgres = await startPostgres(folder);
      if (postgres.url !== url) throw new Error(`PostgreSQL came back elsewhere: another program has its port`);
      return postgres;
    } catch (error) {
      if (tries === 20) throw error;
      await sleep(200);
    }
  }
}

interface OwnedReplica extends Replica {
  end(): Promise<void>;
}

async function startReplica(serve: () => ChildProcess): Promise<OwnedReplica> {
  let url: string | undefined;
  let child: ChildProcess;
  const start = async (): Promise<void> => {
    for (;;) {
      child = serve();
      url = await servedUrl(child);
      // It may have started while PostgreSQL was away.
      if (url !== undefined) return;
      await sleep(200);
    }
  };
  const end = async (): Promise<void> => {
    url = undefined;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'close');
    child.kill('SIGKILL');
    await gone;
  };
  await start();
  return {
    get url() {
      return url;
    },
    end,
    killed: async () => {
      await end();
      await start();
    },
  };
}

/** Undefined when it ended before it served. */
async function servedUrl(child: ChildProcess): Promise<string | undefined> {
  let written = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (written += chunk.toString()));
  let url: string | undefined;
  await until(() => {
    url = /http:\/\/127\.0\.0\.1:\d+\/graphql/.exec(written)?.[0];
    return url !== undefined || child.exitCode !== null;
  });
  return url;
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await sleep(20);
}
