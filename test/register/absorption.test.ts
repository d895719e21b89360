import { beforeEach, describe, expect, it } from 'vitest';
import { accountActor } from '../../src/register/actor.js';
import { ada, agentRequest, bea, expectRefused, useDesk, partners } from './desk.js';
import { absorb } from '../support/partner.js';

const desk = useDesk({
  ...partners,
  organisations: [...partners.organisations, { id: 'mortar', name: 'Mortar & Daughter' }],
});

const slate = { account: 'slate-agent', organisation: 'slate', unit: 'slate-east' };
const reason = 'A breach.';

describe('an organisation that was absorbed', () => {
  beforeEach(() => absorb(desk.register, { absorbed: 'brick', into: 'slate' }));

  it.each(['brick', 'slate', undefined])(
    'is kept under its survivor, whichever id the token names: %s',
    async (organisation) => {
      expect(await desk.admitted({ organisation })).toMatchObject({
        outcome: 'ADMITTED',
        organisation: 'slate',
        standing: { absorbed: ['brick'] },
      });
    },
  );

  it('leaves its links to the accounts of the survivor, who may name either too', async () => {
    for (const organisation of ['brick', 'slate'])
      expect(await desk.admitted({ ...slate, organisation })).toMatchObject({
        organisation: 'slate',
        standing: { absorbed: ['brick'] },
      });
  });

  it('is named by the survivor’s id when an operation under way is judged again', async () => {
    const request = agentRequest(desk.clock, { organisation: 'slate' });
    expect(await desk.replica.confirm(desk.database, request, [])).toMatchObject({ organisation: 'slate' });
  });

  it('gives no third organisation anything', async () => {
    expect(await desk.admitted({ organisation: 'mortar' })).toEqual({ outcome: 'NOT_ACTIVE' });
  });

  it('keeps its applications, units and machines at work', async () => {
    expect(await desk.admitted({ application: 'brick-software', actor: 'brick-nightly' })).toMatchObject({
      outcome: 'ADMITTED',
    });
    expect(await desk.admitted({ ...slate, actor: 'brick-nightly' })).toMatchObject({ outcome: 'ADMITTED' });
  });

  it('goes along when its survivor is absorbed', async () => {
    await absorb(desk.register, { absorbed: 'slate', into: 'mortar' });
    const admission = await desk.admitted({ organisation: 'slate' });
    expect(admission).toMatchObject({ organisation: 'mortar' });
    expect(admission.outcome === 'ADMITTED' && admission.standing.absorbed.toSorted()).toEqual(['brick', 'slate']);
  });

  it.each(['brick', 'slate'])('stands still behind a stop of %s', async (target) => {
    await desk.register.stop(ada, { kind: 'ORGANISATION', target, reason });
    expect(await desk.admitted()).toEqual({ outcome: 'NOT_ACTIVE' });
  });

  it('stands still behind its own stop under its survivor’s id too, and so does its machine for others', async () => {
    await desk.register.stop(ada, { kind: 'ORGANISATION', target: 'brick', reason });
    expect(await desk.admitted({ organisation: 'slate' })).toEqual({ outcome: 'NOT_ACTIVE' });
    expect(await desk.admitted({ ...slate, actor: 'brick-nightly' })).toEqual({ outcome: 'NOT_ACTIVE' });
  });

  it('lends nobody its application nor its unit while it is stopped', async () => {
    const account = { id: 'slate-north', kind: 'PERSON', organisation: 'slate', unit: 'brick-north' } as const;
    await desk.register.createAccount(ada, account);
    const [byApplication, byUnit] = [
      { account: 'slate-admin', organisation: 'slate', unit: undefined, application: 'brick-software' },
      { account: 'slate-north', organisation: 'slate', unit: undefined },
    ];
    for (const request of [byApplication, byUnit])
      expect(await desk.admitted(request)).toMatchObject({ outcome: 'ADMITTED' });
    await desk.register.stop(ada, { kind: 'ORGANISATION', target: 'brick', reason });
    for (const request of [byApplication, byUnit])
      expect(await desk.admitted(request)).toEqual({ outcome: 'NOT_ACTIVE' });
  });

  it('gives its survivor nothing while it is stopped, and the survivor goes on', async () => {
    await desk.register.stop(ada, { kind: 'ORGANISATION', target: 'brick', reason });
    expect(await desk.admitted(slate)).toMatchObject({ organisation: 'slate', standing: { absorbed: [] } });
    expect(await desk.admitted({ ...slate, organisation: 'brick' })).toEqual({ outcome: 'NOT_ACTIVE' });
  });

  it('ends with its survivor', async () => {
    await desk.register.close(ada, 'slate', 'ORGANISATION');
    expect(await desk.admitted()).toEqual({ outcome: 'NOT_ACTIVE' });
  });

  it('is administered by the survivor’s administrators, and the other way round', async () => {
    await desk.register.createAccount(accountActor('brick-admin'), { id: 'a', kind: 'PERSON', organisation: 'brick' });
    await desk.register.approve(accountActor('slate-admin'), 'a');
    expect((await desk.register.show('a'))?.organisation).toBe('slate');
    await desk.register.stop(accountActor('slate-admin'), { kind: 'ACCOUNT', target: 'brick-agent', reason });
  });
});

describe('absorption', () => {
  it.each([
    ['itself', { absorbed: 'brick', into: 'brick' }, 'REGISTER_CONFLICT'],
    ['what nobody registered', { absorbed: 'brick', into: 'nothing' }, 'NOT_REGISTERED'],
    ['what nobody registered', { absorbed: 'nothing', into: 'brick' }, 'NOT_REGISTERED'],
    ['no id', { absorbed: '*', into: 'brick' }, 'ARGUMENT_INVALID'],
  ] as const)('of %s is refused', async (_, absorption, code) => {
    await expectRefused(desk.register.absorb(ada, absorption), code);
  });

  it('makes no circle', async () => {
    await absorb(desk.register, { absorbed: 'brick', into: 'slate' });
    await expectRefused(desk.register.absorb(ada, { absorbed: 'slate', into: 'brick' }), 'REGISTER_CONFLICT');
    await expectRefused(desk.register.absorb(ada, { absorbed: 'brick', into: 'mortar' }), 'REGISTER_CONFLICT');
  });

  it('is refused of an organisation that waits or is closed', async () => {
    await desk.register.createOrganisation(ada, { id: 'waiting', name: 'Waiting' });
    await expectRefused(desk.register.absorb(bea, { absorbed: 'brick', into: 'waiting' }), 'REGISTER_CONFLICT');
    await desk.register.close(ada, 'mortar', 'ORGANISATION');
    await expectRefused(desk.register.absorb(ada, { absorbed: 'mortar', into: 'brick' }), 'REGISTER_CONFLICT');
  });

  it('takes two operators: one alone changes nothing, however often', async () => {
    const absorption = { absorbed: 'slate', into: 'brick' };
    expect(await desk.register.absorb(ada, absorption)).toBe('PROPOSED');
    await expectRefused(desk.register.absorb(ada, absorption), 'SECOND_PERSON_NEEDED');
    expect(await desk.admitted()).toMatchObject({ standing: { absorbed: [] } });
    expect(await desk.register.absorb(bea, { absorbed: 'slate', into: 'mortar' })).toBe('PROPOSED');
    expect(await desk.register.absorb(ada, absorption)).toBe('PROPOSED');
    expect(await desk.register.absorb(bea, absorption)).toBe('ABSORBED');
    expect(await desk.admitted()).toMatchObject({ standing: { absorbed: ['slate'] } });
  });

  it('is an operator’s', async () => {
    const absorption = { absorbed: 'slate', into: 'brick' };
    await expectRefused(desk.register.absorb(accountActor('brick-admin'), absorption), 'OPERATOR_NEEDED');
  });
});
