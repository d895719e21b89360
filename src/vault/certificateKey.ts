import { generateKeyPairSync, sign } from 'node:crypto';
import type { JsonWebKey } from 'node:crypto';

/** A fresh P-256 key for a certificate (RFC 5480), which signs what is to be certified. */
export interface CertificateKey {
  /** PKCS #8, PEM. */
  readonly privateKeyPem: string;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
  readonly publicJwk: Readonly<JsonWebKey>;
  /** ECDSA with SHA-256, in DER (RFC 3279, section 2.2.3). */
  sign(content: Uint8Array): Uint8Array;
}

export function generateCertificateKey(): CertificateKey {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return Object.freeze({
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: publicKey.export({ type: 'spki', format: 'der' }),
    publicJwk: Object.freeze(publicKey.export({ format: 'jwk' })),
    sign: (content: Uint8Array) => sign('sha256', content, privateKey),
  });
}
