import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compactDecrypt, exportJWK, generateKeyPair } from 'jose';
import type { CryptoKey } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BreachTools } from '../../src/compliance/breach/breachFolder.js';
import { writeBreachFolder } from '../../src/compliance/breach/breachFolder.js';
import { ledgerExtent } from '../../src/compliance/breach/extent.js';
import { breachQuestion } from '../../src/compliance/breach/question.js';
import { letterFields } from '../../src/compliance/letters/letterFields.js';
import { makeLetters } from '../../src/compliance/letters/makeLetters.js';
import type { Letters } from '../../src/compliance/letters/makeLetters.js';
import { importRecipientKey } from '../../src/jws/sealedFile.js';
import { importSigningKey } from '../../src/jws/signingKey.js';
import type { OpenStore } from '../../src/main.js';
import { openStore } from '../../src/main.js';
import { readSchema } from '../../src/schemaFolder.js';
import { Keyring } from '../../src/vault/keyring.js';
import { RunningDigest } from '../../src/vault/runningDigest.js';
import { compiled, rentalFolder } from '../support/policies.js';
import { createDatabase } from '../support/postgres.js';
import type { TestDatabase } from '../support/postgres.js';
import { fillRental, run, tenantRow } from '../support/rentalRows.js';
import { clockAt } from '../support/service.js';
import { enter, personKey, settle } from './ledgerDesk.js';

const policy = compiled(rentalFolder);
const day = ['2026-03-02', '2026-03-03'] as const;
const ada = 'operator:ada' as const;
const bea = 'operator:bea' as const;

describe('the letters of a breach', () => {
  let made: TestDatabase;
  let store: OpenStore;
  let tools: BreachTools;
  let parent: string;
  let mailer: { readonly jwk: string; readonly privateKey: CryptoKey };
  beforeAll(async () => {
    made = await createDatabase();
    store = await openStore({
      sources: readSchema(rentalFolder),
      migrations: join(rentalFolder, 'migrations'),
      databaseUrl: made.url,
      keyring: Keyring.parse(Keyring.generate()),
      clock: clockAt('2026-03-02T09:00:00Z'),
    });
    const quoted = tenantRow(3, { surname: 'Oak "the, tall"' });
    await fillRental(store, [tenantRow(1), tenantRow(2), quoted, tenantRow(4), tenantRow(5)]);
    const signingKey = await importSigningKey({ ...store.rooms.vault.signingJwk('ledger') });
    tools = { newDigest: () => new RunningDigest(), signingKey };
    parent = await mkdtemp(join(tmpdir(), 'cloison-letters-'));
    const { publicKey, privateKey } = await generateKeyPair('ECDH-ES+A256KW', { extractable: true });
    mailer = { jwk: JSON.stringify(await exportJWK(publicKey)), privateKey };
    const { database } = store.rooms;
    const at = '2026-03-02T10:00:00Z';
    const names = ['Tenant.born:YEAR', 'Tenant.surname'];
    await settle(database, [
      await enter(database, { account: 'thief', at, persons: [1, 3, 4].map(personKey), shapes: [names] }),
    ]);
    await enter(database, { account: 'thief', at, persons: [personKey(2)], shapes: [['Tenant.phone']] });
    await enter(database, { account: 'thief', kind: 'WRITE', at, persons: [personKey(5)], shapes: [['Tenant.phone']] });
    await run(store, `UPDATE tenant SET data_key = NULL WHERE id = '${personKey(4)}'`);
  });
  afterAll(async () => {
    await store.close();
    await made.drop();
    await rm(parent, { recursive: true, force: true });
  });

  async function breachFolder(name: string): Promise<string> {
    const folder = join(parent, name);
    const { database } = store.rooms;
    const question = breachQuestion('account', 'thief', ...day);
    const order = { folder, question, extent: await ledgerExtent(database), languages: ['en'] as const };
    await writeBreachFolder({ database, policy }, tools, order);
    return folder;
  }

  async function letters(
    folder: string,
    actor: `operator:${string}`,
    fields: readonly string[] = ['surname', 'phone'],
  ): Promise<Letters> {
    const request = {
      folder,
      out: join(folder, 'letters'),
      actor,
      fields: letterFields(policy, undefined, fields),
      mailer: await importRecipientKey(mailer.jwk),
    };
    return makeLetters(store.rooms, tools, request);
  }

  const events = (): Promise<readonly Readonly<Record<string, unknown>>[]> =>
    run(store, "SELECT actor, persons, shapes, detail FROM cloison.ledger_entry WHERE kind = 'EVENT' ORDER BY id");

  it('are proposed by one operator, who opens nothing, and made by another, once', async () => {
    const folder = await breachFolder('two');
    expect(await letters(folder, ada)).toEqual({ outcome: 'PROPOSED', persons: 4, erased: 0, files: [] });
    expect(await readdir(folder)).not.toContain('letters');
    expect(await events()).toEqual([]);
    await expect(letters(folder, ada)).rejects.toMatchObject({ refusal: { code: 'SECOND_PERSON_NEEDED' } });
    const done = await letters(folder, bea);
    expect(done).toEqual({ outcome: 'CONFIRMED', persons: 3, erased: 1, files: ['letters-0001.csv.jwe'] });
    const [event, ...others] = await events();
    expect(others).toEqual([]);
    expect(event).toMatchObject({
      actor: bea,
      persons: [1, 2, 3, 4].map(personKey),
      shapes: [['Tenant.phone', 'Tenant.surname']],
      detail: { event: 'BREACH_LETTERS' },
    });
    const sealed = await readFile(join(folder, 'letters', 'letters-0001.csv.jwe'), 'utf8');
    expect(sealed).not.toContain('Invented');
    const { plaintext, protectedHeader } = await compactDecrypt(sealed, mailer.privateKey);
    expect(protectedHeader).toMatchObject({ alg: 'ECDH-ES+A256KW', enc: 'A256GCM', cty: 'text/csv' });
    expect(Buffer.from(plaintext).toString()).toBe(
      [
        '"surname","phone","read"',
        '"Invented-1","+441632961001","Tenant.born (YEAR); Tenant.surname"',
        '"Invented-2","+441632961002","Tenant.phone"',
        '"Oak ""the, tall""","+441632961003","Tenant.born (YEAR); Tenant.surname"',
        '',
      ].join('\r\n'),
    );
    // What was confirmed is done: the next order needs two again.
    expect(await letters(folder, bea)).toMatchObject({ outcome: 'PROPOSED' });
  });

  it('are what was proposed: other fields, or another key, are another proposal', async () => {
    const folder = await breachFolder('other');
    await letters(folder, ada);
    expect(await letters(folder, bea, ['surname'])).toMatchObject({ outcome: 'PROPOSED' });
    const { publicKey } = await generateKeyPair('ECDH-ES+A256KW', { crv: 'X25519', extractable: true });
    const kept = mailer;
    mailer = { ...mailer, jwk: JSON.stringify(await exportJWK(publicKey)) };
    expect(await letters(folder, ada, ['surname'])).toMatchObject({ outcome: 'PROPOSED' });
    mailer = kept;
  });

  it('are not made from a list that was changed: nobody is added to it', async () => {
    const folder = await breachFolder('changed');
    const list = await readFile(join(folder, 'persons.csv'), 'utf8');
    const at = '2026-03-02T10:00:00Z';
    await writeFile(join(folder, 'persons.csv'), `${list}${personKey(5)},completed,${at},${at},1,Tenant.surname\n`);
    await expect(letters(folder, ada)).rejects.toMatchObject({ code: 'USAGE' });
  });

  it('are ordered by operators alone', async () => {
    const folder = await breachFolder('account');
    const request = {
      folder,
      out: join(folder, 'letters'),
      actor: 'account:brick' as const,
      fields: letterFields(policy, undefined, ['surname']),
      mailer: await importRecipientKey(mailer.jwk),
    };
    await expect(makeLetters(store.rooms, tools, request)).rejects.toMatchObject({
      refusal: { code: 'OPERATOR_NEEDED' },
    });
  });

  it.each([['stepFreeAccess'], ['nickname'], ['leases'], ['forwarding'], [''], ['id']])(
    'carry no field such as %j',
    (path) => {
      expect(() => letterFields(policy, undefined, [path])).toThrow(/no field for a letter/);
    },
  );

  it('carry members of the own row, and are of a type of person', () => {
    const { fields } = letterFields(policy, 'Tenant', ['forwarding.line', 'surname', 'surname']);
    expect(fields.map(({ path }) => path)).toEqual(['forwarding.line', 'surname']);
    expect(() => letterFields(policy, 'Lease', ['rent'])).toThrow('--type is one of Tenant.');
  });

  it('are sealed to a public key and to nothing else', async () => {
    const { privateKey } = await generateKeyPair('ECDH-ES+A256KW', { extractable: true });
    const refused = [
      JSON.stringify(await exportJWK(privateKey)),
      '{"kty":"oct","k":"AAAA"}',
      '{}',
      'no JSON',
      '{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}',
    ];
    for (const text of refused) await expect(importRecipientKey(text)).rejects.toMatchObject({ code: 'USAGE' });
    await expect(importRecipientKey(refused[0] ?? '')).rejects.toThrow('private');
  });
});
