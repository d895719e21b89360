import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../../src/store/migrate.js';
import { rentalMigrations } from '../support/rental.js';
import { rentalFolder } from '../support/policies.js';
import { createDatabase } from '../support/postgres.js';
import type { TestDatabase } from '../support/postgres.js';
import { buildCli, cli } from './cli.js';
import type { Outcome } from './cli.js';

const folder = mkdtempSync(join(tmpdir(), 'cloison-watch-'));
const nobody = 'e9000000-0000-4000-8000-000000000001';
let made: TestDatabase;
let client: pg.Client;

beforeAll(async () => {
  await buildCli();
  made = await createDatabase();
  await migrate({ url: made.url, storeFolder: rentalMigrations });
  client = new pg.Client(made.url);
  await client.connect();
  await client.query(`INSERT INTO tenant (id, file_number_bidx) VALUES ('${nobody}', '\\x${'ab'.repeat(32)}')`);
  await client.query(
    `INSERT INTO cloison.alarm (at, entry, account, detector, level, evidence, accounts, reactions)
     VALUES ('2026-11-20T10:00:00Z', 7, 'ada', 'WALK', 5, '{"WALK":{"newPersonsInOrder":450}}', '{ada}', '{NOTIFY,STOP}')`,
  );
});
afterAll(async () => {
  await client.end();
  await made.drop();
  rmSync(folder, { recursive: true });
});

const on = (...words: string[]): Promise<Outcome> =>
  cli([...words, '--data', join(folder, 'nowhere')], { env: { DATABASE_URL: made.url } });
const events = async (): Promise<readonly unknown[]> =>
  (
    await client.query<{ event: unknown }>(
      "SELECT actor || ' ' || (detail ->> 'event') AS event FROM cloison.ledger_entry ORDER BY id",
    )
  ).rows.map(({ event }) => event);

describe('cloison alarms', () => {
  it('lists, shows and acknowledges an alarm once', async () => {
    const listed = await on('alarms', 'list');
    expect(listed.out).toMatch(/1 {6}2026-11-20T10:00:00 {2}5 {6}WALK {6}ada/);
    expect((await on('alarms', 'show', '1')).out).toMatch(/WALK +\{"newPersonsInOrder":450\}/);
    expect(await on('alarms', 'acknowledge', '1', '--as', 'nora')).toEqual({
      code: 0,
      out: '',
      err: 'Acknowledged alarm 1. To lift a stop: cloison accounts reinstate ada --as <operator>, by two.\n',
    });
    expect(JSON.parse((await on('alarms', 'list', '--json')).out)).toEqual([]);
    expect(JSON.parse((await on('alarms', 'list', '--all', '--json')).out)).toMatchObject([
      { id: 1, acknowledgedBy: 'operator:nora' },
    ]);
    const again = await on('alarms', 'acknowledge', '1', '--as', 'otto');
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining('REGISTER_CONFLICT') as string });
    expect(await events()).toContain('operator:nora ALARM_ACKNOWLEDGED');
  });

  it('says when there is none, or no number', async () => {
    expect((await on('alarms', 'show', '99')).code).toBe(1);
    expect((await on('alarms', 'show', 'x')).code).toBe(2);
  });
});

describe('cloison tripwires', () => {
  const add = (key: string, type = 'Tenant'): Promise<Outcome> =>
    on('tripwires', 'add', key, '--type', type, '--schema', rentalFolder, '--as', 'nora');

  it('adds, lists and removes one, each in the ledger', async () => {
    expect((await add(nobody)).err).toBe('Set on 1 indexes; every replica listens within a second.\n');
    expect((await add(nobody)).err).toContain('REGISTER_CONFLICT');
    expect(JSON.parse((await on('tripwires', 'list', '--json')).out)).toMatchObject([
      { person: nobody, type: 'Tenant', addedBy: 'operator:nora', indexes: ['tenant.file_number_bidx'] },
    ]);
    expect((await on('tripwires', 'remove', nobody, '--as', 'otto')).code).toBe(0);
    expect((await on('tripwires', 'remove', nobody, '--as', 'otto')).err).toContain('NOT_REGISTERED');
    expect(await events()).toEqual(
      expect.arrayContaining(['operator:nora TRIPWIRE_ADDED', 'operator:otto TRIPWIRE_REMOVED']),
    );
  });

  it.each([
    ['no UUID', 'x', 'Tenant', 'The key of a row is a UUID.'],
    ['a type of no persons', nobody, 'Dwelling', 'Dwelling is no type of persons.'],
    ['a row that is not there', 'e9000000-0000-4000-8000-000000000009', 'Tenant', 'There is no Tenant with that key.'],
  ])('refuses %s', async (_, key, type, message) => {
    const { code, err } = await add(key, type);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});
