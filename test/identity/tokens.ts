/** An issuer, its keys and a clock: access tokens, good ones and any other. */
import { createIssuerKeys } from '../../src/jws/issuerKeys.js';
import type { AccessTokenVerifier } from '../../src/jws/accessToken.js';
import { publicJwk, seconds, startTestIssuer, testClock, testKey, forge } from '../jws/testIssuer.js';
import type { TestClock, TestIssuer, TestKey } from '../jws/testIssuer.js';

export const audience = 'https://api.example.org/graphql';

/** Published by the issuer, one of each kind; `rs256` and `es384` are published and for algorithms that we don't take. */
export const keys = {
  es256: testKey('ES256', 'es'),
  eddsa: testKey('EdDSA', 'ed'),
  ps256: testKey('PS256', 'ps'),
  rs256: testKey('RS256', 'rs'),
  es384: testKey('ES384', 'es384'),
} as const satisfies Record<string, TestKey>;

/** Nobody publishes it. */
export const strangersKey = testKey('ES256', 'es');

export type Members = Readonly<Record<string, unknown>>;

export interface TokenOffice {
  readonly issuer: TestIssuer;
  readonly clock: TestClock;
  readonly verifier: AccessTokenVerifier;
  header(members?: Members): Record<string, unknown>;
  claims(members?: Members): Record<string, unknown>;
  /** A good token, with these members on top. */
  token(claims?: Members, header?: Members, key?: TestKey): string;
}

export async function openTokenOffice(): Promise<TokenOffice> {
  const issuer = await startTestIssuer();
  issuer.publish(Object.values(keys).map(publicJwk));
  const clock = testClock();
  const header = (members: Members = {}): Record<string, unknown> => ({
    alg: 'ES256',
    typ: 'at+jwt',
    kid: 'es',
    ...members,
  });
  const claims = (members: Members = {}): Record<string, unknown> => ({
    iss: issuer.url,
    aud: audience,
    sub: 'account-7',
    client_id: 'rent-book',
    jti: 'token-1',
    iat: seconds(clock),
    exp: seconds(clock) + 300,
    role: 'AGENCY',
    organisation: 'agency-38',
    scope: 'openid purpose:RENT_FOLLOW_UP',
    ...members,
  });
  return {
    issuer,
    clock,
    verifier: {
      issuer: issuer.url,
      audience,
      keys: createIssuerKeys({ issuer: issuer.url, clock, demoKeys: 'refused' }),
      clock,
    },
    header,
    claims,
    token: (members, headerMembers, key = keys.es256) =>
      forge(header({ alg: key.alg, kid: key.kid, ...headerMembers }), claims(members), key),
  };
}
