import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

export interface TestDatabase {
  /** Connection string, with the password of the run's server. */
  readonly url: string;
  /** Its name on the run's server: what `template` takes. */
  readonly name: string;
  /** Ends every connection and removes the database. */
  drop(): Promise<void>;
}

/**
 * Makes an empty database, or a copy of `template`, on the run's PostgreSQL 18. The template must have no connection
 * open while it is copied.
 */
export async function createDatabase(options: { readonly template?: string } = {}): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await administer(`CREATE DATABASE ${name} TEMPLATE ${pg.escapeIdentifier(options.template ?? 'template0')}`);
  return {
    url: urlOf(name),
    name,
    drop: () => administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

/** Runs a statement on the run's server, outside any test's database. */
export async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: urlOf('postgres') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function urlOf(database: string): string {
  const url = new URL(inject('postgresUrl'));
  url.pathname = `/${database}`;
  return url.href;
}
