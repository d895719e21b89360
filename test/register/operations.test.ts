import { describe, expect, it } from 'vitest';
import { accountActor } from '../../src/register/actor.js';
import { ada, bea, digestOf, expectRefused, useDesk } from './desk.js';

const desk = useDesk();

const document = 'query Nightly { tenants(first: 50) { id } }';
const digest = digestOf(document);
const purpose = 'LETTING';
const entry = { application: 'brick-nightly', digest, document, name: 'Nightly', purpose };

describe('an operation', () => {
  it('is registered for one application, one text and one purpose', async () => {
    expect(await desk.replica.operationText('brick-nightly', digest, purpose)).toBe(undefined);
    await desk.register.registerOperation(ada, entry);
    expect(await desk.replica.operationText('brick-nightly', digest, purpose)).toBe(document);
    expect(await desk.replica.operationText('brick-software', digest, purpose)).toBe(undefined);
    expect(await desk.replica.operationText('brick-nightly', digestOf(`${document} `), purpose)).toBe(undefined);
    expect(await desk.replica.operationText('brick-nightly', digest, 'REPAIRS')).toBe(undefined);
  });

  it('is revoked on every replica, and may be registered anew', async () => {
    await desk.register.registerOperation(ada, entry);
    await desk.register.revokeOperation(bea, entry);
    expect(await desk.replica.operationText('brick-nightly', digest, purpose)).toBe(undefined);
    await expectRefused(desk.register.revokeOperation(bea, entry), 'NOT_REGISTERED');
    expect(await desk.register.operations('brick-nightly')).toMatchObject([{ name: 'Nightly', revokedBy: bea }]);
    await desk.register.registerOperation(bea, entry);
    expect(await desk.replica.operationText('brick-nightly', digest, purpose)).toBe(document);
  });

  it('registered again changes nothing', async () => {
    await desk.register.registerOperation(ada, entry);
    await desk.register.registerOperation(bea, entry);
    expect(await desk.register.operations()).toEqual([
      {
        application: 'brick-nightly',
        digest: digest.toString('hex'),
        name: 'Nightly',
        purpose: 'LETTING',
        registeredBy: ada,
        registeredAt: '2026-03-02T09:00:00Z',
        revokedBy: null,
        revokedAt: null,
      },
    ]);
  });

  it('is an operator’s to register and to revoke', async () => {
    const admin = accountActor('brick-admin');
    await expectRefused(desk.register.registerOperation(admin, entry), 'OPERATOR_NEEDED');
    await desk.register.registerOperation(ada, entry);
    await expectRefused(desk.register.revokeOperation(admin, entry), 'OPERATOR_NEEDED');
  });

  it.each([
    ['an application that nobody registered', { application: 'nothing' }, 'NOT_REGISTERED'],
    ['no digest', { digest: Buffer.alloc(31) }, 'ARGUMENT_INVALID'],
    ['an empty text', { document: '' }, 'ARGUMENT_INVALID'],
    ['a text without end', { document: 'x'.repeat(100_001) }, 'ARGUMENT_INVALID'],
    ['a purpose of two words', { purpose: 'A B' }, 'ARGUMENT_INVALID'],
    ['no name', { name: '' }, 'ARGUMENT_INVALID'],
  ] as const)('with %s is refused', async (_, part, code) => {
    await expectRefused(desk.register.registerOperation(ada, { ...entry, ...part }), code);
  });

  it('of an application that is closed is refused', async () => {
    await desk.register.close(ada, 'brick-nightly', 'APPLICATION');
    await expectRefused(desk.register.registerOperation(ada, entry), 'NOT_REGISTERED');
  });
});

describe('an application', () => {
  it('is restricted by one operator, on every replica, and freed by another', async () => {
    expect(await desk.replica.isRestricted('portal')).toBe(false);
    await desk.register.restrictApplication(ada, 'portal');
    await desk.register.restrictApplication(bea, 'portal');
    expect([await desk.replica.isRestricted('portal'), await desk.replica.isRestricted('brick-software')]).toEqual([
      true,
      false,
    ]);
    await expectRefused(desk.register.unrestrictApplication(ada, 'portal'), 'SECOND_PERSON_NEEDED');
    await desk.register.unrestrictApplication(bea, 'portal');
    expect(await desk.replica.isRestricted('portal')).toBe(false);
    await expectRefused(desk.register.unrestrictApplication(bea, 'portal'), 'REGISTER_CONFLICT');
    const events = await desk.sql(
      "SELECT action, actor FROM cloison.register_event WHERE action LIKE '%RESTRICT' ORDER BY id",
    );
    expect(events).toEqual([
      { action: 'RESTRICT', actor: ada },
      { action: 'UNRESTRICT', actor: bea },
    ]);
  });

  it('is an operator’s to restrict and to free, and must be there', async () => {
    const admin = accountActor('brick-admin');
    await expectRefused(desk.register.restrictApplication(admin, 'brick-software'), 'OPERATOR_NEEDED');
    await expectRefused(desk.register.unrestrictApplication(admin, 'brick-software'), 'OPERATOR_NEEDED');
    await expectRefused(desk.register.restrictApplication(ada, 'nothing'), 'NOT_REGISTERED');
    await expectRefused(desk.register.unrestrictApplication(ada, 'nothing'), 'NOT_REGISTERED');
  });
});
