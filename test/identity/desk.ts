import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import type { Caller } from '../../src/kernel/caller.js';
import { statusOfCode } from '../../src/kernel/codes.js';
import { Refused } from '../../src/kernel/refusal.js';
import { createIssuerKeys } from '../../src/jws/issuerKeys.js';
import type { AdmittedRoles } from '../../src/identity/admittedToken.js';
import { authenticate } from '../../src/identity/authenticate.js';
import type { AuthenticationDeps } from '../../src/identity/authenticate.js';
import { createTokenMemory } from '../../src/identity/tokenMemory.js';
import { publicJwk, seconds, startTestIssuer, testClock, testKey, forge } from '../jws/testIssuer.js';
import type { TestClock, TestIssuer, TestKey } from '../jws/testIssuer.js';

export const audience = 'https://api.example.org/graphql';

/** Two roles of a store of tenants: a landlord's agency, and the tenant. */
export const roles: AdmittedRoles = new Map([
  ['AGENCY', { purposes: new Set(['RENT_FOLLOW_UP', 'REPAIRS']), claims: ['ORGANISATION'] }],
  ['TENANT', { purposes: new Set(['OWN_SPACE']), claims: ['SUBJECT'] }],
]);

/** Published by the issuer, one of each kind; `rs256` and `es384` are published and for algorithms that we don't take. */
export const keys = {
  es256: testKey('ES256', 'es'),
  eddsa: testKey('EdDSA', 'ed'),
  ps256: testKey('PS256', 'ps'),
  rs256: testKey('RS256', 'rs'),
  es384: testKey('ES384', 'es384'),
} as const satisfies Record<string, TestKey>;

/** Nobody publishes it. */
export const strangersKey = testKey('ES256', 'es');

/** A service desk: an issuer, a clock and what `authenticate` needs. */
export interface Desk {
  readonly issuer: TestIssuer;
  readonly clock: TestClock;
  readonly deps: AuthenticationDeps;
  header(members?: Record<string, unknown>): Record<string, unknown>;
  claims(members?: Record<string, unknown>): Record<string, unknown>;
  /** A good token, with these members on top. */
  token(claims?: Record<string, unknown>, header?: Record<string, unknown>, key?: TestKey): string;
  /** The caller of raw headers, or what refuses them. */
  ask(...rawHeaders: string[]): Promise<Caller | Refused>;
}

export async function openDesk(): Promise<Desk> {
  const issuer = await startTestIssuer();
  issuer.publish(Object.values(keys).map(publicJwk));
  const clock = testClock();
  const keySource = createIssuerKeys({ issuer: issuer.url, clock, demoKeys: 'refused' });
  const deps = {
    verifier: { issuer: issuer.url, audience, keys: keySource, clock },
    memory: createTokenMemory(),
    roles,
    clock,
  };
  const header = (members: Record<string, unknown> = {}): Record<string, unknown> => ({
    alg: 'ES256',
    typ: 'at+jwt',
    kid: 'es',
    ...members,
  });
  const claims = (members: Record<string, unknown> = {}): Record<string, unknown> => ({
    iss: issuer.url,
    aud: audience,
    sub: 'account-7',
    client_id: 'rent-book',
    jti: 'token-1',
    iat: seconds(clock),
    exp: seconds(clock) + 300,
    role: 'AGENCY',
    organisation: 'agency-38',
    scope: 'openid purpose:RENT_FOLLOW_UP',
    ...members,
  });
  return {
    issuer,
    clock,
    deps,
    header,
    claims,
    token: (members, headerMembers, key = keys.es256) =>
      forge(header({ alg: key.alg, kid: key.kid, ...headerMembers }), claims(members), key),
    ask: (...rawHeaders) => outcome(() => authenticate({ rawHeaders }, deps)),
  };
}

async function outcome(attempt: () => Caller | Promise<Caller>): Promise<Caller | Refused> {
  try {
    return await attempt();
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
}

/** `authenticate` behind a real node:http server: answers 200 with the caller, or the refusal's status and code. */
export async function serveDesk(
  desk: Desk,
): Promise<{ send(requestText: string): Promise<string>; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    void answer(desk, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    send: (requestText) => sendRaw((server.address() as AddressInfo).port, requestText),
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}

async function answer(desk: Desk, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const result = await outcome(() => authenticate(request, desk.deps));
  const [status, body] =
    result instanceof Refused ? [statusOfCode[result.refusal.code], result.refusal.code] : [200, result.claims.ACCOUNT];
  response.writeHead(status, { 'content-length': body.length }).end(body);
}

/** Bytes on a socket, as no well-behaved client would send them; the status line and the body that come back. */
function sendRaw(port: number, requestText: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(requestText));
    let received = '';
    socket.on('data', (chunk) => void (received += chunk.toString()));
    socket.on('error', reject);
    socket.on('close', () => {
      const [head = '', body = ''] = received.split('\r\n\r\n');
      resolve(`${head.split(' ')[1] ?? ''} ${body}`.trim());
    });
  });
}
