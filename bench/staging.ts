/** Sets up what a run stands on, and takes it down whatever happens: the cluster, both stores, the issuer, the tokens. */
import pg from 'pg';
import { startCluster } from './cluster.js';
import type { Cluster } from './cluster.js';
import { startIssuer } from './issuer.js';
import type { Issuer } from './issuer.js';
import { adviser, linkPortfolio, readLinks } from './links.js';
import type { Options } from './options.js';
import { adviserClaims, purpose, registerPartners } from './partners.js';
import { fillPlainStore } from './plain/store.js';
import { adviserHeader } from './plain/settings.js';
import { fillSealedStore } from './sealedStore.js';
import { cloison, plainServers } from './servers.js';
import type { Stage } from './stage.js';

export async function withStage(
  options: Options,
  say: (text: string) => void,
  work: (stage: Stage) => Promise<void>,
): Promise<void> {
  say('Starting PostgreSQL and an issuer of tokens …');
  const cluster = await startCluster();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void cluster.stop().finally(() => process.exit(1)));
  }
  try {
    const issuer = await startIssuer();
    try {
      await work(await setUp(cluster, issuer, options, say));
    } finally {
      await issuer.close();
    }
  } finally {
    await cluster.stop();
  }
}

async function setUp(cluster: Cluster, issuer: Issuer, options: Options, say: (text: string) => void): Promise<Stage> {
  const databaseUrl = await cluster.createDatabase('sealed');
  say(`Making ${options.people} people and sealing them …`);
  const store = await fillSealedStore({ databaseUrl, folder: cluster.folder, people: options.people });
  await registerPartners(databaseUrl, cluster.folder);
  await linkPortfolio(databaseUrl, options.portfolio);
  await watchElsewhere(databaseUrl);
  await cluster.settle();
  const { keysPath } = store;
  return {
    folder: cluster.folder,
    postmaster: cluster.postmaster,
    sealed: { databaseUrl, issuer, keysPath },
    cloison: (nodeFlags) => cloison({ databaseUrl, issuer, keysPath }, nodeFlags),
    plain: async () => {
      say('Writing the same people down in clear …');
      const plain = await cluster.createDatabase('plain');
      await fillPlainStore(plain, store.people(), await readLinks(databaseUrl));
      await cluster.settle();
      return plainServers(plain);
    },
    headers: await Promise.all(Array.from({ length: options.connections }, () => headersOf(issuer))),
  };
}

/**
 * Holds the lock of whoever watches the ledger, as another replica would: the load sweeps a portfolio at a machine's pace, for which a
 * thief's account is stopped within a second. The connection goes with the cluster.
 */
async function watchElsewhere(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('SELECT pg_advisory_lock(4785221908)');
}

async function headersOf(issuer: Issuer): Promise<Readonly<Record<string, string>>> {
  const token = await issuer.token(adviserClaims);
  return { authorization: `Bearer ${token}`, 'cloison-purpose': purpose, [adviserHeader]: adviser };
}
