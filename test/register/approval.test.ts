import { describe, expect, it } from 'vitest';
import { accountActor, operator } from '../../src/register/actor.js';
import type { SubjectKind } from '../../src/register/subjects.js';
import { ada, bea, expectRefused, useDesk } from './desk.js';

const desk = useDesk();

const brickAdmin = accountActor('brick-admin');
const brickDeputy = accountActor('brick-deputy');
const slateAdmin = accountActor('slate-admin');
const newcomer = { id: 'newcomer', kind: 'PERSON', organisation: 'brick' } as const;
const asNewcomer = { account: 'newcomer', unit: undefined };
const reason = 'Looks odd.';

describe('an account that nobody has approved', () => {
  it('is let in, in quarantine, and administers nothing', async () => {
    await desk.register.createAccount(ada, { ...newcomer, isAdministrator: true });
    expect(await desk.admitted(asNewcomer)).toMatchObject({
      outcome: 'ADMITTED',
      standing: { isInQuarantine: true, isAdministrator: false },
    });
    await expectRefused(
      desk.register.createAccount(accountActor('newcomer'), { ...newcomer, id: 'another' }),
      'ADMINISTRATOR_NEEDED',
    );
    await desk.register.createAccount(ada, { ...newcomer, id: 'another' });
    await expectRefused(desk.register.approve(accountActor('newcomer'), 'another'), 'ADMINISTRATOR_NEEDED');
  });

  it('puts in quarantine who asks through it', async () => {
    const machine = { id: 'robot', kind: 'MACHINE', organisation: 'brick' } as const;
    await desk.register.createAccount(ada, machine);
    expect(await desk.admitted({ actor: 'robot' })).toMatchObject({ standing: { isInQuarantine: true } });
    await desk.register.approve(bea, 'robot');
    expect(await desk.admitted({ actor: 'robot' })).toMatchObject({ standing: { isInQuarantine: false } });
  });

  it('leaves quarantine by its approval, for what is under way too', async () => {
    await desk.register.createAccount(brickAdmin, newcomer);
    expect(await desk.admitted(asNewcomer)).toMatchObject({ standing: { isInQuarantine: true } });
    await desk.register.approve(brickDeputy, 'newcomer');
    expect(await desk.admitted(asNewcomer)).toMatchObject({ standing: { isInQuarantine: false } });
  });
});

describe('approval', () => {
  it('is never by who created the account', async () => {
    await desk.register.createAccount(brickAdmin, newcomer);
    await expectRefused(desk.register.approve(brickAdmin, 'newcomer'), 'SECOND_PERSON_NEEDED');
    await desk.register.createAccount(ada, { ...newcomer, id: 'other' });
    await expectRefused(desk.register.approve(ada, 'other'), 'SECOND_PERSON_NEEDED');
    await expectRefused(desk.register.approve(operator('Ada'), 'other'), 'SECOND_PERSON_NEEDED');
  });

  it('is never by the account itself', async () => {
    await desk.register.createAccount(ada, { ...newcomer, isAdministrator: true });
    await expectRefused(desk.register.approve(accountActor('newcomer'), 'newcomer'), 'SECOND_PERSON_NEEDED');
  });

  it.each(['operator:ada', 'account:newcomer'])('by %s is refused by the database too', async (by) => {
    await desk.register.createAccount(ada, newcomer);
    const alone = "UPDATE cloison.account SET approved_by = $1, approved_at = now() WHERE id = 'newcomer'";
    await expect(desk.sql(alone, [by])).rejects.toThrow('23514');
  });

  it('is not by an administrator of another organisation, who learns nothing of the account', async () => {
    await desk.register.createAccount(brickAdmin, newcomer);
    await expectRefused(desk.register.approve(slateAdmin, 'newcomer'), 'NOT_REGISTERED');
    await expectRefused(desk.register.approve(slateAdmin, 'nobody'), 'NOT_REGISTERED');
  });

  it('is not by an account that administers nothing', async () => {
    await desk.register.createAccount(brickAdmin, newcomer);
    await expectRefused(desk.register.approve(accountActor('brick-agent'), 'newcomer'), 'ADMINISTRATOR_NEEDED');
  });

  it.each([
    ['ACCOUNT', 'brick-deputy', false],
    ['ACCOUNT', 'brick-deputy', true],
    ['ORGANISATION', 'brick', false],
    ['EVERYTHING', '*', false],
  ] as const)('is not by an administrator behind a stop of %s %s (submission open: %s)', async (kind, target, open) => {
    await desk.register.createAccount(brickAdmin, newcomer);
    await desk.register.stop(ada, { kind, target, reason, leavesSubmissionOpen: open });
    await expectRefused(desk.register.approve(brickDeputy, 'newcomer'), 'ADMINISTRATOR_NEEDED');
  });

  it('is not by an administrator whose unit is stopped', async () => {
    const admin = { ...newcomer, id: 'northern', unit: 'brick-north', isAdministrator: true };
    await desk.register.createAccount(ada, admin);
    await desk.register.approve(bea, 'northern');
    await desk.register.createAccount(brickAdmin, newcomer);
    await desk.register.stop(ada, { kind: 'UNIT', target: 'brick-north', reason });
    await expectRefused(desk.register.approve(accountActor('northern'), 'newcomer'), 'ADMINISTRATOR_NEEDED');
  });

  it('is not by an administrator whose account or organisation is closed', async () => {
    await desk.register.createAccount(brickAdmin, newcomer);
    await desk.register.close(ada, 'brick-deputy');
    await expectRefused(desk.register.approve(brickDeputy, 'newcomer'), 'ADMINISTRATOR_NEEDED');
    await desk.register.close(ada, 'brick', 'ORGANISATION');
    await expectRefused(desk.register.approve(brickAdmin, 'newcomer'), 'SECOND_PERSON_NEEDED');
    await expectRefused(desk.register.createAccount(brickAdmin, { ...newcomer, id: 'x' }), 'ADMINISTRATOR_NEEDED');
  });

  it('of the sole administrator of an organisation is an operator’s, other than its creator', async () => {
    await desk.register.createOrganisation(ada, { id: 'mortar', name: 'Mortar & Daughter' });
    await desk.register.createAccount(ada, {
      ...newcomer,
      id: 'mortar-only',
      organisation: 'mortar',
      isAdministrator: true,
    });
    await desk.register.approve(bea, 'mortar', 'ORGANISATION');
    await expectRefused(desk.register.approve(slateAdmin, 'mortar-only'), 'NOT_REGISTERED');
    await expectRefused(desk.register.approve(ada, 'mortar-only'), 'SECOND_PERSON_NEEDED');
    await desk.register.approve(bea, 'mortar-only');
    const request = { account: 'mortar-only', organisation: 'mortar', unit: undefined };
    expect(await desk.admitted(request)).toMatchObject({ standing: { isInQuarantine: false, isAdministrator: true } });
  });

  it('of an administrator is an operator’s: two who are one person would approve all that follows', async () => {
    await desk.register.createAccount(brickAdmin, { ...newcomer, id: 'puppet', isAdministrator: true });
    await expectRefused(desk.register.approve(brickDeputy, 'puppet'), 'OPERATOR_NEEDED');
    await expectRefused(desk.register.approve(slateAdmin, 'puppet'), 'NOT_REGISTERED');
    await desk.register.createAccount(brickAdmin, newcomer);
    await expectRefused(desk.register.approve(accountActor('puppet'), 'newcomer'), 'ADMINISTRATOR_NEEDED');
    await desk.register.approve(ada, 'puppet');
    await desk.register.approve(accountActor('puppet'), 'newcomer');
  });

  it('happens once, and not of what is closed', async () => {
    await desk.register.createAccount(brickAdmin, newcomer);
    await desk.register.approve(brickDeputy, 'newcomer');
    await expectRefused(desk.register.approve(bea, 'newcomer'), 'REGISTER_CONFLICT');
    await desk.register.createAccount(brickAdmin, { ...newcomer, id: 'gone' });
    await desk.register.close(brickAdmin, 'gone');
    await expectRefused(desk.register.approve(brickDeputy, 'gone'), 'REGISTER_CONFLICT');
  });
});

describe('what is not an account', () => {
  it('an organisation: nobody of it is let in before a second operator has approved it', async () => {
    await desk.register.createOrganisation(ada, { id: 'mortar', name: 'Mortar & Daughter' });
    await desk.register.createAccount(ada, { ...newcomer, organisation: 'mortar' });
    const request = { account: 'newcomer', organisation: 'mortar', unit: undefined };
    expect(await desk.admitted(request)).toEqual({ outcome: 'NOT_ACTIVE' });
    await expectRefused(desk.register.approve(brickAdmin, 'mortar', 'ORGANISATION'), 'OPERATOR_NEEDED');
    await expectRefused(desk.register.approve(ada, 'mortar', 'ORGANISATION'), 'SECOND_PERSON_NEEDED');
    await desk.register.approve(bea, 'mortar', 'ORGANISATION');
    expect(await desk.admitted(request)).toMatchObject({ outcome: 'ADMITTED' });
  });

  it('a unit: its accounts wait for a second person', async () => {
    await desk.register.createUnit(brickAdmin, { id: 'brick-south', organisation: 'brick' });
    await desk.register.createAccount(ada, { ...newcomer, unit: 'brick-south' });
    const request = { account: 'newcomer', unit: 'brick-south' };
    expect(await desk.admitted(request)).toEqual({ outcome: 'NOT_ACTIVE' });
    await expectRefused(desk.register.approve(brickAdmin, 'brick-south', 'UNIT'), 'SECOND_PERSON_NEEDED');
    await expectRefused(desk.register.approve(slateAdmin, 'brick-south', 'UNIT'), 'NOT_REGISTERED');
    await desk.register.approve(brickDeputy, 'brick-south', 'UNIT');
    expect(await desk.admitted(request)).toMatchObject({ outcome: 'ADMITTED' });
  });

  it('an application: it serves nobody before a second operator has approved it', async () => {
    await desk.register.createApplication(ada, { id: 'viewer' });
    expect(await desk.admitted({ application: 'viewer' })).toEqual({ outcome: 'NOT_ACTIVE' });
    await expectRefused(desk.register.approve(brickAdmin, 'viewer', 'APPLICATION'), 'OPERATOR_NEEDED');
    await expectRefused(desk.register.approve(ada, 'viewer', 'APPLICATION'), 'SECOND_PERSON_NEEDED');
    await desk.register.approve(bea, 'viewer', 'APPLICATION');
    expect(await desk.admitted({ application: 'viewer' })).toMatchObject({ outcome: 'ADMITTED' });
  });
});

describe('closing', () => {
  it.each<readonly [SubjectKind, string]>([
    ['ACCOUNT', 'brick-agent'],
    ['UNIT', 'brick-north'],
    ['ORGANISATION', 'brick'],
    ['APPLICATION', 'portal'],
  ])('%s %s ends what is under way, for good', async (kind, id) => {
    await desk.register.close(ada, id, kind);
    expect(await desk.admitted()).toEqual({ outcome: 'NOT_ACTIVE' });
    await expectRefused(desk.register.close(ada, id, kind), 'REGISTER_CONFLICT');
    await expectRefused(desk.register.close(ada, 'nobody', kind), 'NOT_REGISTERED');
  });

  it('is an administrator’s for accounts and units of its organisation', async () => {
    await expectRefused(desk.register.close(slateAdmin, 'brick-agent'), 'NOT_REGISTERED');
    await expectRefused(desk.register.close(accountActor('brick-agent'), 'brick-deputy'), 'ADMINISTRATOR_NEEDED');
    await expectRefused(desk.register.close(brickAdmin, 'brick', 'ORGANISATION'), 'OPERATOR_NEEDED');
    await expectRefused(desk.register.close(brickAdmin, 'brick-software', 'APPLICATION'), 'OPERATOR_NEEDED');
    await desk.register.close(brickAdmin, 'brick-agent');
    await desk.register.close(brickAdmin, 'brick-north', 'UNIT');
  });
});

describe('an administrator', () => {
  it('is stopped by another, and closed by an operator or itself', async () => {
    await expectRefused(desk.register.close(brickAdmin, 'brick-deputy'), 'OPERATOR_NEEDED');
    await expectRefused(desk.register.close(slateAdmin, 'brick-deputy'), 'NOT_REGISTERED');
    await desk.register.stop(brickAdmin, { kind: 'ACCOUNT', target: 'brick-deputy', reason });
    await desk.register.close(brickAdmin, 'brick-admin');
    await desk.register.close(ada, 'brick-deputy');
  });
});

describe('the history', () => {
  it('keeps every change with who and when, and takes nothing back', async () => {
    await desk.register.createAccount(brickAdmin, newcomer);
    await desk.register.approve(brickDeputy, 'newcomer');
    await desk.register.close(ada, 'newcomer');
    const shown = await desk.register.show('newcomer');
    expect(shown?.history.map(({ actor, action }) => [actor, action])).toEqual([
      ['operator:ada', 'CLOSE'],
      ['account:brick-deputy', 'APPROVE'],
      ['account:brick-admin', 'CREATE'],
    ]);
    expect(shown?.history.every(({ at }) => at === '2026-03-02T09:00:00Z')).toBe(true);
    for (const change of [
      "UPDATE cloison.register_event SET actor = 'operator:x'",
      'DELETE FROM cloison.register_event',
      'TRUNCATE cloison.register_event',
    ])
      await expect(desk.sql(change)).rejects.toThrow('23001');
  });
});
