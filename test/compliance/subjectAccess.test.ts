/** The answer to a person who asks what is held: two operators, one reader, one entry in the ledger, and nothing else anywhere. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compactDecrypt, exportJWK, generateKeyPair } from 'jose';
import type { CryptoKey, JWK } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Keyring } from '../../src/vault/keyring.js';
import { buildCli, cli } from '../cli/cli.js';
import type { Outcome } from '../cli/cli.js';
import { record, settle } from '../persons/entries.js';
import { createDatabase } from '../support/postgres.js';
import type { TestDatabase } from '../support/postgres.js';
import { rentalFolder } from '../support/policies.js';
import { brick, rentalAccounts } from '../support/rentalAccounts.js';
import { fillRental, orla, run, silas } from '../support/rentalRows.js';
import type { Service } from '../support/service.js';
import { clockAt, startService } from '../support/service.js';

const folder = mkdtempSync(join(tmpdir(), 'cloison-access-'));
const at = (name: string): string => join(folder, name);
/** Of orla, and nobody's else. */
const values = ['Quillfeather', '+441632960001', '3 Elsewhere Lane', '1984-03-02'];

let service: Service;
let database: TestDatabase;
let reader: { readonly publicKey: CryptoKey; readonly privateKey: CryptoKey };
let env: Readonly<Record<string, string>>;
beforeAll(async () => {
  await buildCli();
  const clock = clockAt('2026-11-20T10:00:00.000Z');
  const keys = Keyring.generate();
  database = await createDatabase();
  service = await startService({
    folder: rentalFolder,
    accounts: rentalAccounts,
    clock,
    existing: { url: database.url, keyring: Keyring.parse(keys) },
    fill: (store) => fillRental(store),
  });
  writeFileSync(at('keys.json'), keys, { mode: 0o600 });
  env = { DATABASE_URL: database.url, CLOISON_KEYS: at('keys.json') };
  reader = await generateKeyPair('ECDH-ES+A256KW', { crv: 'P-256', extractable: true });
  const other = await generateKeyPair('ECDH-ES+A256KW', { crv: 'P-256', extractable: true });
  await keep('reader.jwk', reader.publicKey);
  await keep('other.jwk', other.publicKey);
  await keep('private.jwk', reader.privateKey);
  const entry = { account: 'brick', organisation: brick, role: 'LANDLORD', persons: [orla, silas] };
  await settle(service.store, [await record(service.store, { ...entry, shapes: [['Tenant.surname']] })]);
  await record(service.store, { ...entry, at: '2026-11-21T09:00:00Z', shapes: [['Tenant.phone:LAST2']] });
  await record(service.store, { account: 'orla', role: 'TENANT', persons: [orla], shapes: [['Tenant.born']] });
});
afterAll(async () => {
  await service.stop();
  await database.drop();
  rmSync(folder, { recursive: true });
});

async function keep(name: string, key: CryptoKey): Promise<void> {
  writeFileSync(at(name), JSON.stringify((await exportJWK(key)) as JWK), { mode: 0o600 });
}

const access = (words: readonly string[], input?: string): Promise<Outcome> =>
  cli(['subject-access', '--schema', rentalFolder, ...words], { env, ...(input === undefined ? {} : { input }) });
const person = ['--person', orla] as const;
const checked = ['--identity-checked', 'Passport, at the counter.'] as const;
const sealed = ['--to', at('reader.jwk')] as const;

function expectNoValue({ out, err }: Outcome): void {
  for (const value of values) expect(out + err).not.toContain(value);
}

const events = (): Promise<readonly unknown[]> =>
  run(
    service.store,
    `SELECT actor, detail ->> 'event' AS event, persons::text AS persons, jsonb_array_length(shapes) AS shapes
       FROM cloison.ledger_entry WHERE kind = 'EVENT' ORDER BY id`,
  );

describe('two operators', () => {
  it('are needed: one alone opens nothing, neither by asking twice nor by confirming', async () => {
    const alone = await access([...person, ...sealed, '--as', 'nora', '--second', '--out', at('one.jwe')]);
    expect([alone.code, alone.err]).toEqual([1, expect.stringContaining('SECOND_PERSON_NEEDED')]);
    for (let turn = 0; turn < 2; turn++)
      expect(await access([...person, ...sealed, '--as', 'nora', ...checked])).toMatchObject({ code: 0, out: '' });
    for (const spelling of ['nora', 'NORA']) {
      const same = await access([...person, ...sealed, '--as', spelling, '--second', '--out', at('one.jwe')]);
      expect([same.code, same.err]).toEqual([1, expect.stringContaining('SECOND_PERSON_NEEDED')]);
    }
    expect(readdirSync(folder)).not.toContain('one.jwe');
    expect(await events()).toEqual(
      Array.from({ length: 2 }, () => ({
        actor: 'operator:nora',
        event: 'SUBJECT_ACCESS_PROPOSED',
        persons: `{${orla}}`,
        shapes: 0,
      })),
    );
  });

  it('mean the same person and the same reader', async () => {
    for (const words of [
      ['--person', silas, ...sealed],
      [...person, '--to', at('other.jwk')],
      [...person, '--plain'],
    ]) {
      const outcome = await access([...words, '--as', 'otto', '--second', '--out', at('two.jwe')]);
      expect([outcome.code, outcome.err]).toEqual([1, expect.stringContaining('SECOND_PERSON_NEEDED')]);
    }
    expect(readdirSync(folder)).not.toContain('two.jwe');
  });

  it('make an answer that its reader alone opens, and that stands in the ledger', async () => {
    const before = readdirSync(folder);
    const outcome = await access([
      ...person,
      ...sealed,
      '--as',
      'otto',
      '--second',
      '--out',
      at('answer.jwe'),
      '--json',
    ]);
    expect(outcome.code).toBe(0);
    expect(JSON.parse(outcome.out)).toMatchObject({ state: 'ANSWERED', sealed: true, records: 2, recipients: 1 });
    expectNoValue(outcome);
    expect(readdirSync(folder).filter((name) => !before.includes(name))).toEqual(['answer.jwe']);
    const jwe = readFileSync(at('answer.jwe'), 'utf8');
    for (const value of values) expect(jwe).not.toContain(value);
    const { plaintext, protectedHeader } = await compactDecrypt(jwe, reader.privateKey);
    expect(protectedHeader).toMatchObject({ alg: 'ECDH-ES+A256KW', enc: 'A256GCM', cty: 'application/json' });
    const text = Buffer.from(plaintext).toString('utf8');
    for (const value of values) expect(text).toContain(value);
    const stranger = await generateKeyPair('ECDH-ES+A256KW', { crv: 'P-256' });
    await expect(compactDecrypt(jwe, stranger.privateKey)).rejects.toMatchObject({ code: 'ERR_JWE_DECRYPTION_FAILED' });
    expect((await events()).at(-1)).toEqual({
      actor: 'operator:otto',
      event: 'SUBJECT_ACCESS',
      persons: `{${orla}}`,
      shapes: 1,
    });
  });

  it('are needed for each answer anew', async () => {
    const second = ['--as', 'otto', '--second', '--out', at('again.jwe')];
    // The first operator asked twice, so one proposal is left.
    expect((await access([...person, ...sealed, ...second])).code).toBe(0);
    rmSync(at('again.jwe'));
    const third = await access([...person, ...sealed, ...second]);
    expect([third.code, third.err]).toEqual([1, expect.stringContaining('SECOND_PERSON_NEEDED')]);
  });
});

describe('an answer', () => {
  it('holds the data, the recipients really served, purposes, limits and rights, and nobody else', async () => {
    const first = await access([...person, '--plain', '--as', 'nora', ...checked]);
    expect(first.code).toBe(0);
    const made = await access([...person, '--plain', '--as', 'otto', '--second', '--out', at('plain.json')]);
    expect(made.code).toBe(0);
    expectNoValue(made);
    expect(statSync(at('plain.json')).mode & 0o777).toBe(0o600);
    const text = readFileSync(at('plain.json'), 'utf8');
    const report = JSON.parse(text) as Readonly<Record<string, never>>;
    const tenant = {
      type: 'Tenant',
      fields: expect.arrayContaining([
        expect.objectContaining({ path: 'surname', category: 'NAME', value: 'Quillfeather' }),
        expect.objectContaining({ path: 'stepFreeAccess', value: true }),
        expect.objectContaining({ path: 'cameOn', value: '2024-01-01' }),
      ]) as unknown,
    };
    const lease = {
      type: 'Lease',
      fields: expect.arrayContaining([
        expect.objectContaining({ path: 'rent', value: 90_000 }),
        expect.objectContaining({ path: 'landlord', value: { name: 'Brick & Slate Lettings' } }),
      ]) as unknown,
    };
    expect(report).toMatchObject({
      data: [tenant, lease],
      recipients: [
        {
          organisation: brick,
          isRecipient: true,
          role: 'LANDLORD',
          purpose: 'LETTING',
          fields: ['Tenant.phone:LAST2', 'Tenant.surname'],
          first: '2026-11-20T09:00:00Z',
          last: '2026-11-21T09:00:00Z',
          completed: 1,
          unknown: 1,
          written: 0,
        },
      ],
      retention: [{ type: 'Tenant', from: 'left_on', keep: 'P3Y' }],
    });
    expect(report['purposes']).toContainEqual({
      name: 'LETTING',
      basis: 'GDPR Art. 6(1)(b)',
      text: 'To let you the dwelling.',
    });
    expect(report['windows']).toContainEqual({ role: 'LANDLORD', within: 'P2M' });
    for (const others of ['Vandermoth', 'Tarnbrook', silas]) expect(text).not.toContain(others);
    const { fr, en } = report['letter'] as unknown as Readonly<Record<'fr' | 'en', string>>;
    for (const letter of [fr, en]) for (const value of values) expect(letter).toContain(value);
    expect(en).toContain('Article 15');
    expect(fr).toContain('à qui elles ont été communiquées');
  });

  it('is found by what the person says of itself, and by nothing else', async () => {
    const find = ['--find', '-', '--plain', '--as', 'nora', ...checked];
    const found = await access(find, JSON.stringify({ surname: 'quillfeather', born: '1984-03-02' }));
    expect(found).toMatchObject({ code: 0, out: '' });
    expectNoValue(found);
    const [last] = await run(
      service.store,
      'SELECT person FROM cloison.subject_access ORDER BY proposed_at DESC LIMIT 1',
    );
    expect(last).toEqual({ person: orla });
    const nobody = await access(find, JSON.stringify({ surname: 'Quillfeather', born: '1984-03-03' }));
    expect([nobody.code, nobody.err]).toEqual([1, expect.stringContaining('Nobody is found so')]);
    const wrong = await access(find, JSON.stringify({ phone: '+441632960001' }));
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('A Tenant is found by')]);
    expectNoValue(wrong);
  });

  it('is none of a person who is not there, or is erased', async () => {
    const nobody = 'e0000000-0000-4000-8000-0000000000ff';
    const outcome = await access(['--person', nobody, ...sealed, '--as', 'nora', ...checked]);
    expect([outcome.code, outcome.err]).toEqual([1, expect.stringContaining('NOT_REGISTERED')]);
    await run(service.store, `UPDATE tenant SET data_key = NULL WHERE id = '${silas}'`);
    const erased = await access(['--person', silas, ...sealed, '--as', 'nora', ...checked]);
    expect([erased.code, erased.err]).toEqual([1, expect.stringContaining('NOT_REGISTERED')]);
  });
});

describe('a wrong call', () => {
  const nora = ['--as', 'nora'] as const;
  it.each<readonly [words: readonly string[], message: RegExp]>([
    [[...person, ...sealed], /required option '--as <operator>'/],
    [[...person, ...sealed, ...nora], /The first operator says how the identity/],
    [[...sealed, ...nora, ...checked], /Say which person/],
    [[...person, '--find', '-', ...sealed, ...nora, ...checked], /Say which person/],
    [[...person, ...nora, ...checked], /Say who will read it/],
    [[...person, ...sealed, '--plain', ...nora, ...checked], /Say who will read it/],
    [[...person, ...sealed, ...nora, '--second'], /Say where the answer is written/],
    [[...person, ...sealed, ...nora, '--second', '--out', at('reader.jwk')], /written over nothing/],
    [['--person', 'orla', ...sealed, ...nora, ...checked], /--person takes a UUID/],
    [[...person, '--type', 'Lease', ...sealed, ...nora, ...checked], /--type Tenant/],
  ])('is refused with 2: %j', async (words, message) => {
    const outcome = await access(words);
    expect([outcome.code, outcome.out, outcome.err]).toEqual([2, '', expect.stringMatching(message)]);
  });

  it('names a key that is none, or the private one', async () => {
    writeFileSync(at('none.jwk'), '{"kty":"RSA","n":"AQAB","e":"AQAB"}');
    for (const [key, message] of [
      ['none.jwk', 'it is no public JWK'],
      ['private.jwk', 'it is a private key'],
    ] as const) {
      const outcome = await access([...person, '--to', at(key), ...nora, ...checked]);
      expect([outcome.code, outcome.err]).toEqual([1, expect.stringContaining(message)]);
    }
  });
});
