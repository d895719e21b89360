import { refuse } from '../kernel/refusal.js';
import type { Refused } from '../kernel/refusal.js';
import { isAlgorithm } from './algorithms.js';
import type { Algorithm } from './algorithms.js';

/** What chooses the key: the rest of a header is the attacker's text and chooses nothing. */
export interface AccessTokenHeader {
  readonly alg: Algorithm;
  readonly kid: string;
}

/** RFC 9068, section 4: these two spellings, and no other kind of token passes for an access token (RFC 8725, section 3.11). */
const types: ReadonlySet<unknown> = new Set(['at+jwt', 'application/at+jwt']);

/** Members by which a token would bring its own key, its own rules or another token inside. */
const forbidden = [
  'crit',
  'b64',
  'zip',
  'jku',
  'jwk',
  'x5u',
  'x5c',
  'cty',
  'enc',
  'epk',
  'apu',
  'apv',
  'iv',
  'tag',
  'p2s',
  'p2c',
  'nonce',
] as const;

const keyIdForm = /^[A-Za-z0-9._~+/=:-]{1,128}$/;

/** Reads the protected header of a token; throws {@link Refused} when it is not one that an access token has. */
export function readAccessTokenHeader(header: Readonly<Record<string, unknown>>): AccessTokenHeader {
  const member = forbidden.find((name) => Object.hasOwn(header, name));
  if (member !== undefined) throw invalid(`The token's header has the member "${member}", which is refused.`);
  if (!types.has(header.typ)) throw invalid('The token\'s type is not "at+jwt" (RFC 9068).');
  const alg = header.alg;
  if (!isAlgorithm(alg)) throw invalid("The token's algorithm is none of ES256, EdDSA and PS256.");
  const kid = header.kid;
  if (typeof kid !== 'string' || !keyIdForm.test(kid)) throw invalid('The token names no key ("kid").');
  return { alg, kid };
}

function invalid(message: string): Refused {
  return refuse('TOKEN_INVALID', message);
}
