import { readStoreConfig, readStartConfig } from '../config.js';
import { openDemoKeyring } from '../demo/demoKeyring.js';
import { findDemo } from '../demo/runningDemo.js';
import { readKeyFile } from '../keyFile.js';
import { importSigningKey } from '../jws/signingKey.js';
import { Database } from '../store/database.js';
import { Keyring } from '../vault/keyring.js';
import { RunningDigest } from '../vault/runningDigest.js';
import { Vault } from '../vault/vault.js';
import type { BreachTools } from '../compliance/breach/breachFolder.js';
import { databaseUrlOf, translated } from './registerAccess.js';

/** A question may go through a whole ledger. */
const statementTimeoutMs = 600_000;

/** Runs `work` on the store that DATABASE_URL names, or of the demo that runs on `demoFolder`. Throws as `withRegister` does. */
export async function withDatabase<T>(demoFolder: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await Database.connect({
    url: databaseUrlOf(demoFolder),
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
  const isDemo = readStartConfig().databaseUrl === undefined && findDemo(demoFolder) !== undefined;
  return new Vault(isDemo ? await openDemoKeyring(demoFolder) : Keyring.parse(readKeyFile(readStoreConfig().keysPath)));
}

export async function breachTools(vault: Vault): Promise<BreachTools> {
  return {
    newDigest: () => new RunningDigest(),
    signingKey: await importSigningKey({ ...vault.signingJwk('ledger') }),
  };
}
