/**
 * An Ed25519 key (RFC 8032) whose seed is derived from the keyring: a signature of the engine's own that needs no further secret,
 * the same in every replica. As a private JWK (RFC 8037), since signing is another room's work.
 */
import { createPrivateKey } from 'node:crypto';
import { sha256 } from './digest.js';
import type { SecretBytes } from './secretBytes.js';

/** What a derived key signs. */
export type SigningUse = 'ledger' | 'erasure receipt';

/** It is the secret itself: hand it to whoever signs, and to nobody else. */
export interface SigningJwk {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly alg: 'EdDSA';
  readonly use: 'sig';
  /** The thumbprint (RFC 7638). */
  readonly kid: string;
  readonly x: string;
  readonly d: string;
}

/** PKCS #8 (RFC 8410, section 7) up to the seed. */
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex');

/** The key of a seed of 32 bytes. */
export function signingJwk(seed: SecretBytes): SigningJwk {
  const der = Buffer.concat([pkcs8Prefix, seed.expose()]);
  const { x = '', d = '' } = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }).export({ format: 'jwk' });
  der.fill(0);
  const kid = sha256(JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x })).toString('base64url');
  return Object.freeze({ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig', kid, x, d });
}
