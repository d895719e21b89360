/** Certificates of invented machines: self-signed, since a thumbprint is all that a token names (RFC 8705, section 2.2). */
import { createHash } from 'node:crypto';
import { selfSignedCertificate } from '../../src/demo/certificates/selfSigned.js';

export interface TestCertificate {
  /** PEM. */
  readonly cert: string;
  /** PEM. */
  readonly key: string;
  /** `x5t#S256`: base64url of the SHA-256 over the DER. */
  readonly thumbprint: string;
  /** As a proxy passes it on in `Client-Cert` (RFC 9440, section 2.1). */
  readonly header: string;
}

export async function testCertificate(use: 'CLIENT' | 'SERVER' = 'CLIENT'): Promise<TestCertificate> {
  const { certPem, keyPem, certDer } = await selfSignedCertificate({
    name: 'machine (invented)',
    use,
    now: Date.now(),
  });
  return {
    cert: certPem,
    key: keyPem,
    thumbprint: createHash('sha256').update(certDer).digest('base64url'),
    header: `:${Buffer.from(certDer).toString('base64')}:`,
  };
}
