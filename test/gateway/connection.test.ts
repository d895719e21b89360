import type { IncomingMessage } from 'node:http';
import { createServer, request } from 'node:http';
import { createServer as createTlsServer, request as tlsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { beforeAll, describe, expect, it } from 'vitest';
import { connectionReader } from '../../src/gateway/connection.js';
import { sha256 } from '../../src/vault/digest.js';
import type { TestCertificate } from '../support/certificates.js';
import { testCertificate } from '../support/certificates.js';

let server: TestCertificate;
let machine: TestCertificate;
let other: TestCertificate;
beforeAll(async () => {
  [server, machine, other] = await Promise.all([testCertificate(), testCertificate(), testCertificate()]);
});

interface Seen {
  readonly certificate: string | undefined;
  readonly address: string;
}

/** What the reader makes of one request over a real connection. */
async function seen(options: {
  readonly trusted?: readonly string[];
  readonly headers?: Record<string, string | string[]>;
  readonly tls?: { readonly client: TestCertificate | undefined };
}): Promise<Seen> {
  const { trusted = [], headers = {}, tls } = options;
  const reader = connectionReader({ trustedProxies: trusted, digest: sha256 });
  let found: Seen | undefined;
  const listener = (incoming: IncomingMessage, response: { end(): void }): void => {
    found = { certificate: reader.certificateOf(incoming), address: reader.addressOf(incoming) };
    response.end();
  };
  const ours = { cert: server.cert, key: server.key, requestCert: true, rejectUnauthorized: false };
  const listening = tls === undefined ? createServer(listener) : createTlsServer(ours, listener);
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const { port } = listening.address() as AddressInfo;
  const target = { host: '127.0.0.1', port, method: 'POST', headers, agent: false } as const;
  await new Promise<void>((resolve, reject) => {
    const sent =
      tls === undefined
        ? request(target)
        : tlsRequest({ ...target, rejectUnauthorized: false, cert: tls.client?.cert, key: tls.client?.key });
    sent.on('response', (response) => {
      response.resume();
      response.on('end', () => resolve());
    });
    sent.on('error', reject);
    sent.end();
  });
  await new Promise((resolve) => listening.close(resolve));
  if (found === undefined) throw new Error('nothing was seen');
  return found;
}

const loopback = ['127.0.0.0/8'];

describe('the certificate of a client', () => {
  it.each<readonly [string, () => Parameters<typeof seen>[0]]>([
    ['none was shown', () => ({ tls: { client: undefined } })],
    ['nobody ends TLS', () => ({})],
    ['a header says so and nobody is trusted', () => ({ headers: { 'client-cert': machine.header } })],
    [
      'a header says so from another proxy than ours',
      () => ({ trusted: ['10.0.0.4'], headers: { 'client-cert': machine.header } }),
    ],
    ['a proxy sends two', () => ({ trusted: loopback, headers: { 'client-cert': [machine.header, other.header] } })],
    ['a proxy sends an empty one', () => ({ trusted: loopback, headers: { 'client-cert': '' } })],
    [
      'a proxy sends no byte sequence',
      () => ({ trusted: loopback, headers: { 'client-cert': machine.cert.slice(0, 20) } }),
    ],
    [
      'a proxy sends a list',
      () => ({ trusted: loopback, headers: { 'client-cert': `${machine.header}, ${other.header}` } }),
    ],
    [
      'it comes in the header of another product',
      () => ({ trusted: loopback, headers: { 'x-ssl-client-cert': machine.header } }),
    ],
  ])('is unknown when %s', async (_title, options) => {
    expect((await seen(options())).certificate).toBeUndefined();
  });

  it('is its thumbprint, from TLS that ends here', async () => {
    expect((await seen({ tls: { client: machine } })).certificate).toBe(machine.thumbprint);
    expect((await seen({ tls: { client: other } })).certificate).toBe(other.thumbprint);
  });

  it('is not what a client with another certificate writes into a header', async () => {
    const headers = { 'client-cert': machine.header };
    expect((await seen({ tls: { client: other }, headers })).certificate).toBe(other.thumbprint);
  });

  it('is what a trusted proxy passes on (RFC 9440)', async () => {
    const headers = { 'client-cert': machine.header };
    expect((await seen({ trusted: ['127.0.0.1'], headers })).certificate).toBe(machine.thumbprint);
    expect((await seen({ trusted: ['10.0.0.1', '127.0.0.0/8'], headers })).certificate).toBe(machine.thumbprint);
  });
});

describe('the address of a client', () => {
  it('is the connection’s own, whatever a header says', async () => {
    expect((await seen({ headers: { 'x-forwarded-for': '192.0.2.7' } })).address).toBe('127.0.0.1');
  });

  it.each([
    ['what a trusted proxy saw', '192.0.2.7', '192.0.2.7'],
    ['not what a client wrote before it', '198.51.100.1, 192.0.2.7', '192.0.2.7'],
    ['the first that no trusted proxy vouches for', '198.51.100.1, 192.0.2.7, 127.0.0.9', '192.0.2.7'],
    ['the proxy’s own where the list is no list of addresses', 'nobody', '127.0.0.1'],
    ['the proxy’s own where there is none', '', '127.0.0.1'],
    ['written as IPv4', '::ffff:192.0.2.7', '192.0.2.7'],
  ])('is %s', async (_title, header, expected) => {
    expect((await seen({ trusted: loopback, headers: { 'x-forwarded-for': header } })).address).toBe(expected);
  });
});
