/** DPoP proofs made with node:crypto, good ones and any other: nothing is checked, so that everything can be wrong. */
import { createHash } from 'node:crypto';
import { forge, seconds, testKey } from '../jws/testIssuer.js';
import type { TestKey } from '../jws/testIssuer.js';
import type { Clock } from '../../src/kernel/clock.js';
import type { Members } from './tokens.js';

/** The service's public address. */
export const endpoint = 'https://api.example.org/graphql';

/** Keys of partners' applications: one of each kind, and one more that no token is bound to. */
export const clients = {
  es256: testKey('ES256', 'client-es'),
  eddsa: testKey('EdDSA', 'client-ed'),
  ps256: testKey('PS256', 'client-ps'),
  stranger: testKey('ES256', 'client-stranger'),
} as const satisfies Record<string, TestKey>;

export const digestOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** The members of a public key that its thumbprint is made of, in their order (RFC 7638, section 3.2). */
export function keyMembers(key: TestKey): Record<string, unknown> {
  const jwk = key.publicKey.export({ format: 'jwk' });
  const names = ['crv', 'e', 'kty', 'n', 'x', 'y'] as const;
  return Object.fromEntries(names.filter((name) => jwk[name] !== undefined).map((name) => [name, jwk[name]]));
}

/** RFC 7638, without jose. */
export const jktOf = (jwk: Members): string => digestOf(JSON.stringify(jwk));

export const boundTo = (key: TestKey): Members => ({ jkt: jktOf(keyMembers(key)) });

let count = 0;

/** What a proof for `token` is made of, to be changed and signed. */
export interface ProofDraft {
  readonly token: string;
  readonly clock: Clock;
  readonly nonce: string | undefined;
  readonly key?: TestKey;
  readonly claims?: Members;
  readonly header?: Members;
}

export function proofHeader(key: TestKey, members: Members = {}): Record<string, unknown> {
  return { typ: 'dpop+jwt', alg: key.alg, jwk: keyMembers(key), ...members };
}

export function proofClaims({ token, clock, nonce, claims }: ProofDraft): Record<string, unknown> {
  count += 1;
  return {
    jti: `proof-${count}`,
    htm: 'POST',
    htu: endpoint,
    iat: seconds(clock),
    ath: digestOf(token),
    nonce,
    ...claims,
  };
}

export function proofOf(draft: ProofDraft): string {
  const key = draft.key ?? clients.es256;
  return forge(proofHeader(key, draft.header), proofClaims(draft), key);
}
