import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../src/kernel/caller.js';
import { Refused } from '../../src/kernel/refusal.js';
import { Register } from '../../src/register/register.js';
import { Database } from '../../src/store/database.js';
import { sha256 } from '../../src/vault/digest.js';
import { startWireTap } from '../support/wireTap.js';
import { encode, seconds } from '../jws/testIssuer.js';
import { openDesk } from './desk.js';
import type { Desk, Presented } from './desk.js';
import { boundTo, clients } from './proofs.js';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

/** A good request; each call signs another proof. */
const good = (): Presented => {
  const token = desk.boundToken();
  return { token, proof: desk.proof(token) };
};
const accepted = { role: 'PARTNER', sender: 'DPOP' };
const replayed = {
  refusal: {
    code: 'PROOF_INVALID',
    message:
      'The DPoP header is not one fresh proof of the key that the token is bound to, for this request (RFC 9449).',
  },
};
const isAccepted = (result: Caller | Refused): boolean => !(result instanceof Refused);
const codesOf = (results: readonly (Caller | Refused)[]): readonly string[] =>
  results.filter((result) => result instanceof Refused).map(({ refusal }) => refusal.code);

/** n - s: the second signature that an ECDSA key verifies for the same text. */
function otherSignature(proof: string): string {
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const [header = '', payload = '', signature = ''] = proof.split('.');
  const bytes = Buffer.from(signature, 'base64url');
  const s = order - BigInt(`0x${bytes.subarray(32).toString('hex')}`);
  const turned = Buffer.concat([bytes.subarray(0, 32), Buffer.from(s.toString(16).padStart(64, '0'), 'hex')]);
  return `${header}.${payload}.${encode(turned)}`;
}

describe('a proof is good once', () => {
  it('and refused again, as a proof that never was good is', async () => {
    const request = good();
    expect(await desk.present(request)).toMatchObject(accepted);
    expect(await desk.present(request)).toMatchObject(replayed);
    expect(await desk.present({ ...request, purpose: 'RENT_FOLLOW_UP', headers: ['X-Try', '2'] })).toMatchObject(
      replayed,
    );
  });

  it('whatever the text in which its jti is signed again', async () => {
    const token = desk.boundToken();
    const again = (claims: Record<string, unknown>): Presented => ({
      token,
      proof: desk.proof(token, { claims: { jti: 'one-name', ...claims } }),
    });
    expect(await desk.present(again({}))).toMatchObject(accepted);
    expect(await desk.present(again({ iat: seconds(desk.clock) + 7 }))).toMatchObject(replayed);
    expect(await desk.present(again({ note: 'fresh' }))).toMatchObject(replayed);
  });

  it('in either of the two signatures that fit it', async () => {
    const [one, other] = [good(), good()];
    expect(await desk.present(one)).toMatchObject(accepted);
    expect(await desk.present({ ...one, proof: otherSignature(one.proof ?? '') })).toMatchObject(replayed);
    expect(await desk.present({ ...other, proof: otherSignature(other.proof ?? '') })).toMatchObject(accepted);
    expect(await desk.present(other)).toMatchObject(replayed);
  });

  it('for all tokens of its key', async () => {
    const [one, other] = [desk.boundToken({ jti: 'one' }), desk.boundToken({ jti: 'other' })];
    const named = (token: string): Presented => ({
      token,
      proof: desk.proof(token, { claims: { jti: 'shared-name' } }),
    });
    expect(await desk.present(named(one))).toMatchObject(accepted);
    expect(await desk.present(named(other))).toMatchObject(replayed);
  });

  it("but another key's proof may have its name", async () => {
    const claims = { jti: 'a-name-of-two' };
    const [one, other] = [desk.boundToken(), desk.boundToken({}, clients.eddsa)];
    expect(await desk.present({ token: one, proof: desk.proof(one, { claims }) })).toMatchObject(accepted);
    expect(
      await desk.present({ token: other, proof: desk.proof(other, { claims, key: clients.eddsa }) }),
    ).toMatchObject(accepted);
  });

  it('when twenty copies come at once, and when they come to two instances', async () => {
    const replica = await desk.replica();
    try {
      for (const instances of [[desk.deps], [desk.deps, replica.deps]]) {
        const request = good();
        const results = await Promise.all(
          Array.from({ length: 20 }, (_, index) => desk.present(request, instances[index % instances.length])),
        );
        expect(results.filter(isAccepted)).toHaveLength(1);
        expect(codesOf(results)).toEqual(Array.from({ length: 19 }, () => 'PROOF_INVALID'));
      }
    } finally {
      await replica.close();
    }
  });

  it('also after five thousand others', async () => {
    const request = good();
    expect(await desk.present(request)).toMatchObject(accepted);
    const admission = {
      account: 'account-7',
      actor: undefined,
      application: 'rent-book',
      role: 'PARTNER',
      organisation: 'agency-38',
      unit: undefined,
      kind: 'PERSON',
      isRegistered: true,
      authenticatedAt: seconds(desk.clock),
    } as const;
    const others = Array.from({ length: 5000 }, (_, index) => ({
      digest: sha256(`another-key.proof-${index}`),
      expiresAt: desk.clock.now() + 60_000,
    }));
    const outcomes = await Promise.all(others.map((proof) => desk.deps.register.admit(admission, proof)));
    expect(outcomes.every(({ outcome }) => outcome === 'ADMITTED')).toBe(true);
    expect(await desk.present(request)).toMatchObject(replayed);
  });

  it('at a second instance, and after a restart', async () => {
    const request = good();
    expect(await desk.present(request)).toMatchObject(accepted);
    for (let start = 0; start < 2; start += 1) {
      const replica = await desk.replica();
      try {
        expect(await desk.present(request, replica.deps)).toMatchObject(replayed);
      } finally {
        await replica.close();
      }
    }
  });

  it('even when the account is not let in', async () => {
    const token = desk.boundToken({ sub: 'nobody' });
    const request = { token, proof: desk.proof(token) };
    expect(await desk.present(request)).toMatchObject({ refusal: { code: 'NOT_ACTIVE' } });
    expect(await desk.present(request)).toMatchObject(replayed);
  });

  it('but is not spent by a request that was refused before it', async () => {
    const request = good();
    expect(await desk.present({ ...request, purpose: 'CURIOSITY' })).toMatchObject({
      refusal: { code: 'PURPOSE_UNKNOWN' },
    });
    expect(await desk.present({ ...request, scheme: 'Bearer' })).toMatchObject({ refusal: { code: 'TOKEN_INVALID' } });
    expect(await desk.present(request)).toMatchObject(accepted);
  });
});

describe('proofs that an insider signs ahead', () => {
  it('are refused once the nonce has gone by, though their time has come', async () => {
    const token = desk.boundToken({ exp: seconds(desk.clock) + 3600 });
    const ahead = [30, 170, 200, 3000].map((later) => ({
      later,
      proof: desk.proof(token, { claims: { iat: seconds(desk.clock) + later } }),
    }));
    const codes: string[] = [];
    let passed = 0;
    for (const { later, proof } of ahead) {
      desk.clock.advance((later - passed) * 1000);
      passed = later;
      const result = await desk.present({ token, proof });
      codes.push(result instanceof Refused ? result.refusal.code : 'accepted');
    }
    expect(codes).toEqual(['accepted', 'accepted', 'PROOF_NONCE_REQUIRED', 'PROOF_NONCE_REQUIRED']);
  });
});

describe('when the store of spent proofs is down', () => {
  it('nobody is let in: STORE_UNAVAILABLE, whatever the register said before', async () => {
    const tap = await startWireTap(desk.url);
    const database = await Database.connect({
      url: tap.url,
      max: 2,
      statementTimeoutMs: 5_000,
      applicationName: 'test identity',
      connectionTimeoutMs: 2_000,
    });
    const deps = { ...desk.deps, register: new Register(database, desk.clock) };
    const bearer = { token: desk.token({ jti: 'cut-off', auth_time: seconds(desk.clock) }), scheme: 'Bearer' };
    const certificate = 'A'.repeat(43);
    const machine = {
      token: desk.boundToken({ cnf: { 'x5t#S256': certificate } }),
      scheme: 'Bearer',
      certificate,
    };
    try {
      for (const request of [good(), bearer, machine])
        expect(await desk.present(request, deps)).toMatchObject({ claims: { ACCOUNT: 'account-7' } });
      await tap.close();
      const request = good();
      for (let attempt = 0; attempt < 2; attempt += 1)
        await expect(desk.present(request, deps)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
      desk.clock.advance(1000);
      for (const remembered of [bearer, machine])
        await expect(desk.present(remembered, deps)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
      expect(await desk.present({ ...good(), proof: desk.proof('x') }, deps)).toMatchObject(replayed);
      for (const again of [request, bearer, machine])
        expect(await desk.present(again)).toMatchObject({ claims: { ACCOUNT: 'account-7' } });
      expect(desk.failures).toContainEqual(expect.objectContaining({ code: 'STORE_UNAVAILABLE' }));
    } finally {
      await database.close();
    }
  });
});

describe('a key', () => {
  it('is bound by its thumbprint, whichever token brings it', async () => {
    const token = desk.boundToken({ cnf: boundTo(clients.stranger) });
    expect(await desk.present({ token, proof: desk.proof(token) })).toMatchObject(replayed);
    expect(await desk.present({ token, proof: desk.proof(token, { key: clients.stranger }) })).toMatchObject(accepted);
    expect(await desk.present({ token, proof: desk.proof(token) })).toMatchObject(replayed);
  });
});
