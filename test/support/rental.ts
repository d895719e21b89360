/** A database that holds the tables of the tenants and landlords. */
import { join } from 'node:path';
import { Keyring } from '../../src/vault/keyring.js';
import { Vault } from '../../src/vault/vault.js';
import { Database } from '../../src/store/database.js';
import { migrate } from '../../src/store/migrate.js';
import { rentalFolder } from './policies.js';
import { createDatabase } from './postgres.js';
import type { TestDatabase } from './postgres.js';

export const rentalMigrations = join(rentalFolder, 'migrations');

export function newVault(): Vault {
  return new Vault(Keyring.parse(Keyring.generate()));
}

export interface RentalStore {
  readonly made: TestDatabase;
  readonly database: Database;
  close(): Promise<void>;
}

/** An empty store with the tables of the fixture. */
export async function openRental(): Promise<RentalStore> {
  const made = await createDatabase();
  await migrate({ url: made.url, storeFolder: rentalMigrations });
  const database = await Database.connect({
    url: made.url,
    max: 4,
    statementTimeoutMs: 10_000,
    applicationName: 'test',
  });
  const close = async (): Promise<void> => {
    await database.close();
    await made.drop();
  };
  return { made, database, close };
}
