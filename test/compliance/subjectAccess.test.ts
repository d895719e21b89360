/** The answer to a person who asks what is held: two operators, one reader, one entry in the ledger, and nobody else in it. */
import { compactDecrypt, exportJWK, generateKeyPair } from 'jose';
import type { CryptoKey } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerAccess, askAccess } from '../../src/compliance/subjectAccess/answerAccess.js';
import type { AccessAnswer, AskedAccess } from '../../src/compliance/subjectAccess/answerAccess.js';
import { findPerson } from '../../src/disclosure/findPerson.js';
import { importRecipientKey } from '../../src/jws/sealedFile.js';
import type { RecipientKey } from '../../src/jws/sealedFile.js';
import { Refused } from '../../src/kernel/refusal.js';
import type { Uuid } from '../../src/kernel/uuid.js';
import { operator } from '../../src/register/actor.js';
import type { Opening } from '../../src/vault/opening.js';
import { Vault } from '../../src/vault/vault.js';
import { record, settle } from '../persons/entries.js';
import { rentalFolder } from '../support/policies.js';
import { brick, rentalAccounts } from '../support/rentalAccounts.js';
import { fillRental, orla, run, silas } from '../support/rentalRows.js';
import type { Service } from '../support/service.js';
import { clockAt, startService } from '../support/service.js';

/** Of orla, and nobody's else. */
const values = ['Quillfeather', '+441632960001', '3 Elsewhere Lane', '1984-03-02'];
const checked = 'Passport, at the counter.';

let service: Service;
let reader: { readonly publicKey: CryptoKey; readonly privateKey: CryptoKey };
let readerKey: RecipientKey;
let otherKey: RecipientKey;
beforeAll(async () => {
  const clock = clockAt('2026-11-20T10:00:00.000Z');
  service = await startService({ folder: rentalFolder, accounts: rentalAccounts, clock, fill: (s) => fillRental(s) });
  reader = await generateKeyPair('ECDH-ES+A256KW', { crv: 'P-256', extractable: true });
  readerKey = await publicOf(reader.publicKey);
  otherKey = await publicOf((await generateKeyPair('ECDH-ES+A256KW', { crv: 'X25519', extractable: true })).publicKey);
  const entry = { account: 'brick', organisation: brick, role: 'LANDLORD', persons: [orla, silas] };
  await settle(service.store, [await record(service.store, { ...entry, shapes: [['Tenant.surname']] })]);
  await record(service.store, { ...entry, at: '2026-11-21T09:00:00Z', shapes: [['Tenant.phone:LAST2']] });
  await record(service.store, { account: 'orla', role: 'TENANT', persons: [orla], shapes: [['Tenant.born']] });
});
afterAll(() => service.stop());

async function publicOf(key: CryptoKey): Promise<RecipientKey> {
  return importRecipientKey(JSON.stringify(await exportJWK(key)));
}

/** As an operator, of orla and for the reader unless another is named. */
function asked(name: string, more: Partial<AskedAccess> = {}): AskedAccess {
  return { type: 'Tenant', person: orla as Uuid, reader: readerKey, actor: operator(name), ...more };
}

const propose = (name: string, more?: Partial<AskedAccess>): Promise<void> =>
  askAccess(service.store.rooms, asked(name, more), checked);
const answer = (name: string, more?: Partial<AskedAccess>): Promise<AccessAnswer> =>
  answerAccess(service.store.rooms, asked(name, more));

async function expectRefusal(work: Promise<unknown>, code: string): Promise<void> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(Refused);
  expect((error as Refused).refusal.code).toBe(code);
}

const events = (): Promise<readonly unknown[]> =>
  run(
    service.store,
    `SELECT actor, detail ->> 'event' AS event, persons::text AS persons, jsonb_array_length(shapes) AS shapes
       FROM cloison.ledger_entry WHERE kind = 'EVENT' ORDER BY id`,
  );

describe('two operators', () => {
  it('are needed: one alone opens nothing, neither by asking twice nor by confirming', async () => {
    await expectRefusal(answer('nora'), 'SECOND_PERSON_NEEDED');
    await propose('nora');
    await propose('nora');
    for (const spelling of ['nora', 'NORA']) await expectRefusal(answer(spelling), 'SECOND_PERSON_NEEDED');
    const proposed = { actor: 'operator:nora', event: 'SUBJECT_ACCESS_PROPOSED', persons: `{${orla}}`, shapes: 0 };
    expect(await events()).toEqual([proposed, proposed]);
  });

  it('are two in the database too, whoever wrote there', async () => {
    const text = 'UPDATE cloison.subject_access SET confirmed_by = proposed_by, confirmed_at = now()';
    await expect(run(service.store, text)).rejects.toMatchObject({ cause: { sqlstate: '23514' } });
  });

  it('mean the same person and the same reader', async () => {
    for (const other of [{ person: silas as Uuid }, { reader: otherKey }, { reader: undefined }])
      await expectRefusal(answer('otto', other), 'SECOND_PERSON_NEEDED');
  });

  it('make an answer that its reader alone opens, and that stands in the ledger', async () => {
    const { text: jwe, records, recipients } = await answer('otto');
    expect([records, recipients]).toEqual([2, 1]);
    for (const value of values) expect(jwe).not.toContain(value);
    const { plaintext, protectedHeader } = await compactDecrypt(jwe, reader.privateKey);
    const { thumbprint: kid } = readerKey;
    expect(protectedHeader).toMatchObject({ alg: 'ECDH-ES+A256KW', enc: 'A256GCM', cty: 'application/json', kid });
    const text = Buffer.from(plaintext).toString('utf8');
    for (const value of values) expect(text).toContain(value);
    const stranger = await generateKeyPair('ECDH-ES+A256KW', { crv: 'P-256' });
    await expect(compactDecrypt(jwe, stranger.privateKey)).rejects.toMatchObject({ code: 'ERR_JWE_DECRYPTION_FAILED' });
    const made = { actor: 'operator:otto', event: 'SUBJECT_ACCESS', persons: `{${orla}}`, shapes: 1 };
    expect((await events()).at(-1)).toEqual(made);
  });

  it('are needed for each answer anew, and do not wait for ever', async () => {
    // The first operator asked twice, so one proposal is left.
    await answer('otto');
    await expectRefusal(answer('otto'), 'SECOND_PERSON_NEEDED');
    await propose('nora');
    await run(service.store, "UPDATE cloison.subject_access SET proposed_at = proposed_at - interval '7 days'");
    await expectRefusal(answer('otto'), 'SECOND_PERSON_NEEDED');
  });

  it('open nothing when the ledger does not take it', async () => {
    await propose('nora');
    await run(service.store, 'ALTER TABLE cloison.ledger_entry ADD CONSTRAINT is_full CHECK (false) NOT VALID');
    let opened = 0;
    class WatchedVault extends Vault {
      override opening(): Opening {
        opened += 1;
        return super.opening();
      }
    }
    const rooms = { ...service.store.rooms, vault: new WatchedVault(service.keyring) };
    await expect(answerAccess(rooms, asked('otto'))).rejects.toMatchObject({ name: 'Failure' });
    expect(opened).toBe(0);
    await run(service.store, 'ALTER TABLE cloison.ledger_entry DROP CONSTRAINT is_full');
    await answerAccess(rooms, asked('otto'));
    expect(opened).toBeGreaterThan(0);
  });
});

describe('an answer', () => {
  it('holds the data, the recipients really served, purposes, limits and rights, and nobody else', async () => {
    await propose('nora', { reader: undefined });
    const { text } = await answer('otto', { reader: undefined });
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
    const find = (by: Readonly<Record<string, unknown>>): Promise<unknown> =>
      findPerson(service.store.rooms, 'Tenant', by);
    expect(await find({ surname: 'quillfeather', born: '1984-03-02' })).toBe(orla);
    expect(await find({ surname: 'Quillfeather', born: '1984-03-03' })).toBeUndefined();
    await expectRefusal(find({ phone: '+441632960001' }), 'ARGUMENT_INVALID');
    await expectRefusal(find({ surname: 'Quillfeather', born: 'in spring' }), 'ARGUMENT_INVALID');
  });

  it('is none of a person who is not there, or is erased', async () => {
    const person = 'e0000000-0000-4000-8000-0000000000ff' as Uuid;
    await expectRefusal(propose('nora', { person }), 'NOT_REGISTERED');
    await propose('nora');
    await run(service.store, `UPDATE tenant SET data_key = NULL WHERE id = '${orla}'`);
    await expectRefusal(propose('nora'), 'NOT_REGISTERED');
    await expectRefusal(answer('otto'), 'NOT_REGISTERED');
  });
});

describe('a key', () => {
  it.each<readonly [text: string, message: RegExp]>([
    ['{"kty":"RSA","n":"AQAB","e":"AQAB"}', /cannot be used/],
    ['{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}', /cannot be used/],
    ['{"kty":"EC","crv":"P-256","x":"AA","y":"AA","d":"AA"}', /private key/],
    ['-----BEGIN PUBLIC KEY-----', /cannot be used/],
  ])('is not %s', async (text, message) => {
    await expect(importRecipientKey(text)).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringMatching(message) as unknown,
    });
  });
});
