/** `cloison subject-access` and `cloison notices`: what an operator types, and what stays off the terminal and the disk. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compactDecrypt, exportJWK, generateKeyPair } from 'jose';
import type { CryptoKey } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Keyring } from '../../src/vault/keyring.js';
import { createDatabase } from '../support/postgres.js';
import type { TestDatabase } from '../support/postgres.js';
import { rentalFolder } from '../support/policies.js';
import { rentalAccounts } from '../support/rentalAccounts.js';
import { fillRental, orla, run } from '../support/rentalRows.js';
import type { Service } from '../support/service.js';
import { clockAt, startService } from '../support/service.js';
import { buildCli, cli } from './cli.js';
import type { Outcome } from './cli.js';

const folder = mkdtempSync(join(tmpdir(), 'cloison-persons-'));
const at = (name: string): string => join(folder, name);
/** Of orla, and nobody's else. */
const values = ['Quillfeather', '+441632960001', '3 Elsewhere Lane', '1984-03-02'];

let service: Service;
let database: TestDatabase;
let env: Readonly<Record<string, string>>;
let reader: CryptoKey;
beforeAll(async () => {
  await buildCli();
  const keys = Keyring.generate();
  database = await createDatabase();
  service = await startService({
    folder: rentalFolder,
    accounts: rentalAccounts,
    clock: clockAt('2026-11-20T10:00:00.000Z'),
    existing: { url: database.url, keyring: Keyring.parse(keys) },
    fill: (store) => fillRental(store),
  });
  writeFileSync(at('keys.json'), keys, { mode: 0o600 });
  env = { DATABASE_URL: database.url, CLOISON_KEYS: at('keys.json') };
  const pair = await generateKeyPair('ECDH-ES+A256KW', { crv: 'P-256', extractable: true });
  reader = pair.privateKey;
  writeFileSync(at('reader.jwk'), JSON.stringify(await exportJWK(pair.publicKey)));
});
afterAll(async () => {
  await service.stop();
  await database.drop();
  rmSync(folder, { recursive: true });
});

const access = (words: readonly string[], input?: string): Promise<Outcome> =>
  cli(['subject-access', '--schema', rentalFolder, ...words], { env, ...(input === undefined ? {} : { input }) });
const person = ['--person', orla] as const;
const sealed = ['--to', at('reader.jwk')] as const;
const nora = ['--as', 'nora'] as const;
const checked = ['--identity-checked', 'Passport, at the counter.'] as const;

function expectNoValue({ out, err }: Outcome): void {
  for (const value of values) expect(out + err).not.toContain(value);
}

describe('subject-access', () => {
  it('takes two operators, and leaves one file that its reader alone opens', async () => {
    const find = JSON.stringify({ surname: 'Quillfeather', born: '1984-03-02' });
    const first = await access(['--find', '-', ...sealed, ...nora, ...checked], find);
    expect(first).toMatchObject({
      code: 0,
      out: '',
      err: expect.stringMatching(/^Proposed\. Nothing is opened/) as unknown,
    });
    expectNoValue(first);
    const second = ['--second', '--out', at('answer.jwe'), '--json'] as const;
    const alone = await access([...person, ...sealed, ...nora, ...second]);
    expect([alone.code, alone.out, alone.err]).toEqual([1, '', expect.stringContaining('SECOND_PERSON_NEEDED')]);
    const before = readdirSync(folder);
    const made = await access([...person, ...sealed, '--as', 'otto', ...second]);
    expect([made.code, made.err]).toEqual([0, `${at('answer.jwe')} holds the answer, sealed to its reader.\n`]);
    expect(JSON.parse(made.out)).toEqual({
      state: 'ANSWERED',
      file: at('answer.jwe'),
      sealed: true,
      records: 2,
      recipients: 0,
    });
    expectNoValue(made);
    expect(readdirSync(folder).filter((name) => !before.includes(name))).toEqual(['answer.jwe']);
    expect(statSync(at('answer.jwe')).mode & 0o777).toBe(0o600);
    const jwe = readFileSync(at('answer.jwe'), 'utf8');
    const text = Buffer.from((await compactDecrypt(jwe, reader)).plaintext).toString('utf8');
    for (const value of values) {
      expect(jwe).not.toContain(value);
      expect(text).toContain(value);
    }
  });

  it('is refused with 2 when it is called wrongly, before anything is opened', async () => {
    const calls: readonly (readonly [words: readonly string[], message: RegExp])[] = [
      [[...person, ...sealed], /required option '--as <operator>'/],
      [[...person, ...sealed, ...nora], /The first operator says how the identity/],
      [[...sealed, ...nora, ...checked], /Say which person/],
      [[...person, '--find', '-', ...sealed, ...nora, ...checked], /Say which person/],
      [[...person, ...nora, ...checked], /Say who will read it/],
      [[...person, ...sealed, '--plain', ...nora, ...checked], /Say who will read it/],
      [[...person, ...sealed, ...nora, '--second'], /Say where the answer is written/],
      [[...person, ...sealed, ...nora, '--second', '--out', at('reader.jwk')], /written over nothing/],
      [[...person, ...sealed, ...nora, '--identity-checked', 'two\nlines'], /one line of 1 to 500/],
    ];
    for (const [words, message] of calls) {
      const outcome = await access(words);
      expect([outcome.code, outcome.out, outcome.err]).toEqual([2, '', expect.stringMatching(message)]);
    }
  });
});

describe('notices list', () => {
  it('shows organisations, kinds and fields, and no person', async () => {
    const list = (...words: readonly string[]): Promise<Outcome> =>
      cli(['notices', 'list', '--data', at('nowhere'), ...words], { env });
    expect(await list()).toEqual({ code: 0, out: '', err: 'There is no such notice.\n' });
    await run(
      service.store,
      `INSERT INTO cloison.notice (organisation, type, person, kind, coordinates, cause, at, acknowledged_by, acknowledged_at) VALUES
 ('brick', 'Tenant', '${orla}', 'RECTIFIED', '{Tenant.phone}', 'entry:1', '2026-11-20T09:00:00Z', NULL, NULL),
 ('harbour', 'Tenant', '${orla}', 'ERASED', '{Tenant.surname}', 'erasure', '2026-11-20T09:00:00Z', 'account:hugo', now())`,
    );
    const every = await list();
    expect(every.out).toMatch(/2026-11-20T09:00:00Z +brick +RECTIFIED +Tenant\.phone +no /);
    expect(every.out).toMatch(/harbour +ERASED +Tenant\.surname +20/);
    expect(every.out).not.toContain(orla);
    const open = JSON.parse((await list('--open', '--json')).out) as readonly unknown[];
    expect(open).toMatchObject([{ organisation: 'brick', acknowledgedBy: null }]);
    expect(JSON.parse((await list('--organisation', 'harbour', '--json')).out)).toMatchObject([{ kind: 'ERASED' }]);
  });
});
