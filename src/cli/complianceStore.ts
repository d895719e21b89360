import { importSigningKey } from '../jws/signingKey.js';
import { Database } from '../store/database.js';
import { RunningDigest } from '../vault/runningDigest.js';
import { Vault } from '../vault/vault.js';
import type { BreachTools } from '../compliance/breach/breachFolder.js';
import { keyringOf } from './ledgerAccess.js';
import { databaseUrl, translated } from './registerAccess.js';

/** A question may go through a whole ledger. */
const statementTimeoutMs = 600_000;

/** Runs `work` on the store that DATABASE_URL names, or of the demo that runs on `demoFolder`. Throws as `withRegister` does. */
export async function withDatabase<T>(demoFolder: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await Database.connect({
    url: databaseUrl(demoFolder),
    max: 2,
    statementTimeoutMs,
    applicationName: 'cloison compliance',
  });
  try {
    return await work(database);
  } catch (error) {
    throw translated(error);
  } finally {
    await database.close();
  }
}

/** The vault with the keys of the store that {@link withDatabase} opens. Throws Failure CONFIG_INVALID or KEYRING_INVALID. */
export async function openVault(demoFolder: string): Promise<Vault> {
  return new Vault(await keyringOf(demoFolder));
}

export async function breachTools(vault: Vault): Promise<BreachTools> {
  return {
    newDigest: () => new RunningDigest(),
    signingKey: await importSigningKey(vault.signingJwk('ledger')),
  };
}
