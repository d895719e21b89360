/**
 * Three guards stand before the accounts of an organisation: the plan, the shield, the register. Each is left to stand alone,
 * and then taken away too: where the account is made, the guard was what had kept it from being made.
 */
import { graphql } from 'graphql';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { administrationResolvers } from '../../src/gateway/administration.js';
import type { GatewayContext } from '../../src/gateway/gatewayContext.js';
import { roleSchema } from '../../src/gateway/roleSchema.js';
import { shielded } from '../../src/gateway/shield.js';
import { challengeOf } from '../../src/identity/challenge.js';
import type { Caller, PurposeName, RoleName } from '../../src/kernel/caller.js';
import { Failure } from '../../src/kernel/failure.js';
import type { AdministrationOrder } from '../../src/register/administer.js';
import type { Administering } from '../../src/register/administrator.js';
import type { Admission } from '../../src/register/admission.js';
import type { ListedAccount } from '../../src/register/listAccounts.js';
import { Register } from '../../src/register/register.js';
import { expectDisclosed, expectRefused } from '../support/answers.js';
import type { Breach, Breached } from '../support/breach.js';
import { openBreach, roleOf } from '../support/breach.js';
import { rentalFolder } from '../support/policies.js';
import { brick } from '../support/rentalAccounts.js';
import type { Reply, Service } from '../support/service.js';
import { clockAt, startService } from '../support/service.js';
import { administrationAccounts, create } from './accountsOfBrick.js';

const clock = clockAt('2026-11-20T10:00:00.000Z');

/** Obeys whoever asks. */
class ObligingRegister extends Register {
  override async administer({ caller }: Administering, order: AdministrationOrder): Promise<ListedAccount> {
    if (order.kind !== 'CREATE') throw new Error('only creations are tried here');
    const organisation = String(caller.claims.ORGANISATION);
    await this.createAccount('operator:obliging', { ...order.account, organisation });
    const account = await this.show(order.account.id);
    if (account === undefined) throw new Error('it was just created');
    return account;
  }
}

/** Tells the door that everybody is an administrator. */
function flattering(Kind: typeof Register, service: Service): Register {
  class FlatteringRegister extends Kind {
    override async admit(...asked: Parameters<Register['admit']>): Promise<Admission> {
      const admission = await super.admit(...asked);
      if (admission.outcome !== 'ADMITTED') return admission;
      return { ...admission, standing: { ...admission.standing, isAdministrator: true } };
    }
  }
  return new FlatteringRegister(service.store.rooms.database, clock);
}

let service: Service;
let breached: Breached | undefined;
beforeAll(async () => {
  service = await startService({ folder: rentalFolder, accounts: administrationAccounts, clock });
});
afterAll(() => service.stop());
afterEach(async () => {
  await breached?.close();
  breached = undefined;
});

/** What brick's member, who is no administrator, gets through what a breach has left. */
async function smuggle(id: string, breach: Omit<Breach, 'role'>): Promise<Reply> {
  breached = await openBreach(service, { role: 'LANDLORD', ...breach });
  return breached.ask('brick', create(id), { purpose: 'LETTING' });
}

const isRegistered = async (id: string): Promise<boolean> =>
  (await service.store.rooms.register.show(id)) !== undefined;

describe('the register alone', () => {
  it('refuses whom the door, the plan and the shield took for an administrator', async () => {
    const reply = await smuggle('past-the-door', { rooms: { register: flattering(Register, service) } });
    expectRefused(reply, 'ADMINISTRATOR_NEEDED', 'An approved administrator');
    expect(await isRegistered('past-the-door')).toBe(false);
  });

  it('shows the accounts to nobody else either', async () => {
    breached = await openBreach(service, { role: 'LANDLORD', rooms: { register: flattering(Register, service) } });
    const reply = await breached.ask('brick', '{ accounts(first: 5) { nodes { id } } }', { purpose: 'LETTING' });
    expectRefused(reply, 'ADMINISTRATOR_NEEDED', 'An approved administrator');
  });

  it('was what refused: where it obliges, the account is made', async () => {
    const reply = await smuggle('past-all', { rooms: { register: flattering(ObligingRegister, service) } });
    expectDisclosed(reply);
    expect(await isRegistered('past-all')).toBe(true);
  });
});

describe('the plan alone', () => {
  it('refuses before anything is executed', async () => {
    const register = new ObligingRegister(service.store.rooms.database, clock);
    const reply = await smuggle('past-the-shield', { rooms: { register }, shield: 'off' });
    expectRefused(reply, 'ADMINISTRATOR_NEEDED');
    expect(reply.data).toBeUndefined();
    expect(await isRegistered('past-the-shield')).toBe(false);
  });

  it("refuses a role whose accounts stand in no register, even with another's contract", async () => {
    const register = flattering(ObligingRegister, service);
    const contract = roleOf(service, 'LANDLORD');
    breached = await openBreach(service, { role: 'TENANT', contract, rooms: { register }, shield: 'off' });
    for (const query of [create('past-the-contract'), '{ accounts(first: 5) { nodes { id } } }'])
      expectRefused(
        await breached.ask('orla', query, { purpose: 'OWN_FILE' }),
        'FORBIDDEN',
        'no accounts to administer',
      );
    expect(await isRegistered('past-the-contract')).toBe(false);
  });
});

describe('the shield alone', () => {
  const good: Caller['standing'] = {
    isInQuarantine: false,
    isAdministrator: false,
    isSubmissionOnly: false,
    stoppedFields: [],
    absorbed: [],
  };
  const member: Caller = {
    role: 'LANDLORD' as RoleName,
    purpose: 'LETTING' as PurposeName,
    claims: { ACCOUNT: 'brick', ORGANISATION: brick },
    application: 'partner-software',
    tokenId: 'invented',
    expiresAt: 0,
    kind: 'PERSON',
    actor: undefined,
    registerVersion: '',
    sender: 'DPOP',
    key: undefined,
    authenticatedAt: undefined,
    standing: good,
  };

  /** Executed without the plugin, and with it the plan, by a register that obliges. */
  async function codesOf(id: string, caller: Caller, shield: 'on' | 'off' = 'on'): Promise<readonly unknown[]> {
    const { policy, database } = service.store.rooms;
    const role = roleOf(service, 'LANDLORD');
    const register = new ObligingRegister(database, clock);
    const resolvers = administrationResolvers(role, { register, challengeOf, onFailure: () => undefined });
    const bare = roleSchema(policy, role, resolvers, { budgetsOf: () => Promise.resolve([]) });
    const schema = shield === 'on' ? shielded(bare, policy, role) : bare;
    const { signal } = new AbortController();
    const contextValue: GatewayContext = { caller, signal, answer: undefined, served: [] };
    const { errors } = await graphql({ schema, source: create(id), contextValue });
    return (errors ?? []).map(({ extensions }) => extensions['code']);
  }

  const administrator: Caller = { ...member, standing: { ...good, isAdministrator: true } };
  it.each<readonly [string, Caller]>([
    ['a member', member],
    ['a machine', { ...administrator, kind: 'MACHINE' }],
    ['a machine in the name of an administrator', { ...administrator, actor: 'brick-machine' }],
    [
      'an administrator in quarantine',
      { ...administrator, standing: { ...administrator.standing, isInQuarantine: true } },
    ],
    ['one who may only hand in', { ...administrator, standing: { ...administrator.standing, isSubmissionOnly: true } }],
    ['an administrator of another role', { ...administrator, role: 'AGENT' as RoleName }],
  ])('refuses %s', async (_who, caller) => {
    expect(await codesOf('past-the-plan', caller)).toEqual(['ADMINISTRATOR_NEEDED']);
    expect(await isRegistered('past-the-plan')).toBe(false);
  });

  it('lets an administrator through', async () => {
    expect(await codesOf('let-through', administrator)).toEqual([]);
    expect(await isRegistered('let-through')).toBe(true);
  });

  it('was what refused: without it the account is made', async () => {
    expect(await codesOf('past-no-shield', member, 'off')).toEqual([]);
    expect(await isRegistered('past-no-shield')).toBe(true);
  });
});

describe('a register that is away', () => {
  class AbsentRegister extends Register {
    override administer(): Promise<never> {
      return Promise.reject(new Failure('STORE_UNAVAILABLE', 'connecting to the database: ECONNREFUSED'));
    }
  }

  it('is a 503, which says no more', async () => {
    const register = new AbsentRegister(service.store.rooms.database, clock);
    breached = await openBreach(service, { role: 'LANDLORD', rooms: { register } });
    const reply = await breached.ask('anna', create('unknown'), { purpose: 'LETTING' });
    expectRefused(reply, 'STORE_UNAVAILABLE', /^The service is not available: try again later\.$/);
    expect(reply.text).not.toContain('ECONNREFUSED');
  });
});
