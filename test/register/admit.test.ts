import { describe, expect, it } from 'vitest';
import { agentRequest, useDesk } from './desk.js';

const desk = useDesk();

const refused = { outcome: 'NOT_ACTIVE' };

describe('the door', () => {
  it.each([
    ['an account that nobody registered', { account: 'nobody' }],
    ['an account as what it is not', { kind: 'MACHINE' as const }],
    ['another organisation than the account’s', { organisation: 'slate' }],
    ['an organisation that nobody registered', { organisation: 'mortar' }],
    ['another unit than the account’s', { unit: 'slate-east' }],
    ['a unit that nobody registered', { unit: 'mortar-south' }],
    ['a unit for an account that has none', { account: 'brick-admin' }],
    ['an application that nobody registered', { application: 'nothing' }],
    [
      'an application of another organisation',
      { account: 'slate-admin', organisation: 'slate', unit: undefined, application: 'brick-software' },
    ],
    [
      'another application than the account’s only one',
      { account: 'brick-nightly', kind: 'MACHINE' as const, unit: undefined },
    ],
    ['an actor that nobody registered', { actor: 'nobody' }],
    ['an actor that is a person', { actor: 'brick-admin' }],
    [
      'an actor of another organisation',
      { account: 'slate-agent', organisation: 'slate', unit: 'slate-east', actor: 'brick-nightly' },
    ],
  ])('is shut for %s', async (_, request) => {
    expect(await desk.admitted(request)).toEqual(refused);
  });

  it('lets in who is registered, with what the register says of the account', async () => {
    expect(await desk.admitted()).toEqual({
      outcome: 'ADMITTED',
      organisation: 'brick',
      stepUpSince: undefined,
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/) as unknown,
      standing: {
        isInQuarantine: false,
        isAdministrator: false,
        isSubmissionOnly: false,
        stoppedFields: [],
        absorbed: [],
      },
    });
  });

  it.each([
    ['its organisation alone', { unit: undefined }],
    ['neither organisation nor unit', { organisation: undefined, unit: undefined }],
    ['its machine as the actor', { actor: 'brick-nightly' }],
    ['an application of its organisation', { application: 'brick-software' }],
  ])('lets an account in that names %s', async (_, request) => {
    expect(await desk.admitted(request)).toMatchObject({ outcome: 'ADMITTED', organisation: 'brick' });
  });

  it('knows an administrator', async () => {
    expect(await desk.admitted({ account: 'brick-admin', unit: undefined })).toMatchObject({
      standing: { isAdministrator: true },
    });
  });

  it('looks for nobody in the register whose role no partner holds', async () => {
    const request = { account: 'a-tenant', organisation: undefined, unit: undefined, isRegistered: false };
    expect(await desk.admitted(request)).toMatchObject({
      outcome: 'ADMITTED',
      organisation: undefined,
      stepUpSince: undefined,
    });
    expect(await desk.register.confirm(desk.database, agentRequest(desk.clock, request), [])).toMatchObject({
      outcome: 'ADMITTED',
    });
  });

  it('but lets such a role in through an application that is registered and open only', async () => {
    const tenant = { account: 'a-tenant', organisation: undefined, unit: undefined, isRegistered: false };
    expect(await desk.admitted({ ...tenant, application: 'never-heard-of' })).toEqual({ outcome: 'NOT_ACTIVE' });
    await desk.register.close('operator:ada', 'brick-software', 'APPLICATION');
    expect(await desk.admitted({ ...tenant, application: 'brick-software' })).toEqual({ outcome: 'NOT_ACTIVE' });
  });
});
