import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Caller } from '../../src/kernel/caller.js';
import { Refused } from '../../src/kernel/refusal.js';
import { authenticate } from '../../src/identity/authenticate.js';
import type { AuthenticationDeps } from '../../src/identity/authenticationDeps.js';
import { operator } from '../../src/register/actor.js';
import type { Register } from '../../src/register/register.js';
import { seconds } from '../jws/testIssuer.js';
import { openDesk } from './desk.js';
import type { Desk, Presented } from './desk.js';
import { clients, digestOf } from './proofs.js';
import { absorb } from '../support/partner.js';

let desk: Desk;
let replica: Awaited<ReturnType<Desk['replica']>>;
/** Changes the register from elsewhere, as an operator does. */
let register: Register;
beforeEach(async () => {
  desk = await openDesk();
  replica = await desk.replica();
  register = replica.register;
});
afterEach(async () => {
  await replica.close();
  await desk.close();
});

const ada = operator('ada');
const certificate = digestOf('certificate');

const bearer = (claims: Record<string, unknown> = {}): Presented => ({ token: desk.token(claims), scheme: 'Bearer' });
const good = (claims: Record<string, unknown> = {}): Presented => {
  const token = desk.boundToken(claims);
  return { token, proof: desk.proof(token) };
};
const notActive = {
  refusal: {
    code: 'NOT_ACTIVE',
    message: 'The account, its organisation or its application is not active here: ask your administrator.',
  },
};
const stop = (kind: 'ACCOUNT' | 'ORGANISATION' | 'ROLE' | 'FIELD' | 'APPLICATION', target: string): Promise<unknown> =>
  register.stop(ada, { kind, target, reason: 'A laptop was stolen.' });

describe('a good token is refused', () => {
  it.each([
    ['of an account that nobody registered', { sub: 'nobody' }],
    ["of another organisation than its account's", { organisation: 'agency-69' }],
    ["of another unit than its account's", { unit: 'unit-4' }],
    ['of an application that nobody registered', { client_id: 'other-book' }],
    ['of an application of another organisation', { client_id: 'foreign-book' }],
    ['of a machine as a person', { sub: 'night-run' }],
    ['of an actor that nobody registered', { act: { sub: 'nobody' } }],
    ['of an actor that is a person', { act: { sub: 'account-8' } }],
  ])('%s', async (_, claims) => {
    expect(await desk.present(good(claims))).toMatchObject(notActive);
    if (!Object.hasOwn(claims, 'act')) expect(await desk.present(bearer(claims))).toMatchObject(notActive);
  });

  it.each([
    ['account', 'ACCOUNT', 'account-7'],
    ['organisation', 'ORGANISATION', 'agency-38'],
    ['application', 'APPLICATION', 'rent-book'],
    ['role', 'ROLE', 'PARTNER'],
  ] as const)('when its %s is stopped, and a proof with it', async (_, kind, target) => {
    expect(await desk.present(good())).toMatchObject({ role: 'PARTNER' });
    await stop(kind, target);
    expect(await desk.present(good())).toMatchObject(notActive);
  });

  it('when its account is closed, with all its other tokens', async () => {
    const [one, other] = [bearer({ jti: 'one' }), bearer({ jti: 'other' })];
    for (const request of [one, other]) expect(await desk.present(request)).toMatchObject({ role: 'AGENCY' });
    await register.close(ada, 'account-7');
    desk.clock.advance(1000);
    for (const request of [one, other]) expect(await desk.present(request)).toMatchObject(notActive);
    expect(await desk.present(bearer({ sub: 'account-8' }))).toMatchObject({ role: 'AGENCY' });
  });
});

describe("the register's word", () => {
  it('is taken for a second, then asked for again', async () => {
    const request = bearer();
    const transport = transportOf(request);
    const caller = await desk.present(request);
    await stop('ACCOUNT', 'account-7');
    desk.clock.advance(999);
    expect(authenticate(transport, desk.deps)).toBe(caller);
    desk.clock.advance(1);
    expect(await desk.present(request)).toMatchObject(notActive);
    expect(() => authenticate(transport, desk.deps)).toThrow('is not active here');
  });

  it('is asked for by every request that spends a proof', async () => {
    expect(await desk.present(good())).toMatchObject({ role: 'PARTNER' });
    await stop('ACCOUNT', 'account-7');
    expect(await desk.present(good())).toMatchObject(notActive);
  });

  it('is asked for again when the clock was set back', async () => {
    const request = bearer();
    await desk.present(request);
    await stop('ACCOUNT', 'account-7');
    const { memory: kept } = desk.deps;
    const memory = { ...kept, recall: (line: string) => kept.recall(line, desk.clock.now() + 1) };
    desk.clock.advance(-1);
    expect(await desk.present(request, { ...desk.deps, memory })).toMatchObject(notActive);
  });

  it('is asked for once by all requests that wait for it', async () => {
    const asked: string[] = [];
    const deps = watched(asked);
    const request = bearer();
    await desk.present(request, deps);
    desk.clock.advance(1000);
    const callers = await Promise.all(Array.from({ length: 50 }, () => desk.present(request, deps)));
    expect(new Set(callers).size).toBe(1);
    expect(asked).toEqual(['account-7', 'account-7']);
  });

  it('makes one caller for all requests of a token and purpose, while it stays the same', async () => {
    const request = bearer({ scope: 'purpose:RENT_FOLLOW_UP purpose:REPAIRS' });
    const first = await desk.present(request);
    const repairs = await desk.present({ ...request, purpose: 'REPAIRS' });
    desk.clock.advance(1000);
    expect(await desk.present(request)).toBe(first);
    expect(await desk.present({ ...request, purpose: 'REPAIRS' })).toBe(repairs);
    await stop('FIELD', 'Tenant.email');
    desk.clock.advance(1000);
    const later = await desk.present(request);
    expect(later).not.toBe(first);
    expect(later).toMatchObject({ standing: { stoppedFields: ['Tenant.email'] } });
    expect(await desk.present({ ...request, purpose: 'REPAIRS' })).toMatchObject({
      purpose: 'REPAIRS',
      standing: { stoppedFields: ['Tenant.email'] },
    });
  });

  it('makes one caller of many proofs too', async () => {
    const token = desk.boundToken();
    const [one, other] = [
      await desk.present({ token, proof: desk.proof(token) }),
      await desk.present({ token, proof: desk.proof(token) }),
    ];
    expect(one).not.toBeInstanceOf(Refused);
    expect(other).toBe(one);
  });

  it('of a moment ago does not replace a later one', async () => {
    const answers: (() => void)[] = [];
    const token = desk.boundToken();
    const slow: AuthenticationDeps = {
      ...desk.deps,
      register: {
        admit: async (request, proof) => {
          const admission = await desk.deps.register.admit(request, proof);
          await new Promise<void>((resolve) => void answers.push(resolve));
          return admission;
        },
        proofFailed: (failed) => desk.deps.register.proofFailed(failed),
      },
    };
    const early = desk.present({ token, proof: desk.proof(token) }, slow);
    await expect.poll(() => answers.length).toBe(1);
    await stop('FIELD', 'Tenant.email');
    desk.clock.advance(10);
    const later = await desk.present({ token, proof: desk.proof(token) });
    answers[0]?.();
    expect(await early).toMatchObject({ standing: { stoppedFields: [] } });
    expect(await desk.present({ token, proof: desk.proof(token) })).toBe(later);
  });

  it('names the organisation that absorbed the one of the token, and those that it absorbed', async () => {
    await absorb(register, { absorbed: 'agency-38', into: 'agency-69' });
    expect(await desk.present(good())).toMatchObject({
      claims: { ACCOUNT: 'account-7', ORGANISATION: 'agency-69' },
      standing: { absorbed: ['agency-38'] },
    });
  });

  it('adds no organisation to a token that claims none', async () => {
    const request = bearer({ role: 'OFFICER', acr: 'phr', auth_time: seconds(desk.clock), organisation: undefined });
    const caller = await desk.present(request);
    expect(caller).toMatchObject({ role: 'OFFICER' });
    expect((caller as Caller).claims).toEqual({ ACCOUNT: 'account-7' });
  });

  it('is only about stops for a role that no partner holds', async () => {
    const request = (): Presented => ({
      ...bearer({
        sub: 'tenant-1',
        subject: 'tenant-1',
        role: 'TENANT',
        organisation: undefined,
        scope: 'purpose:OWN_SPACE',
      }),
      purpose: 'OWN_SPACE',
    });
    expect(await desk.present(request())).toMatchObject({
      role: 'TENANT',
      claims: { ACCOUNT: 'tenant-1', SUBJECT: 'tenant-1' },
    });
    await stop('ACCOUNT', 'tenant-1');
    desk.clock.advance(1000);
    expect(await desk.present(request())).toMatchObject(notActive);
  });

  it('says that a new account is in quarantine', async () => {
    await register.createAccount(ada, { id: 'account-9', kind: 'PERSON', organisation: 'agency-38' });
    expect(await desk.present(good({ sub: 'account-9' }))).toMatchObject({ standing: { isInQuarantine: true } });
  });
});

describe('an account that is asked to authenticate again', () => {
  const again = (acrValues: readonly string[], maxAge: number): object => ({
    refusal: {
      code: 'AUTHENTICATION_INSUFFICIENT',
      message: 'Authenticate again: this account is asked to.',
      extensions: { acrValues, maxAge },
    },
  });
  /** Ten failed proofs ask for it. */
  const fail = async (times: number, claims: Record<string, unknown> = {}): Promise<void> => {
    for (let count = 0; count < times; count += 1) {
      const token = desk.boundToken(claims);
      expect(await desk.present({ token, proof: desk.proof(token, { key: clients.stranger }) })).toMatchObject({
        refusal: { code: 'PROOF_INVALID' },
      });
    }
  };

  it('is refused in its older sessions, with the age that its role names or a quarter of an hour', async () => {
    const old = seconds(desk.clock) - 100;
    const [partner, officer] = [
      () => good({ auth_time: old }),
      () => bearer({ role: 'OFFICER', acr: 'phr', auth_time: old }),
    ];
    for (const request of [partner, officer]) expect(await desk.present(request())).not.toBeInstanceOf(Refused);
    await fail(10);
    desk.clock.advance(1000);
    desk.clock.advance(899_000);
    expect(await desk.present(partner())).toMatchObject(again([], 900));
    expect(await desk.present(officer())).toMatchObject(again(['phrh', 'phr'], 300));
    expect(await desk.present(bearer())).toMatchObject(again([], 900));
  });

  it('is asked for no older session than would do: an issuer that takes the age at its word asks the person', async () => {
    const partner = (): Presented => good({ auth_time: seconds(desk.clock) - 600 });
    await fail(10);
    expect(await desk.present(partner())).toMatchObject(again([], 0));
    desk.clock.advance(42_000);
    expect(await desk.present(partner())).toMatchObject(again([], 42));
    expect(await desk.present(good({ auth_time: seconds(desk.clock) - 42 }))).toMatchObject({ role: 'PARTNER' });
  });

  it('is let in by a session that began later, and nobody else is asked', async () => {
    await fail(10);
    desk.clock.advance(5000);
    expect(await desk.present(good({ auth_time: seconds(desk.clock) - 5 }))).toMatchObject({ role: 'PARTNER' });
    expect(await desk.present(good({ auth_time: seconds(desk.clock) - 6 }))).toMatchObject(again([], 5));
    expect(await desk.present(good({ sub: 'account-8', auth_time: 1 }))).toMatchObject({ role: 'PARTNER' });
  });

  it('is not asked by nine failed proofs, nor by any number that lack nothing but the nonce', async () => {
    await fail(9);
    for (let count = 0; count < 5; count += 1) {
      const token = desk.boundToken();
      expect(await desk.present({ token, proof: desk.proof(token, { nonce: undefined }) })).toMatchObject({
        refusal: { code: 'PROOF_NONCE_REQUIRED' },
      });
    }
    desk.clock.advance(1000);
    expect(await desk.present(good({ auth_time: 1 }))).toMatchObject({ role: 'PARTNER' });
  });

  it('is asked by replays too, each counted once', async () => {
    const request = good({ auth_time: 1 });
    expect(await desk.present(request)).toMatchObject({ role: 'PARTNER' });
    const counted = async (): Promise<unknown> =>
      (await desk.sql('SELECT cardinality(failed_at) AS failures FROM cloison.failed_proof'))[0]?.['failures'];
    for (let count = 1; count < 10; count += 1) {
      expect(await desk.present(request)).toMatchObject({ refusal: { code: 'PROOF_INVALID' } });
      expect(await counted()).toBe(count);
    }
    await desk.present(request);
    expect(await desk.present(good({ auth_time: 1 }))).toMatchObject(again([], 0));
  });

  it('is a person: a machine is never asked', async () => {
    const machine = { sub: 'night-run', client_id: 'night-run', auth_time: undefined };
    for (let count = 0; count < 12; count += 1)
      await register.proofFailed({ account: 'night-run', authenticatedAt: undefined });
    await desk.sql("UPDATE cloison.account SET step_up_since = '2027-01-01' WHERE id = 'night-run'");
    const token = desk.boundToken({ ...machine, cnf: { 'x5t#S256': certificate } });
    expect(await desk.present({ token, scheme: 'Bearer', certificate })).toMatchObject({ kind: 'MACHINE' });
  });

  it('is a person, even if the register asked a machine', async () => {
    const { register: kept } = desk.deps;
    const asking: AuthenticationDeps['register'] = {
      admit: async (request, proof) => ({ ...(await kept.admit(request, proof)), stepUpSince: desk.clock.now() + 1 }),
      proofFailed: (failed) => kept.proofFailed(failed),
    };
    const machine = { sub: 'night-run', client_id: 'night-run', auth_time: undefined };
    const token = desk.boundToken({ ...machine, cnf: { 'x5t#S256': certificate } });
    const deps = { ...desk.deps, register: asking };
    expect(await desk.present({ token, scheme: 'Bearer', certificate }, deps)).toMatchObject({ kind: 'MACHINE' });
    expect(await desk.present(good(), deps)).toMatchObject(again([], 0));
  });

  it('is refused all the same when the failure cannot be counted, and that is told', async () => {
    const failure = new Error('no count today');
    const deps = { ...desk.deps, register: { ...watched([]).register, proofFailed: () => Promise.reject(failure) } };
    const token = desk.boundToken();
    const request = { token, proof: desk.proof(token, { key: clients.stranger }) };
    expect(await desk.present(request, deps)).toMatchObject({ refusal: { code: 'PROOF_INVALID' } });
    expect(desk.failures).toEqual([failure]);
    const deaf = Object.fromEntries(Object.entries(deps).filter(([name]) => name !== 'onFailure'));
    expect(await desk.present(request, deaf as unknown as AuthenticationDeps)).toMatchObject({
      refusal: { code: 'PROOF_INVALID' },
    });
  });

  it('is not asked by a proof whose token is not good: nobody can be shut out by name', async () => {
    for (let count = 0; count < 12; count += 1) {
      const token = desk.boundToken({ aud: 'https://other.example.org' });
      await desk.present({ token, proof: desk.proof(token, { key: clients.stranger }) });
    }
    expect(await desk.sql('SELECT * FROM cloison.failed_proof')).toEqual([]);
  });
});

/** The register itself, and a list of the accounts for which it was asked. */
function watched(asked: string[]): AuthenticationDeps {
  return {
    ...desk.deps,
    register: {
      admit: (request, proof) => {
        asked.push(request.account);
        return desk.deps.register.admit(request, proof);
      },
      proofFailed: (failed) => desk.deps.register.proofFailed(failed),
    },
  };
}

function transportOf({ token }: Presented): Parameters<typeof authenticate>[0] {
  return {
    rawHeaders: ['Authorization', `Bearer ${token}`, 'Cloison-Purpose', 'RENT_FOLLOW_UP'],
    method: 'POST',
    certificate: undefined,
  };
}
