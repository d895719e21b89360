/**
 * What a refusal's response tells a client to do next, in WWW-Authenticate: RFC 6750, section 3, RFC 9449, section 7.1, and
 * for a stronger or fresher authentication RFC 9470. How the client will send its token is not known, so both schemes are
 * offered where both would do (RFC 9110, section 11.6.1).
 */
import type { Code } from '../kernel/codes.js';
import type { Refusal } from '../kernel/refusal.js';
import { algorithms } from '../jws/algorithms.js';

interface Challenge {
  readonly error: string | undefined;
  readonly schemes: readonly ('DPoP' | 'Bearer')[];
}

const both = ['DPoP', 'Bearer'] as const;
const invalidToken: Challenge = { error: 'invalid_token', schemes: both };

/** The error that each code is called there; a request without credentials gets none. */
const challengeOfCode: Readonly<Partial<Record<Code, Challenge>>> = Object.freeze({
  UNAUTHENTICATED: { error: undefined, schemes: both },
  TOKEN_MALFORMED: invalidToken,
  TOKEN_INVALID: invalidToken,
  TOKEN_EXPIRED: invalidToken,
  TOKEN_CLAIM_MISSING: invalidToken,
  PURPOSE_NOT_IN_SCOPE: { error: 'insufficient_scope', schemes: both },
  PROOF_INVALID: { error: 'invalid_dpop_proof', schemes: ['DPoP'] },
  PROOF_NONCE_REQUIRED: { error: 'use_dpop_nonce', schemes: ['DPoP'] },
  AUTHENTICATION_INSUFFICIENT: { error: 'insufficient_user_authentication', schemes: both },
});

/**
 * The WWW-Authenticate value that a refusal's response carries, also when the refusal is an error inside a GraphQL answer;
 * undefined when it is none of authentication's.
 */
export function challengeOf(refusal: Refusal): string | undefined {
  if (!Object.hasOwn(challengeOfCode, refusal.code)) return undefined;
  const challenge = challengeOfCode[refusal.code];
  return challenge?.schemes.map((scheme) => challengeFor(scheme, challenge.error, refusal)).join(', ');
}

function challengeFor(scheme: 'DPoP' | 'Bearer', error: string | undefined, refusal: Refusal): string {
  const parameters = [
    ['realm', 'cloison'],
    ...(error === undefined
      ? []
      : [
          ['error', error],
          ['error_description', refusal.message],
        ]),
    ...(error === 'insufficient_user_authentication' ? authenticationParameters(refusal) : []),
    ...(scheme === 'DPoP' ? [['algs', Object.keys(algorithms).join(' ')]] : []),
  ];
  return `${scheme} ${parameters.map(([name = '', value = '']) => `${name}="${quotable(value)}"`).join(', ')}`;
}

/** RFC 9470, section 3: what would do. */
function authenticationParameters({ extensions }: Refusal): readonly (readonly string[])[] {
  const acrValues: readonly unknown[] = Array.isArray(extensions?.acrValues) ? extensions.acrValues : [];
  const maxAge = extensions?.maxAge;
  return [
    ...(acrValues.length === 0 ? [] : [['acr_values', acrValues.join(' ')]]),
    ...(typeof maxAge === 'number' ? [['max_age', String(maxAge)]] : []),
  ];
}

/** error_description has neither quotes nor backslashes (RFC 6750, section 3). */
function quotable(value: string): string {
  return value.replace(/["\\]/g, "'");
}
