import { readDatabaseConfig, readStartConfig } from '../config.js';
import { openCluster } from '../demo/postgresCluster.js';
import { findDemo } from '../demo/runningDemo.js';
import { systemClock } from '../kernel/clock.js';
import { Failure } from '../kernel/failure.js';
import { Refused } from '../kernel/refusal.js';
import { Ledger } from '../ledger/ledger.js';
import { Register } from '../register/register.js';
import { Database } from '../store/database.js';
import { sqlstateOf } from '../store/sqlError.js';
import { CommandError } from './exit.js';

/**
 * Runs `work` on the register of the store that DATABASE_URL names, or of the demo that runs on `demoFolder`. Throws
 * CommandError for what the register refuses, with its code.
 */
export function withRegister<T>(demoFolder: string, work: (register: Register) => Promise<T>): Promise<T> {
  return withStore(demoFolder, ({ register }) => work(register));
}

export interface OpenedRegister {
  readonly register: Register;
  readonly ledger: Ledger;
  readonly database: Database;
}

/** The same with the database itself and the ledger. */
export async function withStore<T>(demoFolder: string, work: (store: OpenedRegister) => Promise<T>): Promise<T> {
  const database = await Database.connect({
    url: databaseUrl(demoFolder),
    max: 2,
    statementTimeoutMs: 30_000,
    applicationName: 'cloison register',
  });
  try {
    return await work({
      register: new Register(database, systemClock),
      ledger: new Ledger(database, () => undefined),
      database,
    });
  } catch (error) {
    throw translated(error);
  } finally {
    await database.close();
  }
}

/** Of the store that DATABASE_URL names, or of the demo that runs on `demoFolder`. Throws Failure CONFIG_INVALID. */
export function databaseUrl(demoFolder: string): string {
  const { databaseUrl: named } = readStartConfig();
  if (named !== undefined) return named;
  if (findDemo(demoFolder) === undefined) return requireSetting(demoFolder);
  const { port, password } = openCluster(demoFolder);
  return `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`;
}

/** Throws what the settings say of the missing address, and that no demo runs. */
function requireSetting(demoFolder: string): string {
  try {
    return readDatabaseConfig().databaseUrl;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const hint = `No demo runs on ${demoFolder} either: npm start begins one.`;
    throw new Failure(error.code, `${error.message}\n${hint}`, { cause: error });
  }
}

const undefinedTable = '42P01';

/** What the register refuses as CommandError, and a database without the engine as Failure STORE_MISMATCH. */
export function translated(error: unknown): unknown {
  if (error instanceof Refused) {
    const { code, message } = error.refusal;
    return new CommandError(`${code} ${message}`, { cause: error, isWrongCall: code === 'ARGUMENT_INVALID' });
  }
  if (sqlstateOf(error) === undefinedTable)
    return new Failure('STORE_MISMATCH', 'the database has no register yet: run cloison migrate', { cause: error });
  return error;
}
