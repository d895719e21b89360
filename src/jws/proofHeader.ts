import { isAlgorithm } from './algorithms.js';
import { readProofJwk } from './proofKey.js';
import type { ProofJwk } from './proofKey.js';

const members: ReadonlySet<string> = new Set(['typ', 'alg', 'jwk']);

/**
 * Reads the protected header of a proof (RFC 9449, section 4.2): exactly these three members, so that no other one can
 * bring rules, an address or a second key. Undefined when it is anything else.
 */
export function readProofHeader(header: Readonly<Record<string, unknown>>): ProofJwk | undefined {
  if (header.typ !== 'dpop+jwt' || !isAlgorithm(header.alg)) return undefined;
  if (!Object.keys(header).every((name) => members.has(name))) return undefined;
  return readProofJwk(header.jwk, header.alg);
}
