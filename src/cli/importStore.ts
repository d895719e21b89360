import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readStartConfig, readStoreConfig } from '../config.js';
import type { StoreConfig } from '../config.js';
import { demoErasureRegister } from '../demo/demoErasureRegister.js';
import { openDemoKeyring } from '../demo/demoKeyring.js';
import { startPostgres } from '../demo/postgres.js';
import { openCluster } from '../demo/postgresCluster.js';
import { findDemo } from '../demo/runningDemo.js';
import { systemClock } from '../kernel/clock.js';
import { Failure } from '../kernel/failure.js';
import { readKeyFile } from '../keyFile.js';
import { openStore } from '../main.js';
import type { OpenStore } from '../main.js';
import { readSchema } from '../schemaFolder.js';
import { Keyring } from '../vault/keyring.js';

export interface ImportStoreOptions {
  readonly schema: string;
  /** The data folder of the demo; undefined: the store that the settings name. */
  readonly demoFolder: string | undefined;
  /** Whether the register of erasures is carried out, as before serving (default), or left alone. */
  readonly register?: 'carryOut' | 'leave';
}

/** Opens the store to import into, with its tables brought up to date. Closing it ends whatever was started for it. */
export async function openImportStore({
  schema,
  demoFolder,
  register = 'carryOut',
}: ImportStoreOptions): Promise<OpenStore> {
  const place = demoFolder === undefined ? productionPlace() : await demoPlace(demoFolder);
  const migrations = join(schema, 'migrations');
  try {
    const store = await openStore({
      sources: readSchema(schema),
      migrations: existsSync(migrations) ? migrations : undefined,
      databaseUrl: place.databaseUrl,
      keyring: place.keyring,
      clock: systemClock,
      erasureRegister: register === 'leave' ? undefined : place.erasureRegister,
    });
    return { ...store, close: () => closeInTurn([() => store.close(), place.close]) };
  } catch (error) {
    await place.close();
    throw error;
  }
}

interface Place {
  readonly databaseUrl: string;
  readonly keyring: Keyring;
  readonly erasureRegister: string | undefined;
  readonly close: () => Promise<void>;
}

const nothingToClose = (): Promise<void> => Promise.resolve();

function productionPlace(): Place {
  const { databaseUrl, keysPath, erasureRegister } = readSettings();
  return { databaseUrl, keyring: Keyring.parse(readKeyFile(keysPath)), erasureRegister, close: nothingToClose };
}

/** Who has just run `npm start` has no settings, and means the demo's store. */
function readSettings(): StoreConfig {
  try {
    return readStoreConfig();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const hint = "The demo's store needs none of them: add --demo.";
    throw new Failure(error.code, `${error.message}\n${hint}`, { cause: error });
  }
}

/** The demo's PostgreSQL as it runs, or started for as long as this takes. */
async function demoPlace(folder: string): Promise<Place> {
  const { databaseUrl } = readStartConfig();
  const keyring = await openDemoKeyring(folder);
  const erasureRegister = demoErasureRegister(folder);
  if (databaseUrl !== undefined) return { databaseUrl, keyring, erasureRegister, close: nothingToClose };
  if (findDemo(folder) !== undefined) {
    const { port, password } = openCluster(folder);
    return {
      databaseUrl: `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`,
      keyring,
      erasureRegister,
      close: nothingToClose,
    };
  }
  const postgres = await startPostgres(folder);
  return { databaseUrl: postgres.url, keyring, erasureRegister, close: () => postgres.stop() };
}

async function closeInTurn(closers: readonly (() => Promise<void>)[]): Promise<void> {
  for (const close of closers) await close();
}
