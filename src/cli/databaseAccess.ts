import { Database } from '../store/database.js';
import { databaseUrlOf, translated } from './registerAccess.js';

/** Runs `work` on the database that DATABASE_URL names, or on that of the demo on `demoFolder`. Throws as `withRegister` does. */
export async function onDatabase<T>(demoFolder: string, work: (database: Database) => Promise<T>): Promise<T> {
  const database = await Database.connect({
    url: databaseUrlOf(demoFolder),
    max: 1,
    statementTimeoutMs: 30_000,
    applicationName: 'cloison notices',
  });
  try {
    return await work(database);
  } catch (error) {
    throw translated(error);
  } finally {
    await database.close();
  }
}
