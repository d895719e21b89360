/**
 * Nothing of a person lies in clear: not in a table, the data directory, its WAL, a log, a rejects file or an error. The
 * store is filled by `cloison import`, served by `cloison serve` at its most talkative, asked well and badly, then searched.
 *
 * A value is sampled when each of its forms is long enough to be told from chance (eight bytes, fourteen where it reads as
 * hex) and none of them stands in what is public: the schema, the rows that are about no person, a cluster that holds nobody.
 */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import pg from 'pg';
import copy from 'pg-copy-streams';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoAccounts } from '../../src/demo/accounts.js';
import { demoStore } from '../../src/demo/store/demoStore.js';
import type { Person } from '../../src/demo/world/person.js';
import { drawPerson } from '../../src/demo/world/person.js';
import type { DemoRow } from '../../src/demo/world/rows.js';
import type { ScalarKind } from '../../src/kernel/scalar.js';
import { readSchema } from '../../src/schemaFolder.js';
import { expectDisclosed, expectRefused, pageOf } from '../support/answers.js';
import { isLongEnough, Needles } from '../support/needles.js';
import { storeFolder } from '../support/policies.js';
import type { Reply } from '../support/service.js';
import type { ServedStore } from '../support/servedStore.js';
import { serveStore } from '../support/servedStore.js';

const today = new Date().toISOString().slice(0, 10);
const demo = [...demoStore(today)];
const publicRows = demo.filter(({ __typename }) => __typename !== 'JobSeeker');
const added = Array.from({ length: 1_000 }, (_, index) => newPerson(index));
const rejected = ['1012345678X', 'Wrongly-Spelled', 'no.mail.at.all', '2920438185123'] as const;
const written = {
  identifier: '7654321Z',
  birthName: 'Fraîchement-Inscrite',
  email: 'fraiche.inscrite@example.org',
  nir: '299123818545642',
};
const planted = { inClear: 'Plantée-En-Clair', inBytes: 'Plantée-En-Octets' };

interface Searched {
  readonly bytes: number;
  readonly found: ReadonlySet<string>;
}

const needles = new Needles();
/** How many values of each kind are looked for. */
const sampled: Record<string, number> = {};
const searched = new Map<string, Searched>();
let store: ServedStore;
let home: string;
let rejects: string;
const cliOutput: string[] = [];
const errorAnswers: string[] = [];

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'cloison-plain-'));
  store = await serveStore({
    schema: storeFolder,
    accounts: demoAccounts,
    fill: async ({ folder, run }) => {
      const publicText = [...readSchema(storeFolder).map(({ text }) => text), JSON.stringify(publicRows)].join('\n');
      await chooseNeedles(publicText, join(folder, 'postgres'));
      const people = join(home, 'people.ndjson');
      await writeFile(people, [...demo, ...added].map((row) => JSON.stringify(row)).join('\n') + '\n' + badLines());
      const imported = await run(['import', people, '--rejects', join(folder, 'rejects.csv'), '--batch', '2000']);
      cliOutput.push(imported.out, imported.err);
      expect([imported.code, imported.err]).toEqual([1, expect.stringContaining('5 rejected.')]);
    },
  });
  await plant();
  await useIt();
  await searchTables();
  await store.stopServer();
  await store.stopDatabase();
  for await (const [path, bytes] of filesOf(store.folder)) search(`file ${path}`, bytes);
  search('log of the server', Buffer.from(store.log()));
  search('output of the import', Buffer.from(cliOutput.join('\n')));
  search('answers that are errors', Buffer.from(errorAnswers.join('\n')));
  rejects = await readFile(join(store.folder, 'rejects.csv'), 'utf8');
}, 120_000);

afterAll(async () => {
  await store.stop();
  await rm(home, { recursive: true, force: true });
});

describe('at rest', () => {
  it('some thousand values of a thousand persons and more are looked for', () => {
    expect(Math.min(...['identifier', 'nir', 'email', 'phone'].map((kind) => sampled[kind] ?? 0))).toBeGreaterThan(
      1_000,
    );
    expect(sampled['name']).toBeGreaterThan(500);
    expect(needles.size).toBeGreaterThan(5_000);
  });

  it('the places that are searched are there, and full', () => {
    const sizeOf = (test: (place: string) => boolean): number =>
      [...searched].filter(([place]) => test(place)).reduce((total, [, { bytes }]) => total + bytes, 0);
    expect(sizeOf((place) => place.startsWith('table public.job_seeker'))).toBeGreaterThan(5_000_000);
    expect(sizeOf((place) => place.startsWith('file') && place.includes('/pg_wal/'))).toBeGreaterThan(10_000_000);
    expect(sizeOf((place) => place.startsWith('file') && place.includes('/base/'))).toBeGreaterThan(10_000_000);
    expect([...searched.keys()].filter((place) => place.startsWith('table cloison.')).length).toBeGreaterThan(2);
    expect(sizeOf((place) => place.endsWith('postgres.log'))).toBeGreaterThan(0);
    expect(sizeOf((place) => place.endsWith('rejects.csv'))).toBeGreaterThan(0);
    for (const place of ['log of the server', 'output of the import', 'answers that are errors'])
      expect(searched.get(place)?.bytes ?? 0).toBeGreaterThan(50);
  });

  it('none of them is anywhere, in any encoding', () => {
    const plantedValues = new Set(Object.values(planted));
    const hits = [...searched].flatMap(([place, { found }]) =>
      [...found].filter((value) => !plantedValues.has(value)).map((value) => `${value} in ${place}`),
    );
    expect(hits).toEqual([]);
  });

  it('and what was planted is found by the same search, in the tables, the files and the WAL', () => {
    const places = (value: string): readonly string[] =>
      [...searched].filter(([, { found }]) => found.has(value)).map(([place]) => place);
    for (const value of [planted.inClear, planted.inBytes]) {
      expect(places(value)).toContain('table public.planted');
      expect(places(value).filter((place) => place.includes('/base/')).length).toBeGreaterThan(0);
      expect(places(value).filter((place) => place.includes('/pg_wal/')).length).toBeGreaterThan(0);
    }
  });

  it('the search knows every encoding', () => {
    const [value] = [planted.inClear];
    const bytes = Buffer.from(value);
    const forms: readonly Buffer[] = [
      bytes,
      Buffer.from(value, 'latin1'),
      Buffer.from(value, 'utf16le'),
      Buffer.from(value, 'utf16le').swap16(),
      Buffer.from(bytes.toString('hex')),
      Buffer.from(bytes.toString('hex').toUpperCase()),
      Buffer.from(JSON.stringify(value).replaceAll('é', '\\u00e9')),
      Buffer.from('plantee en clair'),
      ...['', 'x', 'xy', 'xyz'].map((before) => Buffer.from(Buffer.from(`${before}${value}tail`).toString('base64'))),
      Buffer.from(Buffer.from(`x${value}`).toString('base64url')),
    ];
    for (const form of forms)
      expect([form.toString('latin1'), [...needles.foundIn(Buffer.concat([Buffer.from('..'), form]))]]).toEqual([
        form.toString('latin1'),
        [value],
      ]);
    expect([...needles.foundIn(Buffer.from('Plantée-En-Clai'))]).toEqual([]);
  });
});

describe('the rejects file', () => {
  it('tells each bad row by line, column and reason', () => {
    expect(rejects.split('\n')[0]).toBe('line,column,code,rule');
    for (const column of ['identifier', 'email', 'nir']) expect(rejects).toContain(`,${column},`);
    expect(rejects.trim().split('\n')).toHaveLength(1 + 5);
  });
});

function newPerson(index: number): DemoRow {
  const year = Number(today.slice(0, 4));
  const { person } = drawPerson({ seed: 0x5eed, firstIdentifier: 50_000_000, year }, index, { department: '73' });
  return {
    __typename: 'JobSeeker',
    ...person,
    status: 'REGISTERED',
    registeredOn: `${year - 1}-01-15`,
    accompaniments: index < 100 ? [{ adviser: 'conseiller-grenoble', startsOn: `${year - 1}-02-01` }] : [],
  };
}

/** Rows that cannot be loaded, each for a value that it holds. */
function badLines(): string {
  const [identifier, name, email, nir] = rejected;
  const rows = [
    { __typename: 'JobSeeker', identifier, birthName: name },
    { __typename: 'JobSeeker', identifier: '1234567A', birthName: name, email },
    { __typename: 'JobSeeker', identifier: '1234568A', birthName: name, nir },
    { __typename: 'JobSeeker', identifier: added[0]?.['identifier'], birthName: name },
  ];
  return (
    [...rows.map((row) => JSON.stringify(row)), `{"__typename":"JobSeeker","birthName":"${name}`].join('\n') + '\n'
  );
}

function search(place: string, bytes: Buffer): void {
  searched.set(place, { bytes: bytes.length, found: needles.foundIn(bytes) });
}

/** `cluster`: the data directory of a PostgreSQL that holds nobody yet. */
async function chooseNeedles(publicText: string, cluster: string): Promise<void> {
  const candidates: { kind: string; value: string; scalar: ScalarKind }[] = [];
  const people = [...added, ...demo.filter(({ __typename }) => __typename === 'JobSeeker').slice(0, 1_200)];
  for (const row of people) {
    const person = row as unknown as Person;
    const values: readonly (readonly [kind: string, value: string | undefined, scalar: ScalarKind])[] = [
      ['identifier', person.identifier, 'Text'],
      ['nir', person.nir, 'Text'],
      ['name', person.birthName, 'Text'],
      ['name', person.usedName, 'Text'],
      ['name', person.givenNames, 'Text'],
      ['email', person.email, 'Email'],
      ['phone', person.phone, 'Phone'],
      ['address', person.address?.line, 'Text'],
    ];
    for (const [kind, value, scalar] of values) if (value !== undefined) candidates.push({ kind, value, scalar });
  }
  for (const value of [...rejected, ...Object.values(written)])
    candidates.push({ kind: 'other', value, scalar: 'Text' });
  const all = new Needles();
  const long = candidates.filter(({ value, scalar }) => isLongEnough(value, scalar));
  for (const { value, scalar } of long) all.add(value, scalar);
  const known = new Set(all.foundIn(Buffer.from(publicText)));
  for await (const [, bytes] of filesOf(cluster)) for (const value of all.foundIn(bytes)) known.add(value);
  const counted = new Map<string, Set<string>>();
  for (const { kind, value, scalar } of long) {
    if (known.has(value)) continue;
    needles.add(value, scalar);
    counted.set(kind, (counted.get(kind) ?? new Set()).add(value));
  }
  for (const [kind, values] of counted) sampled[kind] = values.size;
  for (const value of Object.values(planted)) needles.add(value, 'Text');
}

async function withClient<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: String(store.env['DATABASE_URL']) });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function plant(): Promise<void> {
  await withClient(async (client) => {
    await client.query('CREATE TABLE planted (clear text, bytes bytea)');
    await client.query('INSERT INTO planted VALUES ($1, $2)', [planted.inClear, Buffer.from(planted.inBytes)]);
  });
}

/** Questions that are answered, questions that are refused, and failures: whatever could make a server talk. */
async function useIt(): Promise<void> {
  const person = added[0] as unknown as Person;
  const find = '{ findJobSeeker(by: { identifier: "%", birthDate: "@" }) { birthName email } }';
  const found = await store.ask(
    'conseiller-grenoble',
    find.replace('%', person.identifier).replace('@', person.birthDate),
  );
  expectDisclosed(found, { findJobSeeker: { birthName: person.birthName, email: person.email ?? null } });
  pageOf(
    await store.ask('formation-isere', '{ jobSeekers(first: 50) { nodes { birthName givenNames email phone } } }'),
    'jobSeekers',
  );
  const register =
    'mutation ($input: RegisterJobSeekerInput!) { registerJobSeeker(input: $input) { errors { row code } } }';
  const input = { ...written, usedName: written.birthName, givenNames: 'Perpétue', birthDate: '1999-12-31' };
  const asAdviser = (query: string, variables: Record<string, unknown> = {}): Promise<Reply> =>
    store.ask('conseiller-grenoble', query, { purpose: 'REGISTRATION', variables });
  expectDisclosed(await asAdviser(register, { input }), { registerJobSeeker: { errors: [] } });
  expectDisclosed(await asAdviser(register, { input }), { registerJobSeeker: { errors: [] } });
  const refused = [
    find.replace('%', String(person.nir)).replace('@', person.birthDate),
    find.replace('%', person.identifier).replace('@', String(person.phone)),
    `{ jobSeekers(first: "${person.birthName}-${written.birthName}") { nodes { id } } }`,
    `{ jobSeekers(first: 1, filter: { status: "${written.birthName}" }) { nodes { id } } }`,
    `{ jobSeekers(first: 1, after: "${written.email}") { nodes { id } } }`,
    `{ jobSeekers(first: 1, changedSince: "${written.birthName}") { nodes { id } } }`,
    `{ jobSeeker(id: 1 "${written.birthName}") { id } }`,
    `{ findJobSeeker(by: "${written.birthName}") { id } }`,
  ];
  for (const query of refused) await expectError(asAdviser(query));
  await expectError(asAdviser(register, { input: written.birthName }));
  await expectError(asAdviser(register, { input: { ...input, birthName: { first: written.birthName } } }));
  await expectError(asAdviser(register, { input: { ...input, [written.email]: written.email } }));
  await expectError(
    asAdviser('query ($first: Int!) { jobSeekers(first: $first) { nodes { id } } }', { first: written.birthName }),
  );
  await withClient((client) =>
    client.query('UPDATE job_seeker SET email = phone WHERE id = $1', [person.id]).then(() => undefined),
  );
  const broken = await store.ask(
    'conseiller-grenoble',
    find.replace('%', person.identifier).replace('@', person.birthDate),
  );
  expectRefused(broken, 'INTERNAL');
  errorAnswers.push(broken.text);
  await withClient((client) =>
    client.query('ALTER TABLE job_seeker RENAME COLUMN birth_name TO was_birth_name').then(() => undefined),
  );
  await expectError(store.ask('conseiller-grenoble', find.replace('%', written.identifier).replace('@', '1999-12-31')));
  await withClient((client) =>
    client.query('ALTER TABLE job_seeker RENAME COLUMN was_birth_name TO birth_name').then(() => undefined),
  );
  await store.stopDatabase();
  await expectError(store.ask('conseiller-grenoble', find.replace('%', written.identifier).replace('@', '1999-12-31')));
  await store.startDatabase();
}

async function expectError(asked: Promise<Reply>): Promise<void> {
  const reply = await asked;
  expect([reply.text, reply.codes.length > 0]).toEqual([reply.text, true]);
  errorAnswers.push(reply.text);
}

/** Every table of every schema, PostgreSQL's own too, as COPY writes it. */
async function searchTables(): Promise<void> {
  await withClient(async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT n.nspname || '.' || quote_ident(c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'm')`,
    );
    for (const { name } of rows) search(`table ${name}`, await buffer(client.query(copy.to(`COPY ${name} TO STDOUT`))));
  });
}

/** A running server may take a file away before it is read. */
async function* filesOf(folder: string): AsyncGenerator<readonly [path: string, bytes: Buffer]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((each) => each.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const bytes = await readFile(path).catch(() => undefined);
    if (bytes !== undefined) yield [path, bytes];
  }
}
