import { describe, expect, it } from 'vitest';
import { ada, bea, expectRefused, useDesk, partners } from './desk.js';

const desk = useDesk();

const by = { createdBy: ada, approvedBy: bea };
const none = { organisations: [], units: [], applications: [], accounts: [] };

describe('entries in bulk', () => {
  it('change nothing when they come again, and add what is new', async () => {
    expect(await desk.register.seed(partners, by)).toEqual({
      organisations: 0,
      units: 0,
      applications: 0,
      accounts: 0,
    });
    const more = {
      ...none,
      accounts: [{ id: 'late', kind: 'PERSON', organisation: 'slate', unit: 'slate-east' }],
    } as const;
    expect(await desk.register.seed(more, by)).toMatchObject({ accounts: 1 });
    expect(await desk.register.show('late')).toMatchObject({ state: 'ACTIVE', createdBy: ada, approvedBy: bea });
  });

  it('come again at once on two replicas', async () => {
    const seeded = await Promise.all([desk.register, desk.replica].map((each) => each.seed(partners, by)));
    expect(seeded.map(({ accounts }) => accounts)).toEqual([0, 0]);
  });

  it('open nothing that was closed, and lift no quarantine', async () => {
    await desk.register.close(ada, 'brick-agent');
    await desk.register.createAccount(ada, { id: 'quarantined', kind: 'PERSON', organisation: 'brick' });
    const again = { ...none, accounts: [{ id: 'quarantined', kind: 'PERSON', organisation: 'brick' }] } as const;
    await desk.register.seed(again, by);
    await desk.register.seed(partners, by);
    expect(await desk.register.show('brick-agent')).toMatchObject({ state: 'CLOSED' });
    expect(await desk.register.show('quarantined')).toMatchObject({ state: 'QUARANTINE' });
  });

  it('are signed by two', async () => {
    await expectRefused(desk.register.seed(none, { createdBy: ada, approvedBy: ada }), 'SECOND_PERSON_NEEDED');
  });

  it.each([
    [
      'an account of another organisation',
      { accounts: [{ id: 'brick-agent', kind: 'PERSON', organisation: 'slate' }] },
    ],
    [
      'an account that administers now',
      {
        accounts: [
          {
            id: 'slate-agent',
            kind: 'PERSON',
            organisation: 'slate',
            unit: 'slate-east',
            application: 'portal',
            isAdministrator: true,
          },
        ],
      },
    ],
    ['a unit of another organisation', { units: [{ id: 'brick-north', organisation: 'slate' }] }],
    ['an application of another organisation', { applications: [{ id: 'portal', organisation: 'slate' }] }],
    ['an organisation that nobody registered', { units: [{ id: 'x', organisation: 'nothing' }] }],
    [
      'a unit that nobody registered',
      { accounts: [{ id: 'x', kind: 'PERSON', organisation: 'brick', unit: 'nothing' }] },
    ],
    [
      'an application that nobody registered',
      { accounts: [{ id: 'x', kind: 'PERSON', organisation: 'brick', application: 'nothing' }] },
    ],
  ] as const)('that contradict the register are refused, with nothing kept: %s', async (_, entries) => {
    const organisations = [{ id: 'fresh', name: 'Fresh' }];
    await expectRefused(desk.register.seed({ ...none, organisations, ...entries }, by), 'REGISTER_CONFLICT');
    expect(await desk.sql("SELECT FROM cloison.organisation WHERE id = 'fresh'")).toEqual([]);
  });

  it.each([
    ['an id with a space', { units: [{ id: 'a b', organisation: 'brick' }] }],
    ['an organisation without a name', { organisations: [{ id: 'x', name: '' }] }],
    [
      'a machine that administers',
      { accounts: [{ id: 'x', kind: 'MACHINE', organisation: 'brick', isAdministrator: true }] },
    ],
  ] as const)('of a wrong form are refused: %s', async (_, entries) => {
    await expectRefused(desk.register.seed({ ...none, ...entries }, by), 'ARGUMENT_INVALID');
  });
});

describe('a list', () => {
  it('tells accounts by organisation and state, in pages', async () => {
    await desk.register.createAccount(ada, { id: 'fresh', kind: 'PERSON', organisation: 'slate' });
    await desk.register.stop(ada, { kind: 'UNIT', target: 'slate-east', reason: 'Fire.' });
    await desk.register.close(ada, 'slate-admin');
    const accounts = await desk.register.list({ organisation: 'slate' });
    expect(accounts.map(({ id, state }) => [id, state])).toEqual([
      ['fresh', 'QUARANTINE'],
      ['slate-admin', 'CLOSED'],
      ['slate-agent', 'STOPPED'],
    ]);
    expect(await desk.register.list({ state: 'STOPPED' })).toHaveLength(1);
    expect((await desk.register.list({ after: 'brick-nightly' })).map(({ id }) => id)).toEqual([
      'fresh',
      'slate-admin',
      'slate-agent',
    ]);
  });

  it('shows an account with the stops that hold it, also those of what it belongs to', async () => {
    await desk.register.stop(ada, { kind: 'ORGANISATION', target: 'brick', reason: 'Fire.' });
    await desk.register.stop(ada, { kind: 'ORGANISATION', target: 'slate', reason: 'Flood.' });
    expect((await desk.register.show('brick-agent'))?.stops).toMatchObject([{ kind: 'ORGANISATION', reason: 'Fire.' }]);
    expect(await desk.register.show('nobody')).toBeUndefined();
  });

  it('tells organisations with how many accounts each has', async () => {
    expect(await desk.register.organisations()).toMatchObject([
      { id: 'brick', name: 'Brick Lettings', state: 'ACTIVE', absorbedBy: null, accounts: 4 },
      { id: 'slate', accounts: 2 },
    ]);
  });
});
