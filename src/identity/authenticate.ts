/**
 * From a request's headers to a `Caller`: the first stage of every request, and the only place where one is made. The
 * order matters: who asks is settled before what for, so that nobody without a token learns which purposes exist.
 */
import type { Caller } from '../kernel/caller.js';
import type { Clock } from '../kernel/clock.js';
import { refuse, Refused } from '../kernel/refusal.js';
import { verifyAccessToken } from '../jws/accessToken.js';
import type { AccessTokenVerifier } from '../jws/accessToken.js';
import { tokenExpired } from '../jws/claims.js';
import { admitToken } from './admittedToken.js';
import type { AdmittedRoles, AdmittedToken } from './admittedToken.js';
import { bearerTokenOf, readCredentials } from './credentials.js';
import type { Transport } from './credentials.js';
import type { TokenMemory } from './tokenMemory.js';

export interface AuthenticationDeps {
  readonly verifier: AccessTokenVerifier;
  /** Lives as long as `roles`: what it remembers was admitted by them. */
  readonly memory: TokenMemory;
  readonly roles: AdmittedRoles;
  readonly clock: Clock;
}

/**
 * Who asks, and for what purpose. A remembered token is answered at once, any other by a promise. Throws or rejects with
 * Refused (401 or 403), or with Failure ISSUER_UNAVAILABLE (503) when the issuer's keys can't be had.
 */
export function authenticate(request: Transport, deps: AuthenticationDeps): Caller | Promise<Caller> {
  const { authorization, purpose } = readCredentials(request);
  const now = deps.clock.now();
  const remembered = deps.memory.recall(authorization, now);
  return remembered === undefined
    ? authenticateAnew(authorization, purpose, deps)
    : callerFor(remembered, purpose, now);
}

async function authenticateAnew(
  authorization: string,
  purpose: string | undefined,
  deps: AuthenticationDeps,
): Promise<Caller> {
  const token = await verifyAccessToken(bearerTokenOf(authorization), deps.verifier);
  const admitted = admitToken(token, deps.roles);
  const now = deps.clock.now();
  deps.memory.remember(authorization, admitted, now);
  return callerFor(admitted, purpose, now);
}

function callerFor(token: AdmittedToken, purpose: string | undefined, now: number): Caller {
  if (now >= token.expiresAtMilliseconds) throw new Refused(tokenExpired);
  if (purpose === undefined)
    throw refuse('PURPOSE_MISSING', 'Name the purpose of the operation in a Cloison-Purpose header.');
  const caller = token.callers.get(purpose);
  if (caller !== undefined) return caller;
  if (token.purposes.has(purpose))
    throw refuse('PURPOSE_NOT_IN_SCOPE', "The token's scope does not cover the purpose of this operation.");
  throw refuse('PURPOSE_UNKNOWN', 'Cloison-Purpose names no purpose that your role has.');
}
