import type { Code } from '../kernel/codes.js';
import type { Refusal } from '../kernel/refusal.js';

/** RFC 6750, section 3.1: the error that each code is called there; a request without credentials gets none. */
const errorOfCode: Readonly<Partial<Record<Code, string | undefined>>> = Object.freeze({
  UNAUTHENTICATED: undefined,
  TOKEN_MALFORMED: 'invalid_token',
  TOKEN_INVALID: 'invalid_token',
  TOKEN_EXPIRED: 'invalid_token',
  TOKEN_CLAIM_MISSING: 'invalid_token',
  PURPOSE_NOT_IN_SCOPE: 'insufficient_scope',
});

/** The WWW-Authenticate line that a refusal's response carries; undefined when it is none of authentication's. */
export function challengeOf(refusal: Refusal): string | undefined {
  if (!Object.hasOwn(errorOfCode, refusal.code)) return undefined;
  const error = errorOfCode[refusal.code];
  return error === undefined
    ? 'Bearer realm="cloison"'
    : `Bearer realm="cloison", error="${error}", error_description="${quotable(refusal.message)}"`;
}

/** error_description has neither quotes nor backslashes (RFC 6750, section 3). */
function quotable(message: string): string {
  return message.replace(/["\\]/g, "'");
}
