/** What an operator types: a dry run, a run, two persons, a hold; and a process that is killed or finds its disk full. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/kernel/clock.js';
import { openStore } from '../../src/main.js';
import type { OpenStore } from '../../src/main.js';
import { readSchema } from '../../src/schemaFolder.js';
import { Keyring } from '../../src/vault/keyring.js';
import { buildCli, cli, finished, startCli } from '../cli/cli.js';
import type { Outcome } from '../cli/cli.js';
import { rentalFolder } from '../support/policies.js';
import { createDatabase } from '../support/postgres.js';
import type { TestDatabase } from '../support/postgres.js';
import { rentalMigrations } from '../support/rental.js';
import { fillRental, orla, run, silas, tenantRow, wren } from '../support/rentalRows.js';

const folder = mkdtempSync(join(tmpdir(), 'cloison-commands-'));
const path = join(folder, 'erasures.ndjson');
const receipt = join(folder, 'receipt.jws');
/** Two batches and a half. */
const overdue = 500;
let database: TestDatabase;
let store: OpenStore;
let env: Readonly<Record<string, string>>;

const called = (...words: readonly string[]): Promise<Outcome> => cli([...words, '--schema', rentalFolder], { env });

beforeAll(async () => {
  await buildCli();
  database = await createDatabase();
  const keys = join(folder, 'keys.json');
  const text = Keyring.generate();
  writeFileSync(keys, text, { mode: 0o600 });
  store = await openStore({
    sources: readSchema(rentalFolder),
    migrations: rentalMigrations,
    databaseUrl: database.url,
    keyring: Keyring.parse(text),
    clock: systemClock,
  });
  await fillRental(
    store,
    Array.from({ length: overdue }, (_, index) => tenantRow(index + 1, { leftOn: '2020-01-01' })),
  );
  env = { DATABASE_URL: database.url, CLOISON_KEYS: keys, ERASURE_REGISTER: path };
});

afterAll(async () => {
  await store.close();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

/** How many overdue tenants have all, none, and only some of key, index entries, sealed values and their lease's. */
async function erasedStates(): Promise<Readonly<Record<string, unknown>>> {
  const [row] = await run(
    store,
    `SELECT count(*) FILTER (WHERE s = 0) AS erased, count(*) FILTER (WHERE s = 6) AS whole, count(*) FILTER (WHERE s NOT IN (0, 6)) AS half
       FROM (SELECT num_nonnulls(t.data_key, t.surname, t.file_number_bidx, t.surname_born_bidx, t.file_number_surname_bidx, l.rent) AS s
               FROM tenant t JOIN lease l ON l.tenant_id = t.id WHERE t.left_on IS NOT NULL) x`,
  );
  return row ?? {};
}

describe('cloison retain', () => {
  it('says whom it would erase, and erases nobody, without --yes', async () => {
    const { code, out, err } = await called('retain', '--json');
    expect([code, JSON.parse(out)]).toMatchObject([
      0,
      { types: [{ type: 'Tenant', due: overdue }], erased: 0, held: [] },
    ]);
    expect(err).toContain(`Tenant: ${overdue} persons are due, P3Y after left_on; 16 columns of 3 tables`);
    expect(await erasedStates()).toEqual({ erased: 0, whole: overdue, half: 0 });
    expect(existsSync(path)).toBe(false);
  });

  it('asks for a register', async () => {
    const { code, err } = await cli(['retain', '--yes', '--schema', rentalFolder], {
      env: { ...env, ERASURE_REGISTER: '' },
    });
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/CONFIG_INVALID[^]*ERASURE_REGISTER is not set\. Write the path/) as string,
    ]);
  });

  it('erases nobody when the disk of the register is full, and leaves no line behind', async () => {
    const { code, err } = await limited(1, ['retain', '--yes', '--schema', rentalFolder]);
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/ERASURE_REGISTER_UNWRITABLE .*EFBIG\)\. Nothing was erased\. Make room/) as string,
    ]);
    expect(readFileSync(path, 'utf8')).toBe('');
    expect(await erasedStates()).toEqual({ erased: 0, whole: overdue, half: 0 });
  });

  it('leaves nobody half-erased when it is killed, and completes when it is called again', async () => {
    const killed = startCli(['retain', '--yes', '--schema', rentalFolder], { env });
    const ended = finished(killed);
    while (readFileSync(path, 'utf8') === '') await sleep(1);
    killed.kill('SIGKILL');
    await ended;
    const { erased, half } = await erasedStates();
    expect([erased === overdue, half]).toEqual([false, 0]);
    const { code, err } = await called('retain', '--yes');
    expect([code, err]).toEqual([0, expect.stringMatching(/persons were erased\.\nWhat their rows held/) as string]);
    expect(await erasedStates()).toEqual({ erased: overdue, whole: 0, half: 0 });
    expect(readFileSync(path, 'utf8').trim().split('\n')).toHaveLength(overdue);
  });
});

describe('cloison serve', () => {
  it('does not start where persons were erased and no register is set', async () => {
    const issuer = { OIDC_ISSUER: 'https://login.example.org', OIDC_AUDIENCE: 'cloison', PORT: '0' };
    const settings = { ...env, ...issuer, ERASURE_REGISTER: '' };
    const { code, err } = await cli(['serve', '--schema', rentalFolder], { env: settings });
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/ERASURE_REGISTER_INVALID .* 500 erasures were made here/) as string,
    ]);
  });
});

describe('cloison holds', () => {
  it('keep a person who is due: exit code 1, with who and why', async () => {
    await run(store, `UPDATE tenant SET left_on = '2020-01-01' WHERE id = '${silas}'`);
    const placed = await called(
      'holds',
      'place',
      '--person',
      silas,
      '--as',
      'alice',
      '--reason',
      'A claim is pending.',
      '--json',
    );
    const { hold } = JSON.parse(placed.out) as { readonly hold: string };
    const { code, err } = await called('retain', '--yes');
    expect([code, err]).toEqual([
      1,
      expect.stringContaining(`${silas} is kept by a legal hold of operator:alice since`) as string,
    ]);
    expect(err).toContain('A claim is pending.');
    const { out } = await called('holds', 'list');
    expect(out).toMatch(new RegExp(`${hold} +Tenant +${silas} +operator:alice .*IN FORCE +A claim`));
    expect((await called('holds', 'lift', hold, '--as', 'alice')).err).toContain('a second operator must lift it too');
    expect((await called('holds', 'lift', hold, '--as', 'bert')).err).toContain('Lifted.');
  });
});

describe('cloison erase', () => {
  it('takes two operators, and leaves a receipt that anybody can verify', async () => {
    const person = ['--person', orla] as const;
    const first = await called('erase', ...person, '--as', 'alice', '--reason', 'Asked for by letter.');
    expect([first.code, first.err]).toEqual([0, expect.stringContaining('another operator confirms it') as string]);
    const second = await called('erase', ...person, '--as', 'bert', '--second', '--receipt', receipt);
    expect([second.code, second.err]).toEqual([0, expect.stringContaining(`Erased ${orla}`) as string]);
    const key = join(folder, 'receipt-key.json');
    writeFileSync(key, (await called('erase', 'key')).out);
    const genuine = await cli(['erase', 'verify', receipt, '--key', key]);
    const again = await called('erase', 'receipt', ...person);
    expect(again.out.trim().split('.').slice(0, 2)).toEqual(readFileSync(receipt, 'utf8').split('.').slice(0, 2));
    expect([genuine.code, JSON.parse(genuine.out)]).toMatchObject([
      0,
      { sub: orla, why: 'RIGHT', actors: ['operator:alice', 'operator:bert'] },
    ]);
  });

  it.each([
    [['--person', wren, '--as', 'alice'], /--reason/],
    [['--person', wren, '--as', 'alice', '--second', '--reason', 'Both.'], /--reason/],
    [['--person', wren, '--second'], /--as/],
    [['--person', 'T-0003', '--as', 'alice', '--reason', 'By a number.'], /UUID/],
    [['--person', wren, '--as', 'alice', '--second', '--receipt', receipt], /is there already/],
  ])('is called wrongly as %j: exit code 2', async (words, message) => {
    const { code, err } = await called('erase', ...words);
    expect([code, err]).toEqual([2, expect.stringMatching(message) as string]);
  });
});

/** Runs a command that may write no file of more than so many kilobytes. */
function limited(kilobytes: number, words: readonly string[]): Promise<Outcome> {
  const command = `ulimit -f ${kilobytes}; exec "$0" dist/cli/main.js "$@"`;
  return finished(
    spawn('bash', ['-c', command, process.execPath, ...words], { env: { PATH: process.env.PATH ?? '', ...env } }),
  );
}
