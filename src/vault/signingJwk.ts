/**
 * Keys that sign for the store, each derived from the keyring for one use: no further secret to keep, and every replica has
 * them. Whoever verifies needs the public members alone.
 */
import { createPrivateKey } from 'node:crypto';
import { sha256 } from './digest.js';
import type { SecretBytes } from './secretBytes.js';
import { subkey } from './subkey.js';

/** What a derived key signs. */
export type SigningUse = 'ledger' | 'erasure receipt';

/** RFC 8037: a private JWK of Ed25519; its `kid` is the thumbprint (RFC 7638). A secret. */
export interface SigningJwk {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly alg: 'EdDSA';
  readonly use: 'sig';
  readonly kid: string;
  readonly x: string;
  readonly d: string;
}

/** PKCS #8 before the 32 bytes of a seed (RFC 8410, section 7). */
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex');

export function signingJwk(secret: SecretBytes, use: SigningUse): SigningJwk {
  const seed = subkey(secret, ['signing', use]);
  const key = createPrivateKey({ key: Buffer.concat([pkcs8Head, seed.expose()]), format: 'der', type: 'pkcs8' });
  const { x = '', d = '' } = key.export({ format: 'jwk' });
  seed.destroy();
  const kid = sha256(JSON.stringify({ crv: 'Ed25519', kty: 'OKP', x })).toString('base64url');
  return Object.freeze({ kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig', kid, x, d });
}
