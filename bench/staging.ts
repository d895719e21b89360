/** Sets up what a run stands on, and takes it down whatever happens: the cluster, both stores, the issuer, the tokens. */
import { startCluster } from './cluster.js';
import type { Cluster } from './cluster.js';
import { startIssuer } from './issuer.js';
import type { Issuer } from './issuer.js';
import { adviser, linkPortfolio, readLinks } from './links.js';
import type { Options } from './options.js';
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
  const sealed = await cluster.createDatabase('sealed');
  const plain = await cluster.createDatabase('plain');
  say(`Making ${options.people} people and sealing them …`);
  const store = await fillSealedStore({ databaseUrl: sealed, folder: cluster.folder, people: options.people });
  await linkPortfolio(sealed, options.portfolio);
  say('Writing the same people down in clear …');
  await fillPlainStore(plain, store.people(), await readLinks(sealed));
  await cluster.settle();
  return {
    folder: cluster.folder,
    postmaster: cluster.postmaster,
    cloison: (nodeFlags) => cloison({ databaseUrl: sealed, issuer, keysPath: store.keysPath }, nodeFlags),
    plain: plainServers(plain),
    headers: await Promise.all(Array.from({ length: options.connections }, () => headersOf(issuer))),
  };
}

async function headersOf(issuer: Issuer): Promise<Readonly<Record<string, string>>> {
  const token = await issuer.token({ sub: adviser, role: 'ADVISER', scope: 'purpose:COUNSELLING' });
  return { authorization: `Bearer ${token}`, 'cloison-purpose': 'COUNSELLING', [adviserHeader]: adviser };
}
