import { createPrivateKey, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { selfSignedCertificate } from '../../../src/demo/certificates/selfSigned.js';

const now = Date.parse('2026-03-02T08:00:00Z');

describe('a certificate that vouches for itself', () => {
  it('is signed by its own key, which is the one beside it, for ten years', async () => {
    const made = await selfSignedCertificate({ name: 'logiciel (exemple)', use: 'CLIENT', now });
    const read = new X509Certificate(made.certPem);
    expect(read.verify(read.publicKey)).toBe(true);
    expect(read.checkPrivateKey(createPrivateKey(made.keyPem))).toBe(true);
    expect(read.raw.equals(made.certDer)).toBe(true);
    expect(read.publicKey.export({ format: 'jwk' })).toEqual(made.publicJwk);
    expect([read.subject, read.issuer, read.ca]).toEqual(['CN=logiciel (exemple)', 'CN=logiciel (exemple)', false]);
    expect([read.validFrom, read.validTo]).toEqual(['Mar  1 08:00:00 2026 GMT', 'Feb 28 08:00:00 2036 GMT']);
  });

  it('is for clients, or for servers on this machine and nowhere else', async () => {
    const client = new X509Certificate((await selfSignedCertificate({ name: 'client', use: 'CLIENT', now })).certPem);
    const server = new X509Certificate((await selfSignedCertificate({ name: 'server', use: 'SERVER', now })).certPem);
    expect([client.keyUsage, client.subjectAltName]).toEqual([['1.3.6.1.5.5.7.3.2'], undefined]);
    expect(server.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
    expect([server.checkIP('127.0.0.1'), server.checkHost('localhost')]).toEqual(['127.0.0.1', 'localhost']);
    expect([server.checkIP('192.0.2.1'), server.checkHost('example.org')]).toEqual([undefined, undefined]);
  });

  it('has a number of its own each time', async () => {
    const made = [1, 2, 3].map(() => selfSignedCertificate({ name: 'x', use: 'CLIENT', now }));
    const numbers = (await Promise.all(made)).map(({ certPem }) => new X509Certificate(certPem).serialNumber);
    expect(new Set(numbers).size).toBe(3);
  });
});
