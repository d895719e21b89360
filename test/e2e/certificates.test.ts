/** Certificate-bound tokens over TLS that ends in the server (RFC 8705): the connection decides, request by request. */
import { Agent, request as httpsRequest } from 'node:https';
import type { ClientRequest, IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { slowdownBounds } from '../../src/gateway/slowdown.js';
import { startServer } from '../../src/main.js';
import type { RunningServer } from '../../src/main.js';
import type { TlsFiles } from '../../src/tlsFiles.js';
import { sha256 } from '../../src/vault/digest.js';
import { boundTo, clients } from '../identity/proofs.js';
import { expectDisclosed, expectRefused } from '../support/answers.js';
import type { TestCertificate } from '../support/certificates.js';
import { testCertificate } from '../support/certificates.js';
import { rentalFolder } from '../support/policies.js';
import { rentalAccounts } from '../support/rentalAccounts.js';
import { fillRental } from '../support/rentalRows.js';
import type { Reply, Service } from '../support/service.js';
import { audience, clockAt, post, replyOf, startService } from '../support/service.js';

const query = '{ me { account sender } tenants(first: 10) { nodes { surname } } }';
const application = 'night-run';
const fund = 'b0000000-0000-4000-8000-000000000001';
const copy = 'query Copy { me { account kind sender } tenants(first: 20) { nodes { fileNumberPseudonym } } }';

const clock = clockAt('2026-11-20T10:00:00.000Z');
let service: Service;
let secure: RunningServer;
let server: TestCertificate;
let machine: TestCertificate;
let other: TestCertificate;

beforeAll(async () => {
  [server, machine, other] = await Promise.all([testCertificate('SERVER'), testCertificate(), testCertificate()]);
  service = await startService({
    folder: rentalFolder,
    accounts: rentalAccounts,
    clock,
    fill: (store) => fillRental(store),
  });
  const { register } = service.store.rooms;
  const entries = {
    organisations: [],
    units: [],
    applications: [{ id: application, organisation: fund }],
    accounts: [{ id: application, kind: 'MACHINE', organisation: fund, application }],
  } as const;
  await register.seed(entries, { createdBy: 'operator:one', approvedBy: 'operator:two' });
  const operation = { application, name: 'Copy', purpose: 'GUARANTEE', document: copy, digest: sha256(copy) };
  await register.registerOperation('operator:one', operation);
  secure = await serve({ cert: server.cert, key: server.key });
});
afterAll(async () => {
  expect(failures).toEqual([]);
  await secure.close();
  await service.stop();
});
const failures: unknown[] = [];

/** A server of its own over the store: no proxy is trusted, and refusals leave at once. */
function serve(tls: TlsFiles | undefined): Promise<RunningServer> {
  return startServer(service.store, {
    issuer: service.issuer.url,
    audience,
    demoKeys: 'refused',
    slowdown: { ...slowdownBounds, free: Infinity },
    tls,
    port: 0,
    host: '127.0.0.1',
    onFailure: (error) => void failures.push(error),
  });
}

// ── connections ─────────────────────────────────────────────────────────────────────────────────────────────────

interface Call {
  readonly token: string;
  /** Shown in the handshake; undefined: none. */
  readonly client?: TestCertificate | undefined;
  /** Keeps connections, or the sessions of those that ended. Left out: a connection of its own. */
  readonly agent?: Agent;
  readonly headers?: Readonly<Record<string, string>>;
  readonly version?: 'TLSv1.2' | 'TLSv1.3';
  readonly purpose?: string;
  readonly body?: unknown;
}

interface Heard extends Reply {
  readonly socket: TLSSocket;
  readonly isResumed: boolean;
}

async function call({
  token,
  client,
  agent,
  headers,
  version,
  purpose = 'LETTING',
  body = { query },
}: Call): Promise<Heard> {
  const shown = client === undefined ? {} : { cert: client.cert, key: client.key };
  const range = version === undefined ? {} : { minVersion: version, maxVersion: version };
  const sent = httpsRequest(secure.url, {
    method: 'POST',
    agent: agent ?? false,
    ca: server.cert,
    ...shown,
    ...range,
    headers: {
      authorization: `Bearer ${token}`,
      'cloison-purpose': purpose,
      'content-type': 'application/json',
      ...headers,
    },
  });
  return answerTo(sent, JSON.stringify(body));
}

async function answerTo(sent: ClientRequest, body: string): Promise<Heard> {
  return new Promise((resolve, reject) => {
    sent.on('error', reject);
    sent.on('response', (response) => {
      const socket = response.socket as TLSSocket;
      const isResumed = socket.isSessionReused();
      const replied = async (): Promise<Heard> => {
        const { statusCode = 0, headers } = response;
        const init = { status: statusCode, headers: headersOf(headers) };
        return { ...(await replyOf(new Response(await text(response), init))), socket, isResumed };
      };
      replied().then(resolve, reject);
    });
    sent.end(body);
  });
}

function headersOf(headers: IncomingHttpHeaders): Headers {
  return new Headers(
    Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}

/** Of a landlord's person, bound to `certificate`. */
function bound(certificate: TestCertificate): string {
  return service.ticketOf('brick', { cnf: { 'x5t#S256': certificate.thumbprint } }).token;
}

function machineToken(certificate: TestCertificate): string {
  const nobody = { auth_time: undefined, acr: undefined };
  const claims = { sub: application, client_id: application, cnf: { 'x5t#S256': certificate.thumbprint }, ...nobody };
  return service.ticketOf('surety', claims).token;
}

function expectNotShown(reply: Reply): void {
  const message = 'The token is bound to a certificate ("cnf") that this connection has not shown: use mutual TLS.';
  expectRefused(reply, 'TOKEN_INVALID', message);
  expect(reply.data).toBeUndefined();
  expect(reply.headers.get('www-authenticate')).toContain('Bearer realm="cloison", error="invalid_token"');
}

function expectBricks(reply: Reply): void {
  expect(expectDisclosed(reply)['me']).toEqual({ account: 'brick', sender: 'CERTIFICATE' });
  expect(reply.text).toContain('Quillfeather');
}

// ── what must hold ──────────────────────────────────────────────────────────────────────────────────────────────

describe('a certificate-bound token over TLS that ends here is refused', () => {
  it.each<readonly [string, () => Partial<Call>]>([
    ['on a connection with another certificate, of the same name', () => ({ client: other })],
    ['on a connection without a certificate', () => ({})],
    ['on a connection with the server’s own certificate', () => ({ client: server })],
    ['behind TLS 1.2 with another certificate', () => ({ client: other, version: 'TLSv1.2' as const })],
    [
      'on a connection with another certificate, and the right one in a header',
      () => ({ client: other, headers: { 'client-cert': machine.header } }),
    ],
    [
      'on a connection without one, and the right one in every header that proxies use',
      () => ({
        headers: {
          'client-cert': machine.header,
          'x-client-cert': machine.header,
          'x-ssl-client-cert': encodeURIComponent(machine.cert),
          'x-forwarded-client-cert': `Hash=${machine.thumbprint}`,
          'x-forwarded-for': '127.0.0.1',
        },
      }),
    ],
  ])('%s', async (_, given) => {
    expectNotShown(await call({ token: bound(machine), ...given() }));
  });

  it('on a connection with the right certificate, sent as DPoP', async () => {
    const { token } = service.ticketOf('brick', { cnf: { 'x5t#S256': machine.thumbprint } });
    const reply = await call({ token, client: machine, headers: { authorization: `DPoP ${token}` } });
    expectRefused(reply, 'TOKEN_INVALID', 'not bound to a key');
  });

  it('when it is bound to a key, whatever certificate is shown', async () => {
    const { token } = service.ticketOf('brick', { cnf: boundTo(clients.es256) });
    expectRefused(await call({ token, client: machine }), 'TOKEN_INVALID', 'bound to a key');
  });

  it('when it is bound to nothing, whatever certificate is shown', async () => {
    const { token } = service.ticketOf('brick', { cnf: undefined });
    expectRefused(await call({ token, client: machine }), 'TOKEN_INVALID', 'must be bound');
  });

  it('where nobody ends TLS, from a client that no proxy vouches for', async () => {
    const plain = await serve(undefined);
    const headers = { authorization: `Bearer ${bound(machine)}`, 'cloison-purpose': 'LETTING' };
    const type = { 'content-type': 'application/json' };
    expectNotShown(await post(plain.url, { ...headers, ...type, 'client-cert': machine.header }, { query }));
    await plain.close();
  });
});

describe('a certificate-bound token over TLS that ends here is answered', () => {
  it.each<readonly [string, () => Partial<Call>]>([
    ['on a connection with its certificate', () => ({})],
    ['by TLS 1.2', () => ({ version: 'TLSv1.2' as const })],
    ['by TLS 1.3', () => ({ version: 'TLSv1.3' as const })],
    [
      'with another certificate in a header, which is anybody’s text',
      () => ({ headers: { 'client-cert': other.header } }),
    ],
  ])('%s', async (_, given) => {
    expectBricks(await call({ token: bound(machine), client: machine, ...given() }));
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'on a resumed session of %s, which carries its certificate',
    async (version) => {
      const agent = new Agent({ keepAlive: false, maxCachedSessions: 10 });
      const token = bound(machine);
      const replies: Heard[] = [];
      for (let count = 0; count < 3; count += 1) replies.push(await call({ token, client: machine, agent, version }));
      for (const reply of replies) expectBricks(reply);
      expect(replies.map(({ isResumed }) => isResumed)).toEqual([false, true, true]);
      agent.destroy();
    },
  );
});

describe('when the certificate of a client changes', () => {
  it('the connection decides for each request, also of a token that was answered a moment ago', async () => {
    const agents = {
      right: new Agent({ keepAlive: true, maxSockets: 1 }),
      wrong: new Agent({ keepAlive: true, maxSockets: 1 }),
    };
    const token = bound(machine);
    const right = (): Promise<Heard> => call({ token, client: machine, agent: agents.right });
    const wrong = (): Promise<Heard> => call({ token, client: other, agent: agents.wrong });
    const answers: Heard[] = [];
    const refusals: Heard[] = [];
    for (let count = 0; count < 3; count += 1) {
      answers.push(await right());
      refusals.push(await wrong());
    }
    for (const each of answers) expectBricks(each);
    for (const each of refusals) expectNotShown(each);
    // Two connections, kept: what is known of the one is not believed of the other.
    expect(new Set([...answers, ...refusals].map(({ socket }) => socket)).size).toBe(2);
    for (const agent of Object.values(agents)) agent.destroy();
  });

  it('the new certificate takes a new token, which the old one does not open', async () => {
    const renewed = await testCertificate();
    const [before, after] = [bound(machine), bound(renewed)];
    expectNotShown(await call({ token: before, client: renewed }));
    expectBricks(await call({ token: after, client: renewed }));
    expectNotShown(await call({ token: after, client: machine }));
    // Both are good while the partner's servers change one after the other.
    expectBricks(await call({ token: before, client: machine }));
  });

  it('fifty requests at once over connections of three kinds get each what their own deserves', async () => {
    const token = bound(machine);
    const kinds = [machine, other, undefined];
    const replies = await Promise.all(
      Array.from({ length: 51 }, (_, index) => call({ token, client: kinds[index % kinds.length] })),
    );
    replies.forEach((reply, index) => (index % kinds.length === 0 ? expectBricks(reply) : expectNotShown(reply)));
  });
});

describe('a machine over TLS that ends here', () => {
  const ask = (given: Partial<Call>): Promise<Heard> =>
    call({ token: machineToken(machine), client: machine, purpose: 'GUARANTEE', body: { query: copy }, ...given });

  it('is refused with another certificate, with none, and for another text than its own', async () => {
    expectNotShown(await ask({ client: other }));
    expectNotShown(await ask({ client: undefined }));
    expectRefused(await ask({ body: { query: `${copy} ` } }), 'OPERATION_NOT_REGISTERED');
  });

  it('runs its registered operation', async () => {
    const { me } = expectDisclosed(await ask({}));
    expect(me).toEqual({ account: application, kind: 'MACHINE', sender: 'CERTIFICATE' });
  });
});

describe('a token that is bound to nothing over TLS that ends here', () => {
  it('is answered where the role takes it, with any certificate and with none', async () => {
    const { token } = service.ticketOf('orla', { cnf: undefined });
    for (const client of [undefined, other])
      expectDisclosed(await call({ token, client, purpose: 'OWN_FILE', body: { query: '{ myFile { surname } }' } }), {
        myFile: { surname: 'Quillfeather' },
      });
  });
});
