/**
 * Three guards stand before what was disclosed of a person: the plan, the shield, the desk that reads the ledger by the caller's
 * claims. Each is left to stand alone, and then taken away too: what leaks then is what the guard had kept.
 */
import { graphql } from 'graphql';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { personResolvers } from '../../src/gateway/personRoots.js';
import { roleSchema } from '../../src/gateway/roleSchema.js';
import { shielded } from '../../src/gateway/shield.js';
import { challengeOf } from '../../src/identity/challenge.js';
import type { Caller, PurposeName, RoleName } from '../../src/kernel/caller.js';
import { Failure } from '../../src/kernel/failure.js';
import type { OwnDisclosure } from '../../src/persons/ownDisclosures.js';
import { PersonDesk } from '../../src/persons/personDesk.js';
import type { PersonDeskOptions } from '../../src/persons/personDesk.js';
import type { Page, PageRequest } from '../../src/persons/places.js';
import type { ToldNotice } from '../../src/persons/tellNotices.js';
import type { RolePolicy } from '../../src/policy/compiled.js';
import { Register } from '../../src/register/register.js';
import { expectDisclosed, expectRefused } from '../support/answers.js';
import type { Breach, Breached } from '../support/breach.js';
import { openBreach, roleOf } from '../support/breach.js';
import { rentalFolder } from '../support/policies.js';
import { brick, harbour, rentalAccounts } from '../support/rentalAccounts.js';
import { fillRental, orla } from '../support/rentalRows.js';
import type { Reply, Service } from '../support/service.js';
import { clockAt, startService } from '../support/service.js';
import { derive, record } from '../persons/entries.js';

const clock = clockAt('2026-11-20T10:00:00.000Z');
const mine = '{ myDisclosures(first: 5) { nodes { role fields { coordinate } } } }';
const notices = '{ notices(first: 5) { nodes { kind } } }';

/** Tells whoever asks of orla and of brick. */
class ObligingDesk extends PersonDesk {
  override ownDisclosures(caller: Caller, page: PageRequest): Promise<Page<OwnDisclosure>> {
    return super.ownDisclosures({ ...caller, claims: { ...caller.claims, SUBJECT: orla } }, page);
  }
  override notices(caller: Caller, page: PageRequest): Promise<Page<ToldNotice>> {
    return super.notices({ ...caller, claims: { ...caller.claims, ORGANISATION: brick } }, page);
  }
}

/** Finds every caller as it was at the door. */
class TrustingRegister extends Register {
  override isUnchanged(): Promise<boolean> {
    return Promise.resolve(true);
  }
}

let service: Service;
let breached: Breached | undefined;
let obliging: PersonDesk;
beforeAll(async () => {
  service = await startService({ folder: rentalFolder, accounts: rentalAccounts, clock, fill: (s) => fillRental(s) });
  const { store } = service;
  const { database, policy, vault } = store.rooms;
  const types: PersonDeskOptions['types'] = () => 'date';
  obliging = new ObligingDesk({ database, policy, vault, clock, types });
  const shapes = [['Tenant.surname']];
  await record(store, { account: 'brick', organisation: brick, role: 'LANDLORD', persons: [orla], shapes });
  const change = { kind: 'WRITE', account: 'agent-north', role: 'AGENT', operation: 'Mutation.correctTenant' } as const;
  await record(store, { ...change, persons: [orla], shapes });
  await derive(store);
});
afterAll(() => service.stop());
afterEach(async () => {
  await breached?.close();
  breached = undefined;
});

/** What a landlord gets when it is served what only a person has. */
async function asLandlord(query: string, breach: Omit<Breach, 'role'>, account = 'harbour'): Promise<Reply> {
  breached = await openBreach(service, { role: 'LANDLORD', ...breach });
  return breached.ask(account, query, { purpose: 'LETTING' });
}

/** The role with the rights of another. */
function disguised(role: string, rightsOf: string): RolePolicy {
  return { ...roleOf(service, rightsOf), role };
}

describe('the plan alone', () => {
  it("refuses a role that has another's contract", async () => {
    const breach = { contract: roleOf(service, 'TENANT'), shield: 'off', rooms: { persons: obliging } } as const;
    expectRefused(await asLandlord(mine, breach), 'FORBIDDEN', 'are for this role');
  });

  it('was what refused: where it believes, somebody else learns who read', async () => {
    const contract = disguised('LANDLORD', 'TENANT');
    const reply = await asLandlord(mine, { contract, grant: contract, shield: 'off', rooms: { persons: obliging } });
    expect(expectDisclosed(reply)).toMatchObject({
      myDisclosures: { nodes: [{ role: 'AGENT' }, { role: 'LANDLORD' }] },
    });
  });
});

describe('the desk alone', () => {
  it('tells nothing to who brings no person', async () => {
    const contract = disguised('LANDLORD', 'TENANT');
    const reply = await asLandlord(mine, { contract, grant: contract, shield: 'off' });
    expectRefused(reply, 'FORBIDDEN', 'Only a person itself');
  });

  it('tells an organisation nothing of another, whatever else is open', async () => {
    expect(expectDisclosed(await asLandlord(notices, { shield: 'off' }))).toEqual({ notices: { nodes: [] } });
  });

  it("was what kept it: where it obliges, another's notices are read", async () => {
    const reply = await asLandlord(notices, { shield: 'off', rooms: { persons: obliging } });
    expect(expectDisclosed(reply)).toEqual({ notices: { nodes: [{ kind: 'RECTIFIED' }] } });
  });
});

describe('the shield alone', () => {
  const standing: Caller['standing'] = {
    isInQuarantine: false,
    isAdministrator: false,
    isSubmissionOnly: false,
    stoppedFields: [],
    absorbed: [],
  };
  const landlord: Caller = {
    role: 'LANDLORD' as RoleName,
    purpose: 'LETTING' as PurposeName,
    claims: { ACCOUNT: 'harbour', ORGANISATION: harbour },
    application: 'partner-software',
    tokenId: 'invented',
    expiresAt: 0,
    kind: 'PERSON',
    actor: undefined,
    registerVersion: '',
    sender: 'DPOP',
    key: undefined,
    authenticatedAt: undefined,
    standing,
  };
  const tenant: Caller = { ...landlord, role: 'TENANT' as RoleName, claims: { ACCOUNT: 'orla', SUBJECT: orla } };

  /** Executed without the plugin, and with it the plan, by a desk that obliges. */
  async function codesOf(caller: Caller, source: string, shield: 'on' | 'off' = 'on'): Promise<readonly unknown[]> {
    const served = roleOf(service, source === mine ? 'TENANT' : 'LANDLORD');
    const register = new TrustingRegister(service.store.rooms.database, clock);
    const rooms = { ...service.store.rooms, persons: obliging, register };
    const bare = roleSchema(
      rooms.policy,
      served,
      personResolvers(served, { rooms, challengeOf, onFailure: () => {} }),
      { budgetsOf: async () => [] },
    );
    const schema = shield === 'on' ? shielded(bare, rooms.policy, served) : bare;
    const { errors } = await graphql({ schema, source, contextValue: { caller, answer: undefined } });
    return (errors ?? []).map(({ extensions }) => extensions['code']);
  }

  it.each<readonly [string, Caller, string]>([
    ['a person without a subject', { ...tenant, claims: { ACCOUNT: 'orla' } }, mine],
    ['a machine', { ...tenant, kind: 'MACHINE' }, mine],
    ['another role', { ...tenant, role: 'LANDLORD' as RoleName }, mine],
    ['an account of no organisation', { ...landlord, claims: { ACCOUNT: 'harbour' } }, notices],
    ['one in quarantine', { ...landlord, standing: { ...standing, isInQuarantine: true } }, notices],
    ['one who may only hand in', { ...landlord, standing: { ...standing, isSubmissionOnly: true } }, notices],
  ])('refuses %s', async (_who, caller, source) => {
    expect(await codesOf(caller, source)).toEqual(['FORBIDDEN']);
    expect(await codesOf(caller, source, 'off')).toEqual([]);
  });

  it('lets those through whom it is for', async () => {
    expect(await codesOf(tenant, mine)).toEqual([]);
    expect(await codesOf(landlord, notices)).toEqual([]);
  });
});

describe('the last word', () => {
  /** Stops the field while the desk reads. */
  class SlowDesk extends PersonDesk {
    override async ownDisclosures(caller: Caller, page: PageRequest): Promise<Page<OwnDisclosure>> {
      const disclosures = await super.ownDisclosures(caller, page);
      const order = { kind: 'FIELD', target: 'Query.myDisclosures', reason: 'a drill' } as const;
      await service.store.rooms.register.stop('operator:duty', order);
      return disclosures;
    }
  }

  it('is the register’s: what is stopped while it is read does not leave', async () => {
    const { database, policy, vault, register } = service.store.rooms;
    const persons = new SlowDesk({ database, policy, vault, clock, types: () => 'date' });
    breached = await openBreach(service, { role: 'TENANT', rooms: { persons } });
    expectRefused(await breached.ask('orla', mine, { purpose: 'OWN_FILE' }), 'FIELD_STOPPED');
    for (const { id } of await register.stopsOf('FIELD', 'Query.myDisclosures'))
      await register.reinstate('operator:duty', id);
  });

  it('is a 503 when the ledger is away', async () => {
    class AbsentDesk extends PersonDesk {
      override ownDisclosures(): Promise<never> {
        return Promise.reject(new Failure('STORE_UNAVAILABLE', 'connecting to the database: ECONNREFUSED'));
      }
    }
    const { database, policy, vault } = service.store.rooms;
    const persons = new AbsentDesk({ database, policy, vault, clock, types: () => 'date' });
    breached = await openBreach(service, { role: 'TENANT', rooms: { persons } });
    const reply = await breached.ask('orla', mine, { purpose: 'OWN_FILE' });
    expectRefused(reply, 'STORE_UNAVAILABLE', /^The service is not available: try again later\.$/);
  });
});
