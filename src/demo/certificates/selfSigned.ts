/**
 * Certificates that vouch for themselves (RFC 5280), as a machine may authenticate with (RFC 8705, section 2.2): for the
 * demo's machines, and for its servers on this machine. Whoever trusts one has its very bytes from elsewhere.
 */
import type { Jwk } from '../../jws/certificateKey.js';
import { certificateKey } from '../../jws/certificateKey.js';

export interface Certificate {
  readonly certPem: string;
  readonly keyPem: string;
  readonly certDer: Uint8Array;
  readonly publicJwk: Jwk;
}

export interface CertificateSubject {
  /** `CN`. */
  readonly name: string;
  readonly use: 'CLIENT' | 'SERVER';
  /** Milliseconds since the epoch. */
  readonly now: number;
}

const dayMilliseconds = 86_400_000;
const lifetimeDays = 3650;

/** A fresh key, and its certificate: of a client, or of a server at 127.0.0.1 and `localhost`. */
export async function selfSignedCertificate({ name, use, now }: CertificateSubject): Promise<Certificate> {
  const { generate } = await import('selfsigned');
  const made = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    curve: 'P-256',
    notBeforeDate: new Date(now - dayMilliseconds),
    notAfterDate: new Date(now + lifetimeDays * dayMilliseconds),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'extKeyUsage', clientAuth: use === 'CLIENT', serverAuth: use === 'SERVER' },
      ...(use === 'SERVER' ? [loopbackNames] : []),
    ],
  });
  return Object.freeze({
    certPem: made.cert,
    keyPem: made.private,
    certDer: derOf(made.cert),
    publicJwk: await certificateKey(made.cert),
  });
}

/** RFC 5280, section 4.2.1.6: dNSName is 2, iPAddress 7. */
const loopbackNames = {
  name: 'subjectAltName' as const,
  altNames: [
    { type: 2 as const, value: 'localhost' },
    { type: 7 as const, ip: '127.0.0.1' },
  ],
};

function derOf(pem: string): Uint8Array {
  return Buffer.from(pem.replace(/-----[A-Z ]+-----/g, ''), 'base64');
}
