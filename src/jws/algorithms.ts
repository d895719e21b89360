/**
 * The only signature algorithms that we accept or make, each with the shape of its key (RFC 7518, section 3.1; RFC 8037).
 * All asymmetric: with no symmetric one in the table, a public key can't be used as a shared secret.
 */
export const algorithms = Object.freeze({
  ES256: { kty: 'EC', crv: 'P-256' },
  EdDSA: { kty: 'OKP', crv: 'Ed25519' },
  PS256: { kty: 'RSA', crv: undefined },
} as const);

export type Algorithm = keyof typeof algorithms;

export function isAlgorithm(value: unknown): value is Algorithm {
  return typeof value === 'string' && Object.hasOwn(algorithms, value);
}
