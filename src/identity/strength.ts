/**
 * How sure we are that the person is there: what the session's `acr` and age must be (RFC 9470). A machine has no session
 * and is never asked for one.
 */
import { refuse } from '../kernel/refusal.js';
import type { Refused } from '../kernel/refusal.js';
import type { RoleAuthentication } from './roleAuthentication.js';

/** What a token says of its person's session. */
export interface Session {
  readonly acr: string | undefined;
  /** Seconds since the epoch. */
  readonly authenticatedAt: number | undefined;
}

/** How fresh an authentication must be that is asked for anew, where the role does not say. */
const defaultStepUpAgeSeconds = 15 * 60;

/** Throws Refused AUTHENTICATION_INSUFFICIENT when the session is not what the role needs. */
export function requireStrength({ acr, authenticatedAt }: Session, role: RoleAuthentication, now: number): void {
  if (role.acr.length > 0 && (acr === undefined || !role.acr.includes(acr)))
    throw insufficient(
      'Authenticate in a stronger way: your role asks for one of acr_values.',
      role,
      role.maxAgeSeconds,
    );
  if (role.maxAgeSeconds === undefined) return;
  if (authenticatedAt === undefined || (authenticatedAt + role.maxAgeSeconds) * 1000 < now)
    throw insufficient(
      'Authenticate again: your role asks for a session of at most max_age.',
      role,
      role.maxAgeSeconds,
    );
}

/**
 * Throws Refused AUTHENTICATION_INSUFFICIENT when the session is from before `since`, in milliseconds since the epoch. The
 * age that it names is never more than the time since then, or the issuer would give the same session again.
 */
export function requireSessionSince(
  since: number,
  { authenticatedAt }: Session,
  role: RoleAuthentication,
  now: number,
): void {
  if (authenticatedAt !== undefined && authenticatedAt * 1000 >= since) return;
  const elapsedSeconds = Math.max(0, Math.floor((now - since) / 1000));
  throw insufficient(
    'Authenticate again: this account is asked to.',
    role,
    Math.min(role.stepUpAgeSeconds ?? defaultStepUpAgeSeconds, elapsedSeconds),
  );
}

function insufficient(message: string, role: RoleAuthentication, maxAge: number | undefined): Refused {
  const extensions = { acrValues: [...role.acr], ...(maxAge === undefined ? {} : { maxAge }) };
  return refuse('AUTHENTICATION_INSUFFICIENT', message, extensions);
}
