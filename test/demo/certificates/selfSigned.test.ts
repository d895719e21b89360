import { createPrivateKey, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { der, integer, oid, time } from '../../../src/demo/certificates/der.js';
import { selfSignedCertificate } from '../../../src/demo/certificates/selfSigned.js';

const now = Date.parse('2026-03-02T08:00:00Z');

describe('a certificate that vouches for itself', () => {
  it('is signed by its own key, which is the one beside it, for ten years', () => {
    const made = selfSignedCertificate({ name: 'logiciel (exemple)', use: 'CLIENT', now });
    const read = new X509Certificate(made.certPem);
    expect(read.verify(read.publicKey)).toBe(true);
    expect(read.checkPrivateKey(createPrivateKey(made.keyPem))).toBe(true);
    expect(read.raw.equals(made.certDer)).toBe(true);
    expect(read.publicKey.export({ format: 'jwk' })).toEqual(made.publicJwk);
    expect([read.subject, read.issuer, read.ca]).toEqual(['CN=logiciel (exemple)', 'CN=logiciel (exemple)', false]);
    expect([read.validFrom, read.validTo]).toEqual(['Mar  1 08:00:00 2026 GMT', 'Feb 28 08:00:00 2036 GMT']);
  });

  it('is for clients, or for servers on this machine and nowhere else', () => {
    const client = new X509Certificate(selfSignedCertificate({ name: 'client', use: 'CLIENT', now }).certPem);
    const server = new X509Certificate(selfSignedCertificate({ name: 'server', use: 'SERVER', now }).certPem);
    expect([client.keyUsage, client.subjectAltName]).toEqual([['1.3.6.1.5.5.7.3.2'], undefined]);
    expect(server.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1']);
    expect([server.checkIP('127.0.0.1'), server.checkHost('localhost')]).toEqual(['127.0.0.1', 'localhost']);
    expect([server.checkIP('192.0.2.1'), server.checkHost('example.org')]).toEqual([undefined, undefined]);
  });

  it('has a number of its own each time', () => {
    const numbers = [1, 2, 3].map(
      () => new X509Certificate(selfSignedCertificate({ name: 'x', use: 'CLIENT', now }).certPem).serialNumber,
    );
    expect(new Set(numbers).size).toBe(3);
  });
});

describe('DER', () => {
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

  it('writes the length of long content in as many octets as it takes', () => {
    expect(hex(der(4, Buffer.alloc(127)).subarray(0, 2))).toBe('047f');
    expect(hex(der(4, Buffer.alloc(128)).subarray(0, 3))).toBe('048180');
    expect(hex(der(4, Buffer.alloc(256)).subarray(0, 4))).toBe('04820100');
  });

  it('writes numbers in their shortest form, positive', () => {
    expect(hex(integer(Buffer.from([0, 0, 1])))).toBe('020101');
    expect(hex(integer(Buffer.from([0x80])))).toBe('02020080');
    expect(hex(integer(Buffer.from([0, 0])))).toBe('020100');
  });

  it('writes the names of RFC 5280 as they stand there', () => {
    expect(hex(oid('2.5.4.3'))).toBe('0603550403');
    expect(hex(oid('1.2.840.10045.4.3.2'))).toBe('06082a8648ce3d040302');
  });

  it('writes the year with four digits from 2050 on', () => {
    expect(hex(time(Date.parse('2049-12-31T23:59:59Z')))).toBe(`170d${hex(Buffer.from('491231235959Z'))}`);
    expect(hex(time(Date.parse('2050-01-01T00:00:00Z')))).toBe(`180f${hex(Buffer.from('20500101000000Z'))}`);
  });
});
