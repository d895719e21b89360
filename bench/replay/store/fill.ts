/** Fills the sealed store by the importer's own way (src/intake): nothing but links and values of invented people. */
import pg from 'pg';
import { loadRows } from '../../../src/intake/loadRows.js';
import { compileOrFail } from '../../../src/main.js';
import { readSchema } from '../../../src/schemaFolder.js';
import { readCatalogue } from '../../../src/store/catalogue.js';
import { Database } from '../../../src/store/database.js';
import { migrate } from '../../../src/store/migrate.js';
import type { Keyring } from '../../../src/vault/keyring.js';
import { Vault } from '../../../src/vault/vault.js';
import { moveClocksIntoTheReplay } from '../simulatedClock.js';
import { schemaFolder } from './folder.js';
import type { StorePlan } from './plan.js';
import { contractRows, entityRows, peopleRows } from './rows.js';

const rowsAtOnce = 10_000;

export async function fillSealed(
  url: string,
  keyring: Keyring,
  plan: StorePlan,
  say: (text: string) => void,
): Promise<void> {
  await migrate({ url, storeFolder: `${schemaFolder}/migrations` });
  await withClient(url, moveClocksIntoTheReplay);
  const database = await Database.connect({ url, max: 2, statementTimeoutMs: 60_000, applicationName: 'replay-fill' });
  try {
    const policy = compileOrFail(readSchema(schemaFolder));
    const into = { database, policy, catalogue: await readCatalogue(database), vault: new Vault(keyring) };
    await loadRows(entityRows(plan), into);
    await loadRows(contractRows(plan), into);
    let people = 0;
    for (const rows of partsOf(peopleRows(plan))) {
      await loadRows(rows, { ...into, batchRows: 2_000 });
      people += rows.length;
      say(`${String(people)} of ${String(plan.sizes.people)} people sealed`);
    }
  } finally {
    await database.close();
  }
  await withClient(url, async (client) => {
    await client.query('VACUUM ANALYZE');
  });
}

function* partsOf<T>(rows: Iterable<T>): Generator<readonly T[]> {
  let part: T[] = [];
  for (const row of rows) {
    part.push(row);
    if (part.length < rowsAtOnce) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}

export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
