/** What the commands of the ledger open: its database, its key, files that hold a key. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readDatabaseConfig, readKeysPath } from '../config.js';
import { openDemoKeyring } from '../demo/demoKeyring.js';
import type { KeySet } from '../jws/keySet.js';
import type { SigningKey } from '../jws/signingKey.js';
import { importSigningKey } from '../jws/signingKey.js';
import { readPublicKeys } from '../jws/statement.js';
import { Failure } from '../kernel/failure.js';
import { readKeyFile } from '../keyFile.js';
import { Database } from '../store/database.js';
import { sqlstateOf } from '../store/sqlError.js';
import { Keyring } from '../vault/keyring.js';
import { Vault } from '../vault/vault.js';
import { CommandError } from './exit.js';
import { readInput } from './input.js';
import { databaseUrl } from './registerAccess.js';

const undefinedTable = '42P01';

/** Runs `work` on the database that DATABASE_URL names, or that of the demo that runs on `demoFolder`. */
export async function withLedger<T>(demoFolder: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await Database.connect({
    url: databaseUrl(demoFolder),
    max: 3,
    statementTimeoutMs: 3_600_000,
    applicationName: 'cloison ledger',
  });
  try {
    return await work(database);
  } catch (error) {
    if (sqlstateOf(error) !== undefinedTable) throw error;
    throw new Failure('STORE_MISMATCH', 'the database has no ledger yet: run cloison migrate', { cause: error });
  } finally {
    await database.close();
  }
}

/** The key with which the servers of CLOISON_KEYS sign, or the demo of `demoFolder`. */
export async function ledgerKey(demoFolder: string): Promise<SigningKey> {
  return importSigningKey(new Vault(await keyringOf(demoFolder)).signingJwk('ledger'));
}

/** The public keys in `file`; of the keyring when no file is named. */
export async function ledgerPublicKeys(file: string | undefined, demoFolder: string): Promise<KeySet> {
  const text = file === undefined ? JSON.stringify((await ledgerKey(demoFolder)).publicJwk) : await readInput(file);
  const keys = await readPublicKeys(text);
  if (keys !== undefined) return keys;
  throw new CommandError(`${file ?? 'The keyring'}: it holds no public key. cloison ledger key prints the ledger's.`, {
    isWrongCall: true,
  });
}

/** Of the servers (CLOISON_KEYS), or of the demo of `demoFolder`. Throws Failure CONFIG_INVALID. */
export async function keyringOf(demoFolder: string): Promise<Keyring> {
  const path = readKeysPath();
  if (path !== undefined) return Keyring.parse(readKeyFile(path));
  if (existsSync(join(demoFolder, 'keys.json'))) return openDemoKeyring(demoFolder);
  readDatabaseConfig();
  throw new Failure(
    'CONFIG_INVALID',
    'CLOISON_KEYS is not set: name the keyring of the servers, or the key with --key',
  );
}
