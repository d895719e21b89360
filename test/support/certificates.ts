/** Certificates of invented machines: self-signed, since a thumbprint is all that a token names (RFC 8705, section 2.2). */
import { X509Certificate, createHash } from 'node:crypto';
import { generate } from 'selfsigned';

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

export async function testCertificate(commonName = 'machine.example.org'): Promise<TestCertificate> {
  const made = await generate([{ name: 'commonName', value: commonName }], {
    keyType: 'ec',
    curve: 'P-256',
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
  });
  const der = new X509Certificate(made.cert).raw;
  return {
    cert: made.cert,
    key: made.private,
    thumbprint: createHash('sha256').update(der).digest('base64url'),
    header: `:${der.toString('base64')}:`,
  };
}
