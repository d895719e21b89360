/** What holds when an administrator asks through the API, whatever the door said: seen in the register alone. */
import pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../src/kernel/caller.js';
import type { AdministrationOrder } from '../../src/register/administer.js';
import type { StopOrder } from '../../src/register/stop.js';
import { ada, administrator as administratorOf, bea, day, expectRefused, useDesk } from './desk.js';
import { absorb } from '../support/partner.js';

const desk = useDesk();

const administrator = (account?: string, different?: Partial<Caller>): Caller =>
  administratorOf(desk.clock, account, different);
const newcomer: AdministrationOrder = { kind: 'CREATE', account: { id: 'brick-newcomer', kind: 'PERSON' } };
const administer = (order: AdministrationOrder, caller = administrator()): Promise<unknown> =>
  desk.register.administer({ caller, coordinates: ['Mutation.createAccount'] }, order);
const list = (caller = administrator(), after?: string): Promise<readonly { readonly id: string }[]> =>
  desk.register.ownAccounts({ caller, coordinates: ['Query.accounts'] }, { first: 3, after });
const newcomerThere = async (): Promise<boolean> => (await desk.register.show('brick-newcomer')) !== undefined;

describe('whom the door took for an administrator', () => {
  it.each<readonly [string, () => Caller]>([
    ['an account that is none', () => administrator('brick-agent')],
    ['an account that is not there', () => administrator('brick-nobody')],
    ['a machine', () => administrator('brick-nightly', { kind: 'MACHINE' })],
    ['a machine that goes by the id of one', () => administrator('brick-admin', { kind: 'MACHINE' })],
    ['a machine in the name of one', () => administrator('brick-admin', { actor: 'brick-nightly' })],
  ])('%s changes nothing and sees nothing', async (_who, caller) => {
    await expectRefused(administer(newcomer, caller()), 'ADMINISTRATOR_NEEDED');
    await expectRefused(list(caller()), 'ADMINISTRATOR_NEEDED');
    expect(await newcomerThere()).toBe(false);
  });
});

describe('a change', () => {
  let client: pg.Client;
  beforeEach(async () => {
    client = new pg.Client(desk.url);
    await client.connect();
    await client.query('BEGIN');
  });
  afterEach(() => client.end());

  /** Begins `order`, stops something while it waits for another change of the register, and lets it go on. */
  async function stoppedMeanwhile(order: Omit<StopOrder, 'reason'>): Promise<unknown> {
    await client.query('SELECT pg_advisory_xact_lock(4785221905)');
    const changed = administer(newcomer).catch((error: unknown) => error);
    await untilSomebodyWaits(client);
    await desk.replica.stop(ada, { reason: 'a drill', ...order });
    await client.query('COMMIT');
    return changed;
  }

  it.each<readonly [string, Omit<StopOrder, 'reason'>, string]>([
    ['its account', { kind: 'ACCOUNT', target: 'brick-admin' }, 'ADMINISTRATOR_NEEDED'],
    ['its organisation', { kind: 'ORGANISATION', target: 'brick' }, 'ADMINISTRATOR_NEEDED'],
    ['its application', { kind: 'APPLICATION', target: 'portal' }, 'NOT_ACTIVE'],
    ['its role', { kind: 'ROLE', target: 'LANDLORD' }, 'NOT_ACTIVE'],
    [
      'its role, but for submission',
      { kind: 'ROLE', target: 'LANDLORD', leavesSubmissionOpen: true },
      'SUBMISSION_ONLY',
    ],
    ['what it asks for', { kind: 'FIELD', target: 'Mutation.createAccount' }, 'FIELD_STOPPED'],
  ])('is taken back when %s is stopped meanwhile', async (_what, order, code) => {
    expect(await stoppedMeanwhile(order)).toMatchObject({ refusal: { code } });
    expect(await newcomerThere()).toBe(false);
  });

  it('is kept when something else is stopped', async () => {
    expect(await stoppedMeanwhile({ kind: 'FIELD', target: 'Mutation.closeAccount' })).toMatchObject({
      id: 'brick-newcomer',
      state: 'QUARANTINE',
    });
  });
});

describe('an administrator', () => {
  it('is written down as who did it, and the stop with its reason', async () => {
    await administer(newcomer);
    await administer({ kind: 'APPROVE', account: 'brick-newcomer' }, administrator('brick-deputy'));
    await administer({ kind: 'STOP', account: 'brick-newcomer', reason: 'A laptop is lost.' });
    const shown = await desk.register.show('brick-newcomer');
    expect(shown?.history.map(({ action, actor }) => `${action} ${actor}`)).toEqual([
      'STOP account:brick-admin',
      'APPROVE account:brick-deputy',
      'CREATE account:brick-admin',
    ]);
  });

  it('of the survivor looks after the accounts of what it has absorbed, and they of theirs', async () => {
    await absorb(desk.register, { absorbed: 'slate', into: 'brick' });
    const slate = (await list()).map(({ id }) => id);
    expect(slate).toEqual(['brick-admin', 'brick-agent', 'brick-deputy']);
    expect((await list(administrator(), 'brick-nightly')).map(({ id }) => id)).toEqual(['slate-admin', 'slate-agent']);
    const slates = administrator('slate-admin', { claims: { ACCOUNT: 'slate-admin', ORGANISATION: 'brick' } });
    expect(await administer({ kind: 'STOP', account: 'brick-agent', reason: 'One house now.' }, slates)).toMatchObject({
      state: 'STOPPED',
    });
  });

  it('closes its own account, and is asked no more', async () => {
    expect(await administer({ kind: 'CLOSE', account: 'brick-admin' })).toMatchObject({ state: 'CLOSED' });
    await expectRefused(list(), 'ADMINISTRATOR_NEEDED');
  });

  it('lifts all that holds just the account, or nothing of it', async () => {
    const agent = { kind: 'ACCOUNT', target: 'brick-agent', reason: 'a drill' } as const;
    await administer({ kind: 'STOP', account: 'brick-agent', reason: 'A laptop is lost.' });
    const operators = await desk.register.stop(ada, agent);
    await expectRefused(administer({ kind: 'REINSTATE', account: 'brick-agent' }), 'OPERATOR_NEEDED');
    expect(await desk.register.stopsOf('ACCOUNT', 'brick-agent')).toHaveLength(2);
    await desk.register.reinstate(bea, operators);
    expect(await administer({ kind: 'REINSTATE', account: 'brick-agent' })).toMatchObject({ state: 'ACTIVE' });
  });

  it('whose account was closed or not approved has no power left, nor has one of a closed organisation', async () => {
    await desk.register.createAccount(ada, {
      id: 'brick-late',
      kind: 'PERSON',
      organisation: 'brick',
      isAdministrator: true,
    });
    await expectRefused(administer(newcomer, administrator('brick-late')), 'ADMINISTRATOR_NEEDED');
    await desk.register.close(ada, 'brick', 'ORGANISATION');
    desk.clock.move(day);
    await expectRefused(administer(newcomer), 'ADMINISTRATOR_NEEDED');
  });
});

async function untilSomebodyWaits(client: pg.Client): Promise<void> {
  for (let patience = 2_000; patience > 0; patience--) {
    const { rowCount } = await client.query(
      'SELECT FROM pg_locks l JOIN pg_database d ON d.oid = l.database WHERE d.datname = current_database() AND NOT l.granted',
    );
    if ((rowCount ?? 0) > 0) return;
    await sleep(10);
  }
  throw new Error('nobody waits');
}
