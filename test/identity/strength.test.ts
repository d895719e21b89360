import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Caller } from '../../src/kernel/caller.js';
import type { Refused } from '../../src/kernel/refusal.js';
import { seconds } from '../jws/testIssuer.js';
import { openDesk } from './desk.js';
import type { Desk } from './desk.js';
import { digestOf } from './proofs.js';
import type { Members } from './tokens.js';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

/** An officer asks, whose role needs `phrh` or `phr` and a session of at most an hour. */
const officer = (claims: Members): Promise<Caller | Refused> =>
  desk.present({
    token: desk.token({ role: 'OFFICER', acr: 'phr', auth_time: seconds(desk.clock), ...claims }),
    scheme: 'Bearer',
  });

const stronger = {
  refusal: {
    code: 'AUTHENTICATION_INSUFFICIENT',
    message: 'Authenticate in a stronger way: your role asks for one of acr_values.',
    extensions: { acrValues: ['phrh', 'phr'], maxAge: 3600 },
  },
};
const fresher = {
  refusal: {
    code: 'AUTHENTICATION_INSUFFICIENT',
    message: 'Authenticate again: your role asks for a session of at most max_age.',
    extensions: { acrValues: ['phrh', 'phr'], maxAge: 3600 },
  },
};

describe('a session that is not what its role needs is refused, and told what would do', () => {
  it.each([
    ['of another acr', { acr: 'pwd' }, stronger],
    ['of no acr', { acr: undefined }, stronger],
    ['of an acr in capitals', { acr: 'PHR' }, stronger],
    ['of an acr that one of ours begins', { acr: 'phrhx' }, stronger],
    ['that does not say when it began', { auth_time: undefined }, fresher],
    ['of another acr, and old', { acr: 'pwd', auth_time: 1 }, stronger],
  ])('%s', async (_, claims, refusal) => {
    expect(await officer(claims)).toMatchObject(refusal);
  });

  it('that began an hour and a second ago', async () => {
    expect(await officer({ auth_time: seconds(desk.clock) - 3601 })).toMatchObject(fresher);
  });

  it('before its purpose is looked at and before the register is asked', async () => {
    const token = desk.token({ role: 'OFFICER', acr: 'pwd', sub: 'nobody' });
    expect(await desk.present({ token, scheme: 'Bearer', purpose: 'CURIOSITY' })).toMatchObject(stronger);
  });

  it('even when its token is remembered: it has aged since', async () => {
    const request = {
      token: desk.token({
        role: 'OFFICER',
        acr: 'phr',
        auth_time: seconds(desk.clock) - 3500,
        exp: seconds(desk.clock) + 3600,
      }),
      scheme: 'Bearer',
    };
    expect(await desk.present(request)).toMatchObject({ role: 'OFFICER' });
    desk.clock.advance(100_000);
    expect(await desk.present(request)).toMatchObject({ role: 'OFFICER' });
    desk.clock.advance(1000);
    expect(await desk.present(request)).toMatchObject(fresher);
  });
});

describe('a session that is what its role needs is accepted', () => {
  it.each([
    ['of the preferred acr', { acr: 'phrh' }],
    ['of the other acr', { acr: 'phr' }],
  ])('%s', async (_, claims) => {
    expect(await officer(claims)).toMatchObject({ role: 'OFFICER', authenticatedAt: seconds(desk.clock) });
  });

  it('that began just an hour ago', async () => {
    expect(await officer({ auth_time: seconds(desk.clock) - 3600 })).toMatchObject({ role: 'OFFICER' });
  });

  it('whatever it says, where the role asks for nothing', async () => {
    const token = desk.token({ acr: 'pwd', auth_time: 1 });
    expect(await desk.present({ token, scheme: 'Bearer' })).toMatchObject({ role: 'AGENCY', authenticatedAt: 1 });
  });

  it("and a machine's, which is none", async () => {
    const certificate = digestOf('certificate');
    const machine = { sub: 'night-run', client_id: 'night-run', cnf: { 'x5t#S256': certificate }, role: 'OFFICER' };
    expect(await desk.present({ token: desk.token(machine), scheme: 'Bearer', certificate })).toMatchObject({
      kind: 'MACHINE',
    });
  });
});
