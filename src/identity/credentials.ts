/**
 * The two headers that say who asks and what for, read from the raw list: Node's own map keeps the first of two
 * Authorization headers and drops the second unseen (RFC 9110, section 5.3 allows one).
 */
import { refuse } from '../kernel/refusal.js';

/** A request as far as identity reads it; an IncomingMessage is one. Names and values alternate. */
export interface Transport {
  readonly rawHeaders: readonly string[];
}

export interface Credentials {
  /** The whole line, `Bearer …`: what a verified token is remembered by. */
  readonly authorization: string;
  /** Undefined when the request names none. */
  readonly purpose: string | undefined;
}

/** Throws Refused: UNAUTHENTICATED, or PURPOSE_UNKNOWN for two purposes. */
export function readCredentials(request: Transport): Credentials {
  const { rawHeaders } = request;
  let authorization: string | undefined;
  let purpose: string | undefined;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (isNamed(name, 'authorization')) {
      if (authorization !== undefined) throw refuse('UNAUTHENTICATED', 'Send exactly one Authorization header.');
      authorization = rawHeaders[index + 1] ?? '';
    } else if (isNamed(name, 'cloison-purpose')) {
      if (purpose !== undefined) throw refuse('PURPOSE_UNKNOWN', 'Send exactly one Cloison-Purpose header.');
      purpose = rawHeaders[index + 1] ?? '';
    }
  }
  if (authorization === undefined)
    throw refuse('UNAUTHENTICATED', 'Send an access token as "Authorization: Bearer <token>".');
  return { authorization, purpose };
}

/** The length first: it settles most headers without making a string. */
function isNamed(name: string, expected: string): boolean {
  return name.length === expected.length && name.toLowerCase() === expected;
}

/** RFC 6750, section 2.1, with one space: no list, no second scheme, no parameters. */
const bearerForm = /^bearer ([A-Za-z0-9._~+/-]+=*)$/i;

/** The token of a Bearer line; throws Refused UNAUTHENTICATED for every other scheme and form. */
export function bearerTokenOf(authorization: string): string {
  const token = bearerForm.exec(authorization)?.[1];
  if (token === undefined) throw refuse('UNAUTHENTICATED', 'The Authorization header is not "Bearer <token>".');
  return token;
}
