import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from '../../src/store/migrate.js';
import { createDatabase } from '../support/postgres.js';
import type { TestDatabase } from '../support/postgres.js';
import { buildCli, cli, finished, linesUntil, startCli } from './cli.js';
import type { Outcome } from './cli.js';

const folder = mkdtempSync(join(tmpdir(), 'cloison-register-'));
const nowhere = join(folder, 'nowhere');
const inFolder = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const json = (text: string): unknown => JSON.parse(text);

let template: TestDatabase;
let made: TestDatabase;
beforeAll(async () => {
  await buildCli();
  template = await createDatabase();
  await migrate({ url: template.url, storeFolder: undefined });
});
beforeEach(async () => {
  made = await createDatabase({ template: template.name });
  return () => made.drop();
});
afterAll(async () => {
  await template.drop();
  rmSync(folder, { recursive: true });
});

/** On the test's database, with no demo running. */
function on(words: string): Promise<Outcome> {
  return cli([...words.split(' '), '--data', nowhere], { env: { DATABASE_URL: made.url } });
}

async function partners(): Promise<void> {
  const file = inFolder(
    'partners.json',
    JSON.stringify({
      organisations: [
        { id: 'brick', name: 'Brick Lettings' },
        { id: 'slate', name: 'Slate Homes' },
      ],
      units: [{ id: 'brick-north', organisation: 'brick' }],
      applications: [{ id: 'portal' }],
      accounts: [
        { id: 'ada', kind: 'PERSON', organisation: 'brick', unit: 'brick-north', isAdministrator: true },
        { id: 'bob', kind: 'PERSON', organisation: 'slate' },
      ],
    }),
  );
  const outcome = await on(`accounts import ${file} --created-by nora --as otto`);
  expect(outcome).toEqual({
    code: 0,
    out: '',
    err: 'Registered and approved: 2 organisations, 1 units, 1 applications, 2 accounts. What was there stays as it was.\n',
  });
}

describe('the commands of the register', () => {
  it.each<readonly [words: string, message: RegExp]>([
    ['accounts', /^Usage: cloison accounts/],
    ['accounts approve ada', /required option '--as <operator>' not specified/],
    ['accounts stop ada --as nora', /required option '--reason <text>' not specified/],
    ['accounts stop --as nora --reason x', /Say which account\./],
    ['accounts stop ada --kind everything --as nora --reason x', /Everything has no id\./],
    ['accounts stop ada --kind person --as nora --reason x', /Allowed choices are account, unit/],
    ['accounts list --state asleep', /Allowed choices are active, quarantine/],
    ['accounts import nowhere.json --created-by nora --as otto', /nowhere\.json: there is no such file/],
    ['operations register portal nowhere.graphql --purpose X --as nora', /nowhere\.graphql: there is no such file/],
    ['operations revoke portal abc --as nora', /64 hexadecimal characters/],
  ])('called as %j are called wrongly', async (words, message) => {
    const { code, out, err } = await cli(words.split(' '));
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(message);
  });

  it.each([
    'accounts',
    'accounts stop',
    'accounts reinstate',
    'organisations',
    'units',
    'applications',
    'operations register',
  ])('explain %j on --help, with examples', async (words) => {
    const { code, out, err } = await cli([...words.split(' '), '--help']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(new RegExp(`^Usage: cloison ${words}`));
    expect(out).toContain('Examples:\n  ');
  });

  it('say which setting is missing when no demo runs either', async () => {
    const { code, err } = await cli(['accounts', 'list', '--data', nowhere]);
    expect(code).toBe(1);
    expect(err).toMatch(/^cloison: CONFIG_INVALID .*\n {2}DATABASE_URL is not set.*\n.*\nNo demo runs on /);
  });

  it('say what to do about a database without a register', async () => {
    const empty = await createDatabase();
    const { code, err } = await cli(['accounts', 'list'], { env: { DATABASE_URL: empty.url } });
    await empty.drop();
    expect([code, err]).toEqual([1, 'cloison: STORE_MISMATCH the database has no register yet: run cloison migrate\n']);
  });
});

describe('cloison accounts', () => {
  it('imports a file that two have signed, once, and lists and shows what is there', async () => {
    const alone = await on(`accounts import ${inFolder('none.json', '{}')} --created-by Nora --as nora`);
    expect([alone.code, alone.err]).toEqual([
      1,
      'cloison: SECOND_PERSON_NEEDED Who wrote the entries and who approved them are two persons.\n',
    ]);
    await partners();
    const { out } = await on('accounts list');
    expect(out.split('\n')).toEqual([
      'ACCOUNT  KIND    ORGANISATION  UNIT         STATE   ADMINISTRATOR  LAST SEEN',
      'ada      PERSON  brick         brick-north  ACTIVE  yes            never',
      'bob      PERSON  slate                      ACTIVE                 never',
      '',
    ]);
    expect(json((await on('accounts list --organisation slate --json')).out)).toMatchObject([
      { id: 'bob', state: 'ACTIVE', createdBy: 'operator:nora', approvedBy: 'operator:otto' },
    ]);
    expect((await on('accounts list --organisation slat')).err).toMatch(/There is no organisation slat\./);
    const shown = await on('accounts show ada');
    expect(shown.out).toMatch(/^ada: ACTIVE\n {2}PERSON of brick, brick-north\n {2}administers/);
    expect(shown.out).toMatch(/History, the newest first:\n {2}\S+ SEED by operator:nora\n$/);
    expect(await on('accounts show nobody')).toMatchObject({
      code: 1,
      err: 'cloison: NOT_REGISTERED The register knows no account nobody.\n',
    });
  });

  it('refuses a file that is none, saying where', async () => {
    const wrong = inFolder('wrong.json', '{ "accounts": [{ "id": "x", "kind": "DOG", "organisation": "brick" }] }');
    const { code, err } = await on(`accounts import ${wrong} --created-by nora --as otto`);
    expect(code).toBe(2);
    expect(err).toMatch(/is no file of the register:\n {2}accounts\.0\.kind: /);
    const broken = await on(`accounts import ${inFolder('broken.json', '{')} --created-by nora --as otto`);
    expect([broken.code, broken.err]).toEqual([2, `cloison: ${join(folder, 'broken.json')} is no JSON\n`]);
  });

  it('creates an account in quarantine, which somebody else approves', async () => {
    await partners();
    const created = await on('accounts create cleo --organisation brick --unit brick-north --administrator --as nora');
    expect([created.code, created.err]).toEqual([
      0,
      'Registered account cleo, in quarantine. Somebody else approves it: cloison accounts approve cleo --as <operator>\n',
    ]);
    expect(json((await on('accounts list --state quarantine --json')).out)).toMatchObject([
      { id: 'cleo', kind: 'PERSON', unit: 'brick-north', isAdministrator: true, approvedBy: null },
    ]);
    const alone = await on('accounts approve cleo --as Nora');
    expect([alone.code, alone.err]).toEqual([
      1,
      'cloison: SECOND_PERSON_NEEDED Somebody else than its creator and itself must approve it.\n',
    ]);
    expect(await on('accounts approve cleo --as otto')).toEqual({
      code: 0,
      out: '',
      err: 'Approved account cleo: its next request is out of quarantine.\n',
    });
    expect((await on('accounts close cleo --as nora')).code).toBe(0);
    expect(json((await on('accounts show cleo --json')).out)).toMatchObject({
      state: 'CLOSED',
      closedBy: 'operator:nora',
    });
  });

  it('stops and reinstates, saying what happens and how to lift it', async () => {
    await partners();
    const stopped = await cli(
      ['accounts', 'stop', 'ada', '--as', 'nora', '--reason', 'A laptop was stolen.', '--json'],
      { env: { DATABASE_URL: made.url } },
    );
    expect(stopped.code).toBe(0);
    expect(json(stopped.out)).toEqual({ stop: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(stopped.err).toBe(
      'Stopped account ada: from now on its requests are refused, those under way too.\nTo lift it: cloison accounts reinstate ada --as <operator>\n',
    );
    expect((await on('accounts show ada')).out).toMatch(
      /^ada: STOPPED\n(.*\n)* {2}stopped \S+ by operator:nora, account ada: A laptop was stolen\.\n/,
    );
    expect((await on('accounts reinstate ada --as otto')).err).toBe('Reinstated account ada.\n');
    expect(await on('accounts reinstate ada --as otto')).toMatchObject({
      code: 1,
      err: 'cloison: NOT_REGISTERED No stop is in force on account ada.\n',
    });
  });

  it('stops anything else, also what nobody registered', async () => {
    await partners();
    const open = await on('accounts stop brick --kind organisation --submission-open --as nora --reason Breach');
    expect(open.err).toContain('its reads are refused; what its machines hand in is taken');
    expect(json((await on('accounts list --state stopped --json')).out)).toMatchObject([{ id: 'ada' }]);
    expect((await on('accounts stop Tenant.phone --kind field --as nora --reason Odd')).err).toMatch(
      /^Stopped field Tenant\.phone: no request that asks for it is answered/,
    );
    expect((await on('accounts stop --kind everything --as nora --reason Fire')).err).toMatch(
      /cloison accounts reinstate --kind everything --as <operator>/,
    );
    expect((await on('accounts reinstate --kind everything --as otto')).err).toBe('Reinstated everything.\n');
    expect((await on('accounts stop a-tenant --as nora --reason Odd')).err).toContain(
      'The register knows no account a-tenant',
    );
    const wrong = await on('accounts stop phone --kind field --as nora --reason Odd');
    expect([wrong.code, wrong.err]).toEqual([
      2,
      'cloison: ARGUMENT_INVALID A stop names an id, a role, a field as Type.field, or * for everything.\n',
    ]);
  });
});

describe('cloison organisations, units and applications', () => {
  it('add what a second operator approves', async () => {
    expect((await on('organisations add mortar --name Mortar --as nora')).err).toBe(
      'Registered organisation mortar. Somebody else approves it: cloison organisations approve mortar --as <operator>\n',
    );
    expect((await on('organisations approve mortar --as nora')).code).toBe(1);
    expect((await on('organisations approve mortar --as otto')).err).toBe('Approved organisation mortar.\n');
    for (const part of ['units', 'applications']) {
      expect((await on(`${part} add mortar-x --organisation mortar --as nora`)).code).toBe(0);
      expect((await on(`${part} approve mortar-x --as otto`)).code).toBe(0);
    }
    expect((await on('units close mortar-x --as otto')).err).toMatch(/^Closed unit mortar-x/);
    expect((await on('organisations list')).out).toBe(
      'ORGANISATION  NAME    STATE   ACCOUNTS\nmortar        Mortar  ACTIVE  0\n',
    );
  });

  it('absorb one organisation into another', async () => {
    await partners();
    expect((await on('organisations absorb slate brick --as otto')).err).toMatch(/^Proposed\. Nothing has changed yet/);
    const { code, err } = await on('organisations absorb slate brick --as nora');
    expect([code, err]).toEqual([
      0,
      'slate is part of brick from now on: accounts of either reach the persons of both, under either id.\n',
    ]);
    expect(json((await on('organisations list --json')).out)).toMatchObject([
      { id: 'brick', absorbedBy: null },
      { id: 'slate', absorbedBy: 'brick' },
    ]);
    expect(json((await on('accounts list --organisation slate --json')).out)).toHaveLength(2);
  });
});

describe('with the demo running', () => {
  it('the commands find its register, and a stop refuses the account’s next query', async () => {
    const data = join(folder, 'demo');
    const child = startCli(['start', '--data', data], { env: { PORT: '0' } });
    const ended = finished(child);
    await linesUntil(child, (line) => line === 'Ctrl-C stops it.');
    const demo = (words: string): Promise<Outcome> => cli([...words.split(' '), '--data', data]);
    const asked = (): Promise<Outcome> => cli(['query', '--data', data, '--as', 'dpo', '{ me { role } }']);
    expect((await asked()).code).toBe(0);
    expect((await demo('accounts stop dpo --as nora --reason Drill')).code).toBe(0);
    const refused = await asked();
    expect(refused.code).toBe(1);
    expect(refused.out + refused.err).toContain('NOT_ACTIVE');
    expect((await demo('accounts reinstate dpo --as nora')).code).toBe(0);
    expect((await asked()).code).toBe(0);
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0 });
  });
});
