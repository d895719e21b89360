import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyAccessToken } from '../../src/jws/accessToken.js';
import { openDesk } from '../identity/desk.js';
import type { Desk } from '../identity/desk.js';
import { seconds } from './testIssuer.js';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.issuer.close());

describe('verifying an access token by itself, whatever identity does with it', () => {
  it('refuses one that has expired', async () => {
    const token = desk.token({ iat: seconds(desk.clock) - 10, exp: seconds(desk.clock) });
    await expect(verifyAccessToken(token, desk.deps.verifier)).rejects.toMatchObject({
      refusal: { code: 'TOKEN_EXPIRED' },
    });
  });

  it('gives the registered claims apart from all the others', async () => {
    const { registered, claims } = await verifyAccessToken(desk.token(), desk.deps.verifier);
    expect(registered).toEqual({
      sub: 'account-7',
      client_id: 'rent-book',
      jti: 'token-1',
      iat: claims.iat,
      exp: claims.exp,
    });
    expect(claims).toMatchObject({ role: 'AGENCY', organisation: 'agency-38' });
  });
});
