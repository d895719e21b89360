/** The plain servers' database: the same people in text columns and the same links, indexed for the two queries. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Link } from '../links.js';
import type { Person } from '../person.js';

const tables = `
  CREATE TABLE job_seeker (
    id uuid PRIMARY KEY,
    identifier text,
    birth_name text,
    used_name text,
    given_names text,
    birth_date text,
    email text,
    phone text,
    address_line text,
    address_postcode text,
    address_city text
  );
  CREATE TABLE accompaniment (
    job_seeker_id uuid NOT NULL REFERENCES job_seeker,
    adviser text,
    starts_on date NOT NULL,
    ends_on date
  );`;

const indexes = `
  CREATE INDEX ON accompaniment (job_seeker_id);
  CREATE INDEX ON accompaniment (adviser, job_seeker_id);`;

export async function fillPlainStore(
  url: string,
  people: AsyncIterable<Person>,
  links: readonly Link[],
): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(tables);
    await copy(client, 'job_seeker', personLines(people));
    await copy(client, 'accompaniment', linkLines(links));
    await client.query(indexes);
    await client.query('VACUUM ANALYZE');
  } finally {
    await client.end();
  }
}

async function copy(client: pg.Client, table: string, lines: AsyncIterable<string> | Iterable<string>): Promise<void> {
  await pipeline(Readable.from(lines), client.query(copyFrom(`COPY ${table} FROM STDIN`)));
}

async function* personLines(people: AsyncIterable<Person>): AsyncGenerator<string> {
  for await (const { id, address, ...person } of people) {
    const { identifier, birthName, usedName, givenNames, birthDate, email, phone } = person;
    const names = [identifier, birthName, usedName, givenNames, birthDate, email, phone];
    yield lineOf([id, ...names, address?.line, address?.postcode, address?.city]);
  }
}

function* linkLines(links: readonly Link[]): Generator<string> {
  for (const { person, adviser, startsOn, endsOn } of links) yield lineOf([person, adviser, startsOn, endsOn]);
}

/** PostgreSQL, "COPY": text format. */
function lineOf(cells: readonly (string | undefined)[]): string {
  return `${cells.map((cell) => (cell === undefined ? '\\N' : cell.replaceAll(/[\\\t\n\r]/gu, escapeOf))).join('\t')}\n`;
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function escapeOf(character: string): string {
  return escapes[character] ?? character;
}
