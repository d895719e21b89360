import { describe, expect, it } from 'vitest';
import { accountActor, engine } from '../../src/register/actor.js';
import type { StopKind } from '../../src/register/stop.js';
import { ada, agentRequest, bea, expectRefused, minute, useDesk } from './desk.js';

const desk = useDesk();

const reason = 'A laptop was stolen.';
const watch = engine('watch');
const brickAdmin = accountActor('brick-admin');
const refused = { outcome: 'NOT_ACTIVE' };
const slate = { account: 'slate-agent', organisation: 'slate', unit: 'slate-east' };
const tenant = { account: 'a-tenant', role: 'TENANT', organisation: undefined, unit: undefined, isRegistered: false };

describe('a stop', () => {
  it.each<readonly [StopKind, string]>([
    ['ACCOUNT', 'brick-agent'],
    ['UNIT', 'brick-north'],
    ['ORGANISATION', 'brick'],
    ['ROLE', 'LANDLORD'],
    ['APPLICATION', 'portal'],
    ['EVERYTHING', '*'],
  ])('of %s %s holds for the next request and for those under way, on the other replica too', async (kind, target) => {
    const request = agentRequest(desk.clock);
    expect(await desk.replica.admit(request)).toMatchObject({ outcome: 'ADMITTED' });
    await desk.register.stop(ada, { kind, target, reason });
    expect(await desk.replica.admit(request)).toEqual(refused);
    expect(await desk.replica.confirm(desk.database, request, [])).toEqual(refused);
  });

  it('is seen inside a transaction that began before it', async () => {
    await desk.database.transaction(async (session) => {
      const request = agentRequest(desk.clock);
      expect(await desk.register.confirm(session, request, [])).toMatchObject({ outcome: 'ADMITTED' });
      await desk.replica.stop(ada, { kind: 'ACCOUNT', target: 'brick-agent', reason });
      expect(await desk.register.confirm(session, request, [])).toEqual(refused);
    });
  });

  it.each<readonly [StopKind, string]>([
    ['ACCOUNT', 'brick-agent'],
    ['UNIT', 'brick-north'],
    ['ORGANISATION', 'brick'],
  ])('of %s %s is noticed by nobody else', async (kind, target) => {
    await desk.register.stop(ada, { kind, target, reason });
    expect(await desk.admitted(slate)).toMatchObject({ outcome: 'ADMITTED' });
    expect(await desk.admitted(tenant)).toMatchObject({ outcome: 'ADMITTED' });
  });

  it.each<readonly [StopKind, string]>([
    ['ACCOUNT', 'brick-nightly'],
    ['APPLICATION', 'brick-nightly'],
  ])('of %s %s stops who acts through that machine, and the account itself goes on', async (kind, target) => {
    await desk.register.stop(ada, { kind, target, reason });
    expect(await desk.admitted({ actor: 'brick-nightly' })).toEqual(refused);
    expect(await desk.admitted()).toMatchObject({ outcome: 'ADMITTED' });
  });

  it('of a unit, or closing, stops who acts through a machine of it', async () => {
    const robot = { id: 'robot', kind: 'MACHINE', organisation: 'brick', unit: 'brick-north' } as const;
    await desk.register.createAccount(ada, robot);
    const request = { account: 'brick-admin', unit: undefined, actor: 'robot' };
    expect(await desk.admitted(request)).toMatchObject({ outcome: 'ADMITTED' });
    const id = await desk.register.stop(ada, { kind: 'UNIT', target: 'brick-north', reason });
    expect(await desk.admitted(request)).toEqual(refused);
    await desk.register.reinstate(ada, id);
    expect(await desk.admitted(request)).toMatchObject({ outcome: 'ADMITTED' });
    await desk.register.close(ada, 'robot');
    expect(await desk.admitted(request)).toEqual(refused);
  });

  it.each<readonly [StopKind, string]>([
    ['ACCOUNT', 'a-tenant'],
    ['ROLE', 'TENANT'],
    ['APPLICATION', 'portal'],
    ['EVERYTHING', '*'],
  ])('of %s %s holds for who stands in no register', async (kind, target) => {
    await desk.register.stop(ada, { kind, target, reason });
    expect(await desk.admitted(tenant)).toEqual(refused);
    expect(await desk.replica.confirm(desk.database, agentRequest(desk.clock, tenant), [])).toEqual(refused);
  });

  it('of a field refuses nobody and names the field: at the door all, at the end those that were touched', async () => {
    await desk.register.stop(ada, { kind: 'FIELD', target: 'Tenant.phone', reason });
    await desk.register.stop(bea, { kind: 'FIELD', target: 'Tenant.phone', reason });
    await desk.register.stop(ada, { kind: 'FIELD', target: 'Tenant.born', reason });
    const admission = await desk.admitted();
    expect(admission.outcome === 'ADMITTED' && admission.standing.stoppedFields.toSorted()).toEqual([
      'Tenant.born',
      'Tenant.phone',
    ]);
    const confirmed = (coordinates: readonly string[]): Promise<unknown> =>
      desk.replica.confirm(desk.database, agentRequest(desk.clock), coordinates);
    expect(await confirmed(['Tenant.phone', 'Tenant.name'])).toMatchObject({
      standing: { stoppedFields: ['Tenant.phone'] },
    });
    expect(await confirmed([])).toMatchObject({ standing: { stoppedFields: [] } });
  });

  it('leaves submission open when it says so, and only while no other stop holds', async () => {
    const order = { kind: 'ORGANISATION', target: 'brick', reason, leavesSubmissionOpen: true } as const;
    await desk.register.stop(ada, order);
    expect(await desk.admitted()).toMatchObject({ outcome: 'ADMITTED', standing: { isSubmissionOnly: true } });
    expect(await desk.admitted(slate)).toMatchObject({ standing: { isSubmissionOnly: false } });
    const other = await desk.register.stop(ada, { kind: 'ACCOUNT', target: 'brick-agent', reason });
    expect(await desk.admitted()).toEqual(refused);
    await desk.register.reinstate(ada, other);
    expect(await desk.admitted()).toMatchObject({ standing: { isSubmissionOnly: true } });
  });

  it('holds whatever the clocks say', async () => {
    await desk.register.stop(ada, { kind: 'ACCOUNT', target: 'brick-agent', reason });
    desk.clock.move(-60 * minute);
    expect(await desk.admitted()).toEqual(refused);
  });

  it.each(['', '   ', 'a\nb', 'x'.repeat(501)])('needs a reason: %j is none', async (wrong) => {
    await expectRefused(
      desk.register.stop(ada, { kind: 'ROLE', target: 'LANDLORD', reason: wrong }),
      'ARGUMENT_INVALID',
    );
  });

  it.each<readonly [StopKind, string]>([
    ['EVERYTHING', 'all'],
    ['FIELD', 'phone'],
    ['ROLE', 'two words'],
    ['ACCOUNT', '*'],
    ['UNIT', 'brick north'],
  ])('refuses what can name no %s: %j', async (kind, target) => {
    await expectRefused(desk.register.stop(ada, { kind, target, reason }), 'ARGUMENT_INVALID');
  });

  it('keeps who, when and why', async () => {
    const id = await desk.register.stop(ada, { kind: 'ACCOUNT', target: 'brick-agent', reason: ` ${reason} ` });
    expect(await desk.register.stopsOf('ACCOUNT', 'brick-agent')).toEqual([
      {
        id,
        kind: 'ACCOUNT',
        target: 'brick-agent',
        reason,
        author: 'operator:ada',
        isAutomatic: false,
        leavesSubmissionOpen: false,
        stoppedAt: '2026-03-02T09:00:00Z',
        proposedBy: null,
      },
    ]);
    desk.clock.move(minute);
    await desk.register.reinstate(bea, id);
    expect(await desk.register.stopsOf('ACCOUNT', 'brick-agent')).toEqual([]);
    expect(await desk.sql('SELECT reinstated_by, reinstated_at FROM cloison.stop')).toEqual([
      { reinstated_by: 'operator:bea', reinstated_at: '2026-03-02T09:01:00Z' },
    ]);
  });

  it('waits for nobody who changes the register meanwhile', async () => {
    await desk.database.transaction(async (session) => {
      await session.run('SELECT pg_advisory_xact_lock(4785221905)');
      await session.run("UPDATE cloison.account SET step_up_since = now() WHERE id = 'brick-agent'");
      await desk.replica.stop(ada, { kind: 'ACCOUNT', target: 'brick-agent', reason });
      expect(await desk.replica.confirm(desk.database, agentRequest(desk.clock), [])).toEqual(refused);
    });
  });
});

describe('who may stop', () => {
  it('an administrator, an account and a unit of its own organisation', async () => {
    await desk.register.stop(brickAdmin, { kind: 'ACCOUNT', target: 'brick-agent', reason });
    await desk.register.stop(brickAdmin, { kind: 'UNIT', target: 'brick-north', reason });
    expect(await desk.admitted()).toEqual(refused);
  });

  it.each<readonly [StopKind, string]>([
    ['ACCOUNT', 'slate-agent'],
    ['UNIT', 'slate-east'],
    ['ACCOUNT', 'nobody'],
  ])('an administrator, no %s %s of others: as if it were not there', async (kind, target) => {
    await expectRefused(desk.register.stop(brickAdmin, { kind, target, reason }), 'NOT_REGISTERED');
  });

  it.each<readonly [StopKind, string]>([
    ['ORGANISATION', 'brick'],
    ['APPLICATION', 'portal'],
    ['ROLE', 'LANDLORD'],
    ['FIELD', 'Tenant.phone'],
    ['EVERYTHING', '*'],
  ])('an operator alone, %s %s', async (kind, target) => {
    await expectRefused(desk.register.stop(brickAdmin, { kind, target, reason }), 'OPERATOR_NEEDED');
    await desk.register.stop(ada, { kind, target, reason });
  });

  it('no account that administers nothing', async () => {
    const order = { kind: 'ACCOUNT', target: 'brick-admin', reason } as const;
    await expectRefused(desk.register.stop(accountActor('brick-agent'), order), 'ADMINISTRATOR_NEEDED');
  });

  it('the engine, automatically and not otherwise; no administrator so', async () => {
    const order = { kind: 'ACCOUNT', target: 'brick-agent', reason } as const;
    await expectRefused(desk.register.stop(watch, order), 'ADMINISTRATOR_NEEDED');
    await expectRefused(desk.register.stop(brickAdmin, { ...order, isAutomatic: true }), 'OPERATOR_NEEDED');
    await desk.register.stop(watch, { ...order, isAutomatic: true });
    expect(await desk.admitted()).toEqual(refused);
  });
});

describe('reinstatement', () => {
  const order = { kind: 'ACCOUNT', target: 'brick-agent', reason } as const;

  it('after an automatic stop takes two persons', async () => {
    const id = await desk.register.stop(watch, { ...order, isAutomatic: true });
    expect(await desk.register.reinstate(ada, id)).toBe('PROPOSED');
    expect(await desk.admitted()).toEqual(refused);
    await expectRefused(desk.register.reinstate(ada, id), 'SECOND_PERSON_NEEDED');
    expect(await desk.admitted()).toEqual(refused);
    expect(await desk.register.reinstate(bea, id)).toBe('REINSTATED');
    expect(await desk.admitted()).toMatchObject({ outcome: 'ADMITTED' });
  });

  it('by one person of an automatic stop is refused by the database too', async () => {
    const id = await desk.register.stop(watch, { ...order, isAutomatic: true });
    const alone = "UPDATE cloison.stop SET reinstated_by = 'operator:ada', reinstated_at = now() WHERE id = $1";
    await expect(desk.sql(alone, [id])).rejects.toThrow('23514');
    await desk.register.reinstate(ada, id);
    await expect(desk.sql(alone, [id])).rejects.toThrow('23514');
  });

  it('of two at once after an automatic stop is one proposal and one reinstatement', async () => {
    const id = await desk.register.stop(watch, { ...order, isAutomatic: true });
    const outcomes = await Promise.all([desk.register.reinstate(ada, id), desk.replica.reinstate(bea, id)]);
    expect(outcomes.toSorted()).toEqual(['PROPOSED', 'REINSTATED']);
  });

  it('after a stop by a person takes one, who may be the one who stopped', async () => {
    expect(await desk.register.reinstate(ada, await desk.register.stop(ada, order))).toBe('REINSTATED');
    expect(await desk.register.reinstate(brickAdmin, await desk.register.stop(brickAdmin, order))).toBe('REINSTATED');
    expect(await desk.admitted()).toMatchObject({ outcome: 'ADMITTED' });
  });

  it('by an administrator lifts nothing that an operator or the engine stopped', async () => {
    for (const by of [ada, watch]) {
      const id = await desk.register.stop(by, { ...order, isAutomatic: by === watch });
      await expectRefused(desk.register.reinstate(brickAdmin, id), 'OPERATOR_NEEDED');
    }
  });

  it('by an administrator of others, or of what only operators stop, knows no such stop', async () => {
    const id = await desk.register.stop(brickAdmin, order);
    await expectRefused(desk.register.reinstate(accountActor('slate-admin'), id), 'NOT_REGISTERED');
    const role = await desk.register.stop(ada, { kind: 'ROLE', target: 'LANDLORD', reason });
    await expectRefused(desk.register.reinstate(brickAdmin, role), 'NOT_REGISTERED');
  });

  it.each(['not-a-stop', '00000000-0000-4000-8000-000000000000'])('of %s finds nothing', async (id) => {
    await expectRefused(desk.register.reinstate(ada, id), 'NOT_REGISTERED');
  });

  it('happens once', async () => {
    const id = await desk.register.stop(ada, order);
    await desk.register.reinstate(ada, id);
    await expectRefused(desk.register.reinstate(bea, id), 'REGISTER_CONFLICT');
  });

  it.each<readonly [StopKind, string]>([
    ['ACCOUNT', 'brick-agent'],
    ['UNIT', 'brick-north'],
    ['ORGANISATION', 'brick'],
  ])('of %s %s asks sessions from before to authenticate, and no machine', async (kind, target) => {
    const id = await desk.register.stop(ada, { kind, target, reason });
    desk.clock.move(minute);
    await desk.register.reinstate(ada, id);
    expect(await desk.admitted()).toMatchObject({ stepUpSince: desk.clock.now() });
    expect(await desk.admitted(slate)).toMatchObject({ stepUpSince: undefined });
    const machine = {
      account: 'brick-nightly',
      application: 'brick-nightly',
      unit: undefined,
      kind: 'MACHINE',
    } as const;
    expect(await desk.admitted(machine)).toMatchObject({ outcome: 'ADMITTED', stepUpSince: undefined });
  });
});
