/**
 * The three headers that say who asks, by what right and what for, read from the raw list: Node's own map keeps the first
 * of two Authorization headers and drops the second unseen, and joins two DPoP headers (RFC 9110, section 5.3).
 */
import { refuse, Refused } from '../kernel/refusal.js';
import { proofInvalid } from '../jws/proof.js';

/** A request as far as identity reads it. */
export interface Transport {
  /** Names and values alternate, as IncomingMessage has them. */
  readonly rawHeaders: readonly string[];
  readonly method: string;
  /** Base64url SHA-256 of the client's certificate (RFC 8705, section 3.1), when TLS or a trusted proxy has verified one. */
  readonly certificate: string | undefined;
}

export interface Credentials {
  /** The whole line, `DPoP …` or `Bearer …`: what a verified token is remembered by. */
  readonly authorization: string;
  /** Undefined when the request brings none. */
  readonly proof: string | undefined;
  /** Undefined when the request names none. */
  readonly purpose: string | undefined;
}

/** Throws Refused: UNAUTHENTICATED, PROOF_INVALID for two proofs, or PURPOSE_UNKNOWN for two purposes. */
export function readCredentials({ rawHeaders }: Transport): Credentials {
  let authorization: string | undefined;
  let proof: string | undefined;
  let purpose: string | undefined;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (isNamed(name, 'authorization')) {
      if (authorization !== undefined) throw refuse('UNAUTHENTICATED', 'Send exactly one Authorization header.');
      authorization = rawHeaders[index + 1] ?? '';
    } else if (isNamed(name, 'dpop')) {
      if (proof !== undefined) throw new Refused(proofInvalid);
      proof = rawHeaders[index + 1] ?? '';
    } else if (isNamed(name, 'cloison-purpose')) {
      if (purpose !== undefined) throw refuse('PURPOSE_UNKNOWN', 'Send exactly one Cloison-Purpose header.');
      purpose = rawHeaders[index + 1] ?? '';
    }
  }
  if (authorization === undefined)
    throw refuse('UNAUTHENTICATED', 'Send an access token as "Authorization: DPoP <token>", or "Bearer <token>".');
  return { authorization, proof, purpose };
}

/** The length first: it settles most headers without making a string. */
function isNamed(name: string, expected: string): boolean {
  return name.length === expected.length && name.toLowerCase() === expected;
}

/** How a token was sent: RFC 9449, section 7.1, or RFC 6750, section 2.1. */
export type Scheme = 'DPOP' | 'BEARER';

export interface PresentedToken {
  readonly scheme: Scheme;
  readonly text: string;
}

/** With one space: no list, no second scheme, no parameters. */
const form = /^(bearer|dpop) ([A-Za-z0-9._~+/-]+=*)$/i;

/** The token of an Authorization line; throws Refused UNAUTHENTICATED for every other scheme and form. */
export function presentedToken(authorization: string): PresentedToken {
  const [, scheme, text] = form.exec(authorization) ?? [];
  if (scheme === undefined || text === undefined)
    throw refuse('UNAUTHENTICATED', 'The Authorization header is not "DPoP <token>" or "Bearer <token>".');
  return { scheme: scheme.toLowerCase() === 'dpop' ? 'DPOP' : 'BEARER', text };
}
