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
    expect(await desk.replica.isOperationRegistered('brick-nightly', digest, purpose)).toBe(false);
    await desk.register.registerOperation(ada, entry);
    expect(await desk.replica.isOperationRegistered('brick-nightly', digest, purpose)).toBe(true);
    expect(await desk.replica.isOperationRegistered('brick-software', digest, purpose)).toBe(false);
    expect(await desk.replica.isOperationRegistered('brick-nightly', digestOf(`${document} `), purpose)).toBe(false);
    expect(await desk.replica.isOperationRegistered('brick-nightly', digest, 'REPAIRS')).toBe(false);
  });

  it('is revoked on every replica, and may be registered anew', async () => {
    await desk.register.registerOperation(ada, entry);
    await desk.register.revokeOperation(bea, entry);
    expect(await desk.replica.isOperationRegistered('brick-nightly', digest, purpose)).toBe(false);
    await expectRefused(desk.register.revokeOperation(bea, entry), 'NOT_REGISTERED');
    expect(await desk.register.operations('brick-nightly')).toMatchObject([{ name: 'Nightly', revokedBy: bea }]);
    await desk.register.registerOperation(bea, entry);
    expect(await desk.replica.isOperationRegistered('brick-nightly', digest, purpose)).toBe(true);
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
