/**
 * Certificates that vouch for themselves (RFC 5280), as a machine may authenticate with (RFC 8705, section 2.2): for the
 * demo's machines, and for its servers on this machine. Whoever trusts one has its very bytes from elsewhere.
 */
import { generateCertificateKey } from '../../vault/certificateKey.js';
import type { CertificateKey } from '../../vault/certificateKey.js';
import { randomBytes } from '../../vault/random.js';
import { bits, boolean, explicit, implicit, integer, octets, oid, sequence, set, time, utf8 } from './der.js';

export interface Certificate {
  readonly certPem: string;
  readonly keyPem: string;
  readonly certDer: Uint8Array;
  readonly publicJwk: CertificateKey['publicJwk'];
}

export interface CertificateSubject {
  /** `CN`. */
  readonly name: string;
  readonly use: 'CLIENT' | 'SERVER';
  /** Milliseconds since the epoch. */
  readonly now: number;
}

const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'));
const dayMilliseconds = 86_400_000;
const lifetimeDays = 3650;

/** A fresh key, and its certificate: of a client, or of a server at 127.0.0.1 and `localhost`. */
export function selfSignedCertificate(subject: CertificateSubject): Certificate {
  const key = generateCertificateKey();
  const content = contentOf(subject, key.publicKey);
  const certDer = sequence(content, ecdsaWithSha256, bits(key.sign(content)));
  return Object.freeze({
    certPem: pem(certDer),
    keyPem: key.privateKeyPem,
    certDer,
    publicJwk: key.publicJwk,
  });
}

function contentOf({ name, use, now }: CertificateSubject, publicKey: Uint8Array): Buffer {
  const subject = sequence(set(sequence(oid('2.5.4.3'), utf8(name))));
  return sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(randomBytes(16)),
    ecdsaWithSha256,
    subject,
    sequence(time(now - dayMilliseconds), time(now + lifetimeDays * dayMilliseconds)),
    subject,
    publicKey,
    explicit(3, sequence(...extensionsOf(use))),
  );
}

function extensionsOf(use: CertificateSubject['use']): readonly Buffer[] {
  const isNoAuthority = extension('2.5.29.19', true, sequence());
  const usages = extension('2.5.29.37', false, sequence(oid(usageOf[use])));
  return use === 'CLIENT' ? [isNoAuthority, usages] : [isNoAuthority, usages, loopbackNames];
}

const usageOf = Object.freeze({ CLIENT: '1.3.6.1.5.5.7.3.2', SERVER: '1.3.6.1.5.5.7.3.1' });

/** RFC 5280, section 4.2.1.6: dNSName is 2, iPAddress 7. */
const loopbackNames = extension(
  '2.5.29.17',
  false,
  sequence(implicit(2, Buffer.from('localhost')), implicit(7, Buffer.from([127, 0, 0, 1]))),
);

function extension(id: string, isCritical: boolean, value: Uint8Array): Buffer {
  return sequence(oid(id), ...(isCritical ? [boolean(true)] : []), octets(value));
}

function pem(content: Uint8Array): string {
  const lines =
    Buffer.from(content)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
