import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../src/main.js';
import type { OpenStore } from '../../src/main.js';
import { readSchema } from '../../src/schemaFolder.js';
import { Keyring } from '../../src/vault/keyring.js';
import { systemClock } from '../../src/kernel/clock.js';
import { enter, personKey, settle } from '../compliance/ledgerDesk.js';
import { registerOf } from '../support/partner.js';
import { rentalFolder } from '../support/policies.js';
import { createDatabase } from '../support/postgres.js';
import type { TestDatabase } from '../support/postgres.js';
import { brick, rentalAccounts } from '../support/rentalAccounts.js';
import { fillRental, tenantRow } from '../support/rentalRows.js';
import { buildCli, cli } from './cli.js';
import type { Outcome } from './cli.js';

describe('cloison breach and exposure', () => {
  let made: TestDatabase;
  let store: OpenStore;
  let folder: string;
  beforeAll(async () => {
    await buildCli();
    made = await createDatabase();
    folder = await mkdtemp(join(tmpdir(), 'cloison-breach-cli-'));
    const keys = Keyring.generate();
    await writeFile(join(folder, 'keys.json'), keys, { mode: 0o600 });
    store = await openStore({
      sources: readSchema(rentalFolder),
      migrations: join(rentalFolder, 'migrations'),
      databaseUrl: made.url,
      keyring: Keyring.parse(keys),
      clock: systemClock,
    });
    await fillRental(store, [tenantRow(1), tenantRow(2)]);
    const signatories = { createdBy: 'operator:tests', approvedBy: 'operator:second' } as const;
    await store.rooms.register.seed(registerOf(rentalAccounts), signatories);
    const read = { account: 'brick', organisation: brick, at: '2026-03-02T10:00:00Z' };
    const shapes = [['Tenant.surname']];
    await settle(store.rooms.database, [
      await enter(store.rooms.database, { ...read, persons: [1, 2].map(personKey), shapes }),
    ]);
  });
  afterAll(async () => {
    await store.close();
    await made.drop();
    await rm(folder, { recursive: true, force: true });
  });

  function run(...words: readonly string[]): Promise<Outcome> {
    const env = { DATABASE_URL: made.url, CLOISON_KEYS: join(folder, 'keys.json') };
    return cli([...words, '--schema', rentalFolder], { env });
  }
  const stretch = ['--from', '2026-03-01', '--to', '2026-04-01'] as const;

  it('writes the file, verifies it, and makes letters by two', async () => {
    const out = join(folder, 'file');
    const written = await run('breach', '--account', 'brick', ...stretch, '--out', out, '--language', 'fr');
    expect(written).toMatchObject({ code: 0 });
    expect(written.out).toContain('2 persons in completed answers');
    expect((await readdir(out)).toSorted()).toEqual([
      'breach.json',
      'letter.fr.md',
      'notification.fr.md',
      'persons.csv',
      'signature.jws',
    ]);
    const verified = await run('breach', 'verify', out, '--json');
    expect(verified).toMatchObject({ code: 0 });
    expect(JSON.parse(verified.out)).toMatchObject({ signature: 'VALID', ledger: 'SAME', changed: [] });
    const { publicKey } = await generateKeyPair('ECDH-ES+A256KW', { extractable: true });
    const key = join(folder, 'mailer.jwk');
    await writeFile(key, JSON.stringify(await exportJWK(publicKey)));
    const letters = ['breach', 'letters', out, '--mailer-key', key, '--fields', 'forename, surname', '--json'] as const;
    expect(await run(...letters, '--as', 'ada')).toMatchObject({ code: 0 });
    expect(await run(...letters, '--as', 'Ada')).toMatchObject({ code: 1, out: '' });
    const sealed = await run(...letters, '--as', 'bea');
    expect(JSON.parse(sealed.out)).toMatchObject({ outcome: 'CONFIRMED', persons: 2, files: ['letters-0001.csv.jwe'] });
    expect(sealed.out + sealed.err).not.toContain('Invented');
    await writeFile(join(out, 'persons.csv'), 'person,delivery,first,last,answers,fields\n');
    expect(await run('breach', 'verify', out)).toMatchObject({ code: 1 });
  });

  it('says of an account that read nothing that it read nothing', async () => {
    const { code, out } = await run('breach', '--account', 'harbour', ...stretch);
    expect([code, out.includes('Nothing was served.')]).toEqual([0, true]);
  });

  it.each([
    [1, 'NOT_REGISTERED', ['breach', '--token', 'unknown', ...stretch]],
    [2, 'not before', ['breach', '--account', 'brick', '--from', '2026-04-01', '--to', '2026-03-01']],
    [2, 'by one of', ['breach', '--account', 'a', '--token', 'b', ...stretch]],
    [2, 'no breach file', ['breach', 'verify', 'nowhere']],
    [1, 'NOT_REGISTERED', ['exposure', '--account', 'brikc']],
    [2, 'no role', ['exposure', '--role', 'LORD']],
    [2, 'not both', ['exposure', '--account', 'brick', '--organisation', brick]],
  ] as const)('ends with %i and says %j', async (code, told, words) => {
    const ended = await run(...words);
    expect({ code: ended.code, says: ended.err.includes(told) ? told : ended.err }).toEqual({ code, says: told });
  });

  it('says how much an organisation could read, in words and as JSON', async () => {
    const told = await run('exposure', '--organisation', brick);
    expect(told.code).toBe(0);
    expect(told.out).toMatch(/LANDLORD:\nIn 24 hours at most \d+ persons and \d+ values/);
    const { out } = await run('exposure', '--account', 'brick', '--role', 'LANDLORD', '--json');
    expect(JSON.parse(out)).toMatchObject({
      account: 'brick',
      roles: [{ role: 'LANDLORD', stretches: [{ hours: 24 }, { hours: 720 }] }],
    });
  });
});
