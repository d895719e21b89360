import { describe, expect, it } from 'vitest';
import type { Refusal } from '../../src/kernel/refusal.js';
import { challengeOf } from '../../src/identity/challenge.js';

const algs = 'algs="ES256 EdDSA PS256"';

/** Both schemes, with the same parameters. */
const both = (parameters: string): string =>
  `DPoP realm="cloison"${parameters}, ${algs}, Bearer realm="cloison"${parameters}`;

const description = (error: string, text = 'x'): string => `, error="${error}", error_description="${text}"`;

describe('the challenge of a refusal', () => {
  const cases: readonly (readonly [Refusal, string | undefined])[] = [
    [{ code: 'UNAUTHENTICATED', message: 'x' }, both('')],
    [
      { code: 'TOKEN_EXPIRED', message: 'The token has expired.' },
      both(description('invalid_token', 'The token has expired.')),
    ],
    [{ code: 'TOKEN_INVALID', message: 'x' }, both(description('invalid_token'))],
    [{ code: 'TOKEN_CLAIM_MISSING', message: 'no "sub"\\' }, both(description('invalid_token', "no 'sub''"))],
    [{ code: 'PURPOSE_NOT_IN_SCOPE', message: 'x' }, both(description('insufficient_scope'))],
    [{ code: 'PROOF_INVALID', message: 'x' }, `DPoP realm="cloison"${description('invalid_dpop_proof')}, ${algs}`],
    [{ code: 'PROOF_NONCE_REQUIRED', message: 'x' }, `DPoP realm="cloison"${description('use_dpop_nonce')}, ${algs}`],
    [
      { code: 'AUTHENTICATION_INSUFFICIENT', message: 'x', extensions: { acrValues: ['phrh', 'phr'], maxAge: 300 } },
      both(`${description('insufficient_user_authentication')}, acr_values="phrh phr", max_age="300"`),
    ],
    [
      { code: 'AUTHENTICATION_INSUFFICIENT', message: 'x', extensions: { acrValues: [], maxAge: 0 } },
      both(`${description('insufficient_user_authentication')}, max_age="0"`),
    ],
    [
      { code: 'AUTHENTICATION_INSUFFICIENT', message: 'x', extensions: { acrValues: ['phr'] } },
      both(`${description('insufficient_user_authentication')}, acr_values="phr"`),
    ],
    [{ code: 'NOT_ACTIVE', message: 'x' }, undefined],
    [{ code: 'MACHINE_NOT_ADMITTED', message: 'x' }, undefined],
    [{ code: 'ROLE_UNKNOWN', message: 'x' }, undefined],
    [{ code: 'PAGE_TOO_LARGE', message: 'x' }, undefined],
  ];
  it.each(cases)('%o is %s', (refusal, challenge) => {
    expect(challengeOf(refusal)).toBe(challenge);
  });
});
