import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';
import { createDatabase } from './postgres.js';
import type { TestDatabase } from './postgres.js';

async function ask(database: TestDatabase, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows;
  } finally {
    await client.end();
  }
}

describe('the database of a test', () => {
  const made: TestDatabase[] = [];
  afterAll(async () => {
    await Promise.all(made.map((database) => database.drop()));
  });
  const make = async (template?: string): Promise<TestDatabase> => {
    const database = await createDatabase(template === undefined ? {} : { template });
    made.push(database);
    return database;
  };

  it('is a PostgreSQL 18 in UTF-8', async () => {
    const [row] = await ask(
      await make(),
      "SELECT current_setting('server_version_num')::int / 10000 AS major, current_setting('server_encoding') AS encoding",
    );
    expect(row).toEqual({ major: 18, encoding: 'UTF8' });
  });

  it('shares nothing with another one', async () => {
    const [one, other] = await Promise.all([make(), make()]);
    await ask(one, 'CREATE TABLE mark (x int)');
    expect(await ask(other, "SELECT to_regclass('mark') AS mark")).toEqual([{ mark: null }]);
  });

  it('starts as a copy of a template, and several can be copied at once', async () => {
    const template = await make();
    await ask(template, 'CREATE TABLE mark AS SELECT 7 AS x');
    const copies = await Promise.all([make(template.name), make(template.name), make(template.name)]);
    for (const copy of copies) expect(await ask(copy, 'SELECT x FROM mark')).toEqual([{ x: 7 }]);
  });

  it('goes away although somebody is connected', async () => {
    const database = await createDatabase();
    const lingering = new pg.Client({ connectionString: database.url });
    lingering.on('error', () => undefined);
    await lingering.connect();
    await database.drop();
    await expect(ask(database, 'SELECT 1')).rejects.toMatchObject({ code: '3D000' });
  });
});
