import type { ServeConfig } from '../config.js';
import { systemClock } from '../kernel/clock.js';
import { readKeyFile } from '../keyFile.js';
import { openStore, startServer } from '../main.js';
import type { OpenStore, RunningServer } from '../main.js';
import { readSchema } from '../schemaFolder.js';
import { readTlsFiles } from '../tlsFiles.js';
import { Keyring } from '../vault/keyring.js';
import { requireNoErasures } from '../lifecycle/applyRegister.js';
import { readWebhookKey } from '../webhookKey.js';
import { createLog } from './log.js';

export interface SchemaFolder {
  readonly folder: string;
  readonly migrations: string | undefined;
}

const noWitness =
  'LEDGER_WITNESS is not set: nobody would see that whoever holds the database and the keys changed the ledger (docs/ledger.md)';

/** Opens the store, serves it and says so in the log; closing ends both. Throws whatever stops the start, with nothing left open. */
export async function startProduction(config: ServeConfig, schema: SchemaFolder): Promise<RunningServer> {
  const store = await openStore({
    sources: readSchema(schema.folder),
    migrations: schema.migrations,
    databaseUrl: config.databaseUrl,
    keyring: Keyring.parse(readKeyFile(config.keysPath)),
    clock: systemClock,
    erasureRegister: config.erasureRegister,
  });
  try {
    const { issuer, audience, port, host, publicUrl, trustedProxies, ledgerWitness, webhook } = config;
    const log = createLog(config.logLevel, systemClock);
    const warnings = await erasureWarnings(store);
    const server = await startServer(store, {
      issuer,
      audience,
      port,
      host,
      publicUrl,
      trustedProxies,
      ledgerWitness,
      tls: config.tls === undefined ? undefined : readTlsFiles(config.tls),
      webhook: webhook === undefined ? undefined : { url: webhook.url, key: readWebhookKey(webhook.keyPath) },
      demoKeys: 'refused',
      onFailure: log.failure,
    });
    for (const sentence of [...warnings, ...server.unanswered]) log.warn(sentence);
    if (ledgerWitness === undefined) log.warn(noWitness);
    log.info(`serving ${server.url}`);
    return { ...server, close: () => closeBoth(server, store) };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** What to say of the register of erasures. Throws Failure ERASURE_REGISTER_INVALID when persons were erased here and none is set. */
async function erasureWarnings({ lifecycle, erasures }: OpenStore): Promise<readonly string[]> {
  if (erasures === undefined) {
    await requireNoErasures(lifecycle);
    return ['ERASURE_REGISTER is not set: nobody can be erased, and a backup that is restored brings everybody back.'];
  }
  const { lines, erased } = erasures.carriedOut;
  if (lines === 0) return [];
  return [`The register of erasures was ${lines} lines ahead of the database: ${erased} persons were erased again.`];
}

async function closeBoth(server: RunningServer, store: OpenStore): Promise<void> {
  try {
    await server.close();
  } finally {
    await store.close();
  }
}
