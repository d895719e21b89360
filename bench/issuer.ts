/** A real issuer of the bench's own: keys made for this run, its metadata and key set over HTTP, signed access tokens. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '../src/kernel/clock.js';
import type { Clock } from '../src/kernel/clock.js';
import { generateSigningJwk, importSigningKey, signAccessToken } from '../src/jws/signingKey.js';
import { randomUuid } from '../src/vault/random.js';
import { application } from './partners.js';

export interface Issuer {
  readonly url: string;
  readonly audience: string;
  /** An access token (RFC 9068) for an hour, of a person who has just authenticated. */
  token(claims: Readonly<Record<string, unknown>>): Promise<string>;
  close(): Promise<void>;
}

const lifetimeSeconds = 3_600;

export async function startIssuer(clock: Clock = systemClock): Promise<Issuer> {
  const key = await importSigningKey(await generateSigningJwk('ES256', 'bench-'));
  const audience = 'https://bench.example.org/graphql';
  const server = createServer((request, response) => {
    const document = documents[request.url ?? ''];
    response.writeHead(document === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(document ?? {}));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const documents: Readonly<Record<string, unknown>> = {
    '/.well-known/openid-configuration': { issuer: url, jwks_uri: `${url}/jwks` },
    '/jwks': { keys: [key.publicJwk] },
  };
  return {
    url,
    audience,
    token: (claims) => {
      const iat = Math.floor(clock.now() / 1000);
      const registered = { iss: url, aud: audience, iat, exp: iat + lifetimeSeconds, jti: randomUuid() };
      return signAccessToken({ ...registered, client_id: application, auth_time: iat, ...claims }, key);
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
