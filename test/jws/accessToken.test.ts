import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyAccessToken } from '../../src/jws/accessToken.js';
import { openTokenOffice } from '../identity/tokens.js';
import type { TokenOffice } from '../identity/tokens.js';
import { seconds } from './testIssuer.js';

let office: TokenOffice;
beforeAll(async () => {
  office = await openTokenOffice();
});
afterAll(() => office.issuer.close());

describe('verifying an access token by itself, whatever identity does with it', () => {
  it('refuses one that has expired', async () => {
    const token = office.token({ iat: seconds(office.clock) - 10, exp: seconds(office.clock) });
    await expect(verifyAccessToken(token, office.verifier)).rejects.toMatchObject({
      refusal: { code: 'TOKEN_EXPIRED' },
    });
  });

  it('gives the registered claims apart from all the others', async () => {
    const { registered, claims } = await verifyAccessToken(office.token(), office.verifier);
    expect(registered).toEqual({
      sub: 'account-7',
      client_id: 'rent-book',
      jti: 'token-1',
      iat: claims.iat,
      exp: claims.exp,
      acr: undefined,
      auth_time: undefined,
      actor: undefined,
      confirmation: undefined,
    });
    expect(claims).toMatchObject({ role: 'AGENCY', organisation: 'agency-38' });
  });
});
