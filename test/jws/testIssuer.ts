import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../src/kernel/clock.js';

/** A pair made with node:crypto: tests forge with it what jose would refuse to sign. */
export interface TestKey {
  readonly kid: string;
  readonly alg: string;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

export function testKey(alg: string, kid: string): TestKey {
  return { kid, alg, ...pairOf(alg) };
}

function pairOf(alg: string): { readonly publicKey: KeyObject; readonly privateKey: KeyObject } {
  if (alg === 'EdDSA') return generateKeyPairSync('ed25519');
  if (alg === 'ES256') return generateKeyPairSync('ec', { namedCurve: 'P-256' });
  if (alg === 'ES384') return generateKeyPairSync('ec', { namedCurve: 'P-384' });
  return generateKeyPairSync('rsa', { modulusLength: 2048 });
}

export function publicJwk(key: TestKey): Record<string, unknown> {
  return { ...key.publicKey.export({ format: 'jwk' }), kid: key.kid, alg: key.alg, use: 'sig' };
}

export const encode = (value: string | Buffer): string => Buffer.from(value).toString('base64url');

/** Signs any two texts with any algorithm: nothing is checked, so that everything can be wrong. */
export function forge(header: string | object, payload: string | Buffer | object, key: TestKey, alg = key.alg): string {
  const textOf = (part: string | Buffer | object): string | Buffer =>
    typeof part === 'string' || Buffer.isBuffer(part) ? part : JSON.stringify(part);
  const input = `${encode(textOf(header))}.${encode(textOf(payload))}`;
  return `${input}.${encode(signatureOf(input, key, alg))}`;
}

export function signatureOf(input: string, key: TestKey, alg = key.alg): Buffer {
  const bytes = Buffer.from(input);
  if (alg === 'EdDSA') return sign(null, bytes, key.privateKey);
  if (alg.startsWith('ES'))
    return sign(`sha${alg.slice(2)}`, bytes, { key: key.privateKey, dsaEncoding: 'ieee-p1363' });
  if (alg.startsWith('PS'))
    return sign(`sha${alg.slice(2)}`, bytes, { key: key.privateKey, padding: 6, saltLength: Number(alg.slice(2)) / 8 });
  return sign(`sha${alg.slice(2)}`, bytes, key.privateKey);
}

export interface TestIssuer {
  /** The `iss` of its tokens. */
  readonly url: string;
  /** Requests for its key set so far. */
  fetches(): number;
  publish(keys: readonly Record<string, unknown>[]): void;
  /** Answers like this until {@link TestIssuer.recover}: status, body of the key set. */
  fail(status: number, body?: string): void;
  recover(): void;
  /** Merged over the honest metadata. */
  metadata(members: Record<string, unknown>): void;
  /** Only OAuth's well-known path answers, OpenID Connect's is 404. */
  oauthOnly(): void;
  close(): Promise<void>;
}

/** A real HTTP issuer on loopback, under a path as realms are. */
export async function startTestIssuer(): Promise<TestIssuer> {
  let keys: readonly Record<string, unknown>[] = [];
  let failure: { readonly status: number; readonly body: string } | undefined;
  let members: Record<string, unknown> = {};
  let fetches = 0;
  let isOauthOnly = false;
  const server = createServer((request, response) => {
    const metadata = JSON.stringify({ issuer: url, jwks_uri: `${url}/jwks`, ...members });
    if (request.url === '/realm/jwks') {
      fetches += 1;
      const answer = failure ?? { status: 200, body: JSON.stringify({ keys }) };
      response.writeHead(answer.status, { location: `${url}/elsewhere` }).end(answer.body);
    } else if (request.url === '/realm/elsewhere') {
      response.end(JSON.stringify({ keys }));
    } else if (request.url === '/realm/.well-known/openid-configuration' && !isOauthOnly) {
      response.end(metadata);
    } else if (request.url === '/.well-known/oauth-authorization-server/realm') {
      response.end(metadata);
    } else {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/realm`;
  return {
    url,
    fetches: () => fetches,
    publish: (next) => void (keys = next),
    fail: (status, body = '') => void (failure = { status, body }),
    recover: () => void (failure = undefined),
    metadata: (next) => void (members = next),
    oauthOnly: () => void (isOauthOnly = true),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export interface TestClock extends Clock {
  /** Moves it, backwards too. */
  advance(milliseconds: number): void;
}

export function testClock(start = Date.parse('2026-03-02T08:00:00Z')): TestClock {
  let now = start;
  return { now: () => now, advance: (milliseconds) => void (now += milliseconds) };
}

export const seconds = (clock: Clock): number => Math.floor(clock.now() / 1000);

/** For a certificate-like thumbprint in a header that must be ignored. */
export const thumbprint = (text: string): string => createHash('sha1').update(text).digest('base64url');
