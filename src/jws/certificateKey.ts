import { exportJWK, importX509 } from 'jose';
import type { JWK } from 'jose';

export type Jwk = Readonly<JWK>;

/** The public key of an X.509 certificate on P-256, as a JWK. Rejects when `pem` is none. */
export async function certificateKey(pem: string): Promise<Jwk> {
  return Object.freeze(await exportJWK(await importX509(pem, 'ES256', { extractable: true })));
}
