/** The demo's rows are rows that the importer takes: every value valid, every reference there, nothing twice. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { demoStore } from '../../src/demo/store/demoStore.js';
import { world } from '../../src/demo/world/world.js';
import { loadRows } from '../../src/intake/loadRows.js';
import { readCatalogue } from '../../src/store/catalogue.js';
import type { Catalogue } from '../../src/store/catalogue.js';
import { Database } from '../../src/store/database.js';
import { newVault } from '../support/rental.js';
import { compiled, storeFolder } from '../support/policies.js';
import type { StoreTables } from '../schema/catalogue.js';
import { openTables } from '../schema/catalogue.js';

const today = '2026-03-01';
const policy = compiled(storeFolder);
const vault = newVault();
let tables: StoreTables;
let database: Database;
let catalogue: Catalogue;

beforeAll(async () => {
  tables = await openTables(storeFolder);
  database = await Database.connect({
    url: tables.made.url,
    max: 2,
    statementTimeoutMs: 30_000,
    applicationName: 'test',
  });
  catalogue = await readCatalogue(database);
});

beforeEach(async () => {
  await tables.client.query('TRUNCATE organisation, job_seeker CASCADE');
});

afterAll(async () => {
  await database.close();
  await tables.close();
});

describe('the importer', () => {
  it('takes the whole of the demo’s store', async () => {
    const rows = [...demoStore(today)];
    expect(await loadRows(rows, { policy, vault, catalogue, database })).toBe(rows.length);
    expect(await count('job_seeker WHERE data_key IS NOT NULL')).toBe(5436);
    expect(await count('attendance')).toBe(180);
  });

  it('takes a generated store', async () => {
    const rows = [...world({ people: 3000, today })];
    expect(await loadRows(rows, { policy, vault, catalogue, database })).toBe(rows.length);
    expect(await count('job_seeker')).toBe(3000);
    expect(await count('enrolment')).toBe(750);
  });

  it('takes a generated store beside the demo’s', async () => {
    await loadRows(demoStore(today), { policy, vault, catalogue, database });
    const rows = [...world({ people: 3000, today, besideDemo: true })];
    expect(await loadRows(rows, { policy, vault, catalogue, database })).toBe(rows.length);
    expect(await count('job_seeker')).toBe(5436 + 3000);
  });

  it('takes no row of it twice', async () => {
    const rows = [...world({ people: 10, today })];
    await loadRows(rows, { policy, vault, catalogue, database });
    await expect(loadRows(rows, { policy, vault, catalogue, database })).rejects.toMatchObject({
      code: 'IMPORT_INVALID',
    });
  });
});

async function count(table: string): Promise<number> {
  const { rows } = await tables.client.query<{ count: string }>(`SELECT count(*) FROM ${table}`);
  return Number(rows[0]?.count);
}
