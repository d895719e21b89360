import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CompiledPolicy } from '../../src/policy/compiled.js';
import { columnType, readCatalogue } from '../../src/store/catalogue.js';
import type { Catalogue } from '../../src/store/catalogue.js';
import { checkCatalogue } from '../../src/store/checkCatalogue.js';
import { Database } from '../../src/store/database.js';
import { migrate } from '../../src/store/migrate.js';
import { printStoreProblem } from '../../src/store/storeProblem.js';
import { compiled, rentalFolder, storeFolder } from '../support/policies.js';
import { createDatabase } from '../support/postgres.js';
import { openRental } from '../support/rental.js';
import type { RentalStore } from '../support/rental.js';

let store: RentalStore;
let policy: CompiledPolicy;

beforeAll(async () => {
  policy = compiled(rentalFolder);
  store = await openRental();
});
afterAll(() => store.close());

/** The catalogue as it would be after `sql`, which is taken back. */
async function catalogueAfter(sql: string): Promise<Catalogue> {
  let read: Catalogue | undefined;
  const takenBack = new Error('taken back');
  await store.database
    .transaction(async (tx) => {
      await tx.run(sql);
      read = await readCatalogue(tx);
      throw takenBack;
    })
    .catch((error: unknown) => {
      if (error !== takenBack) throw error;
    });
  return read ?? { relations: new Map() };
}

describe('what the database holds', () => {
  it('is read by column, type and index, views too', async () => {
    const catalogue = await readCatalogue(store.database);
    expect(columnType(catalogue, 'tenant', 'surname')).toBe('bytea');
    expect(columnType(catalogue, 'public.tenant', 'came_on')).toBe('date');
    expect(columnType(catalogue, 'tenant', 'nothing')).toBeUndefined();
    const lease = catalogue.relations.get('lease');
    expect(lease?.columns.get('status')).toMatchObject({ type: 'text', notNull: true, hasDefault: true });
    expect(lease?.indexes.find(({ name }) => name === 'lease_landlord_id_idx')).toEqual({
      name: 'lease_landlord_id_idx',
      columns: ['landlord_id', 'tenant_id'],
      unique: false,
      partial: false,
    });
  });

  it('knows the engine’s own tables from the store’s', async () => {
    expect(
      [...(await readCatalogue(store.database)).relations.keys()].filter((name) => name.includes('import_run')),
    ).toEqual([]);
  });

  it('tells a domain by its base type and an enum as one', async () => {
    const catalogue = await catalogueAfter(`CREATE DOMAIN short AS text; CREATE TYPE mood AS ENUM ('GLAD');
      CREATE TABLE thing (a short, b mood, c varchar(3)); CREATE VIEW seen AS SELECT a FROM thing`);
    expect(
      [...(catalogue.relations.get('thing')?.columns.values() ?? [])].map(({ type, isEnum }) => [type, isEnum]),
    ).toEqual([
      ['text', false],
      ['mood', true],
      ['varchar', false],
    ]);
    expect(catalogue.relations.get('seen')?.kind).toBe('view');
  });
});

describe('a store whose tables do not fit its policy', () => {
  it.each([
    [
      'a table that is not there',
      'ALTER TABLE fund RENAME TO funds',
      'fund TABLE_MISSING no such table or view, which type Fund needs',
    ],
    [
      'a sealed field without a column',
      'ALTER TABLE tenant DROP COLUMN surname',
      'tenant.surname COLUMN_MISSING no such column: Tenant.surname is sealed in it\n    ALTER TABLE tenant ADD COLUMN surname bytea',
    ],
    [
      'a sealed field whose column takes text',
      'ALTER TABLE tenant DROP COLUMN surname; ALTER TABLE tenant ADD surname text',
      'tenant.surname COLUMN_TYPE is text, but must be bytea: Tenant.surname is sealed in it',
    ],
    [
      'a clear field of another type',
      'ALTER TABLE dwelling ALTER rooms TYPE bigint',
      'dwelling.rooms COLUMN_TYPE is int8, but must be integer: Dwelling.rooms is a Int kept in clear',
    ],
    ['a person without a data key', 'ALTER TABLE tenant DROP COLUMN data_key', 'tenant.data_key COLUMN_MISSING'],
    [
      'a data key that erasure cannot remove',
      'ALTER TABLE tenant ALTER data_key SET NOT NULL',
      'tenant.data_key COLUMN_NOT_NULLABLE',
    ],
    [
      'a blind index that erasure cannot remove',
      'ALTER TABLE tenant ALTER surname_born_bidx SET NOT NULL',
      'tenant.surname_born_bidx COLUMN_NOT_NULLABLE',
    ],
    [
      'a person without the instants of changes',
      'ALTER TABLE tenant DROP COLUMN changed',
      'tenant.changed COLUMN_MISSING',
    ],
    ['a record of nobody', 'ALTER TABLE lease ALTER tenant_id DROP NOT NULL', 'lease.tenant_id COLUMN_NULLABLE'],
    ['a record that cannot be found by its person', 'DROP INDEX lease_tenant_id_idx', 'lease.tenant_id INDEX_MISSING'],
    ['a key that is not unique', 'ALTER TABLE lease DROP CONSTRAINT lease_pkey', 'lease.id INDEX_NOT_UNIQUE'],
    [
      'a relation by something else than a key',
      'ALTER TABLE lease DROP fund_id; ALTER TABLE lease ADD fund_id text',
      'lease.fund_id COLUMN_TYPE is text, but must be uuid: Lease.fund follows it',
    ],
    [
      'a view of links without the person',
      'DROP TABLE mandate; CREATE VIEW mandate AS SELECT 1 AS agent',
      'mandate.tenant_id COLUMN_MISSING',
    ],
    [
      'a link that starts by text',
      'ALTER TABLE mandate ALTER begins_on TYPE text',
      'mandate.begins_on COLUMN_TYPE is text, but must be date or timestamptz',
    ],
    ['links that a caller is not found by', 'DROP INDEX mandate_agent_idx', 'mandate.agent INDEX_MISSING'],
    ['a claim compared with a number', 'ALTER TABLE mandate ALTER agent TYPE int USING 1', 'mandate.agent COLUMN_TYPE'],
    [
      'a restriction that is no boolean',
      'ALTER TABLE tenant ALTER discreet DROP DEFAULT, ALTER discreet TYPE text',
      'tenant.discreet COLUMN_TYPE',
    ],
    [
      'a restriction that may be neither',
      'ALTER TABLE tenant ALTER discreet DROP NOT NULL',
      'tenant.discreet COLUMN_NULLABLE',
    ],
    ['a retention that counts from text', 'ALTER TABLE tenant ALTER left_on TYPE text', 'tenant.left_on COLUMN_TYPE'],
    [
      'a blind index without a column',
      'ALTER TABLE tenant DROP surname_born_bidx',
      'tenant.surname_born_bidx COLUMN_MISSING',
    ],
    [
      'a blind index without an index',
      'DROP INDEX tenant_surname_born_bidx_idx',
      'tenant.surname_born_bidx INDEX_MISSING',
    ],
    [
      'a unique blind index that is not',
      'DROP INDEX tenant_file_number_bidx_key; CREATE INDEX ON tenant (file_number_bidx)',
      'tenant.file_number_bidx INDEX_NOT_UNIQUE',
    ],
    [
      'a shared blind index that is unique',
      'CREATE UNIQUE INDEX ON tenant (surname_born_bidx)',
      'tenant.surname_born_bidx INDEX_UNIQUE',
    ],
    [
      'a blind index that leaves rows out',
      'DROP INDEX tenant_surname_born_bidx_idx; CREATE INDEX ON tenant (surname_born_bidx) WHERE left_on IS NULL',
      'tenant.surname_born_bidx INDEX_MISSING',
    ],
  ])('is told of %s', async (_, sql, expected) => {
    const problems = checkCatalogue(policy, await catalogueAfter(sql)).map(printStoreProblem);
    expect(problems.find((problem) => problem.startsWith(expected)) ?? problems).toBeTypeOf('string');
  });

  it('is told of everything at once, and of nothing else', async () => {
    const problems = checkCatalogue(
      policy,
      await catalogueAfter('DROP INDEX lease_tenant_id_idx; ALTER TABLE tenant DROP phone'),
    );
    expect(problems.map(({ table, column, code }) => [table, column, code])).toEqual([
      ['lease', 'tenant_id', 'INDEX_MISSING'],
      ['tenant', 'phone', 'COLUMN_MISSING'],
    ]);
  });
});

describe('a store that fits', () => {
  it('has no problem', async () => {
    expect(checkCatalogue(policy, await readCatalogue(store.database)).map(printStoreProblem)).toEqual([]);
  });

  it('is the one of schema/ too', async () => {
    const made = await createDatabase();
    await migrate({ url: made.url, storeFolder: join(storeFolder, 'migrations') });
    const database = await Database.connect({
      url: made.url,
      max: 1,
      statementTimeoutMs: 5_000,
      applicationName: 'test',
    });
    expect(checkCatalogue(compiled(storeFolder), await readCatalogue(database)).map(printStoreProblem)).toEqual([]);
    await database.close();
    await made.drop();
  });
});
