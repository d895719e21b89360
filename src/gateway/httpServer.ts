/**
 * HTTP in, HTTP out (GraphQL over HTTP, POST only). A request is authenticated before its body is read, so that strangers
 * cost little; every answer forbids caching.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { ApolloServer } from '@apollo/server';
import { HeaderMap } from '@apollo/server';
import type { Caller } from '../kernel/caller.js';
import type { Code } from '../kernel/codes.js';
import { statusOfCode } from '../kernel/codes.js';
import { Failure } from '../kernel/failure.js';
import type { Refusal } from '../kernel/refusal.js';
import { refuse } from '../kernel/refusal.js';
import type { Transport } from '../identity/credentials.js';
import { readJsonBody } from './body.js';
import { bodyBounds } from './bodyBounds.js';
import type { ConnectionReader } from './connection.js';
import { refusalOf } from './errorMap.js';
import type { GatewayContext } from './gatewayContext.js';
import type { OperationBounds } from './operationBounds.js';
import { operationEnd } from './operationEnd.js';
import type { Slowdown } from './slowdown.js';

export interface GatewayOptions {
  readonly servers: ReadonlyMap<string, ApolloServer<GatewayContext>>;
  /** @throws Refused, or Failure ISSUER_UNAVAILABLE or STORE_UNAVAILABLE. */
  readonly authenticate: (transport: Transport) => Caller | Promise<Caller>;
  /** Lets through what the caller may run at all, with its text in place of its digest. @throws Refused. */
  readonly admitOperation: (caller: Caller, body: Body) => Body | Promise<Body>;
  /** Value of WWW-Authenticate for a refusal (RFC 6750, section 3; RFC 9449, section 7.1). */
  readonly challengeOf: (refusal: Refusal) => string | undefined;
  /** The nonce for the next proof (RFC 9449, section 8.2). */
  readonly proofNonce: () => string;
  readonly connection: ConnectionReader;
  readonly slowdown: Slowdown;
  readonly bounds: OperationBounds;
  /** PEM of the certificate and its key; undefined: a proxy ends TLS. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  /** Undefined for an account that nothing slows; else resolves when its request may go on. @throws Refused. */
  readonly pass: (account: string) => Promise<void> | undefined;
  /** A known caller was refused before its operation was looked at. */
  readonly onRefused: (caller: Caller, refusal: Refusal) => void;
  /** The answer was handed to the client's connection. */
  readonly onDelivered: (context: GatewayContext) => void;
  /** An answer was made, and nothing of it is sent. */
  readonly onWithheld: (context: GatewayContext) => void;
  /** Whether the store answers. */
  readonly isReady: () => Promise<boolean>;
  readonly onFailure: (error: unknown) => void;
}

export interface Gateway {
  readonly url: string;
  /** For requests that come in by a listener of somebody else's: the same answers. */
  readonly listener: Listener;
  /** Stops accepting, lets what is under way end. */
  close(): Promise<void>;
}

type Body = Readonly<Record<string, unknown>>;

interface Serving extends GatewayOptions {
  /** @throws Refused OPERATION_TOO_LARGE, before anything of the body is validated. */
  readonly requireBounded: (body: Body) => void;
}

/** Listens on `host:port`; port 0 takes a free one. */
export async function startGateway(gatewayOptions: GatewayOptions, port: number, host: string): Promise<Gateway> {
  const options: Serving = { ...gatewayOptions, requireBounded: bodyBounds(gatewayOptions.bounds) };
  const listener: Listener = (request, response) => {
    void serve(options, request, response);
  };
  const server = listenerOf(options, listener);
  server.requestTimeout = 30_000;
  server.headersTimeout = 10_000;
  // Node drops what exceeds a count unseen, a second Authorization among it; the 16 KiB that it gives all headers bound them.
  server.maxHeadersCount = 0;
  await listen(server, port, host);
  const address = server.address() as AddressInfo;
  const scheme = options.tls === undefined ? 'http' : 'https';
  return {
    url: `${scheme}://${host.includes(':') ? `[${host}]` : host}:${String(address.port)}/graphql`,
    listener,
    close: () => closeServer(server),
  };
}

export type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/** A client's certificate is asked for and judged by its thumbprint alone, as RFC 8705, section 2.2 has it: whoever signed it. */
function listenerOf({ tls }: GatewayOptions, listener: Listener): Server {
  if (tls === undefined) return createServer(listener);
  return createTlsServer({ ...tls, requestCert: true, rejectUnauthorized: false, minVersion: 'TLSv1.2' }, listener);
}

async function serve(options: Serving, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const path = request.url?.split('?', 1)[0];
    if (path === '/health') await serveHealth(options, response);
    else if (path === '/graphql') await serveGraphQL(options, request, response);
    else
      send(response, 404, {
        errors: [{ message: 'There is nothing here: POST to /graphql.', extensions: { code: 'NOT_FOUND' } }],
      });
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal.code === 'INTERNAL' || refusal.code === 'STORE_UNAVAILABLE') options.onFailure(error);
    if (slowed.has(refusal.code)) await options.slowdown.failed(`address ${options.connection.addressOf(request)}`);
    sendRefusal(options, response, refusal);
  }
}

/** What somebody is refused for who tries credentials; one that merely ran out, or lacks a nonce, is nobody's attempt. */
const slowed: ReadonlySet<Code> = new Set(['UNAUTHENTICATED', 'TOKEN_MALFORMED', 'TOKEN_INVALID', 'PROOF_INVALID']);

async function serveHealth(options: GatewayOptions, response: ServerResponse): Promise<void> {
  const isReady = await options.isReady();
  send(response, isReady ? 200 : 503, { status: isReady ? 'ready' : 'store unavailable' });
}

async function serveGraphQL(options: Serving, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'POST') {
    response.setHeader('allow', 'POST');
    throw refuse('METHOD_NOT_ALLOWED', 'Only POST is served.');
  }
  if (request.headers.dpop !== undefined) response.setHeader('dpop-nonce', options.proofNonce());
  const authenticated = options.authenticate({
    rawHeaders: request.rawHeaders,
    method: request.method,
    certificate: options.connection.certificateOf(request),
  });
  const admitted = authenticated instanceof Promise ? await authenticated : authenticated;
  const caller = Object.freeze({ ...admitted, network: options.connection.addressOf(request) });
  const server = options.servers.get(caller.role);
  if (server === undefined) throw refuse('ROLE_UNKNOWN', 'The role of the token is not served.');
  const sent = await notingRefusal(options, caller, () => readJsonBody(request));
  await notingRefusal(options, caller, async () => options.pass(caller.claims.ACCOUNT));
  const end = operationEnd(response, options.bounds.seconds);
  const context: GatewayContext = { caller, signal: end.signal, answer: undefined, served: [] };
  try {
    const body = await notingRefusal(options, caller, () => boundedBody(options, caller, sent));
    end.signal.throwIfAborted();
    const answered = await server.executeHTTPGraphQLRequest({
      httpGraphQLRequest: { method: 'POST', headers: headersOf(request), search: '', body },
      context: async () => context,
    });
    end.signal.throwIfAborted();
    if (answered.body.kind !== 'complete') throw refuse('INTERNAL', 'The request could not be served.');
    requireShort(answered.body.string, options.bounds);
    for (const [name, value] of answered.headers) response.setHeader(name, value);
    response.once('finish', () => {
      options.onDelivered(context);
    });
    sendText(response, answered.status ?? 200, answered.body.string);
  } catch (error) {
    options.onWithheld(context);
    throw error;
  } finally {
    end.dispose();
  }
}

/** What the caller may run at all, and small enough to be validated. @throws Refused. */
async function boundedBody(options: Serving, caller: Caller, sent: Body): Promise<Body> {
  const body = await options.admitOperation(caller, sent);
  options.requireBounded(body);
  return body;
}

async function notingRefusal<T>({ onRefused }: Serving, caller: Caller, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    onRefused(caller, refusalOf(error));
    throw error;
  }
}

/** Whole or not at all: half an answer is none. @throws Refused ANSWER_TOO_LARGE */
function requireShort(answer: string, { answerBytes: atMost }: OperationBounds): void {
  if (Buffer.byteLength(answer) <= atMost) return;
  throw refuse('ANSWER_TOO_LARGE', `The answer would have more than ${String(atMost)} bytes: ask for fewer rows.`, {
    atMost,
  });
}

function headersOf(request: IncomingMessage): HeaderMap {
  const headers = new HeaderMap();
  for (const name of ['content-type', 'accept'] as const) {
    const value = request.headers[name];
    if (value !== undefined) headers.set(name, value);
  }
  return headers;
}

function sendRefusal(options: GatewayOptions, response: ServerResponse, refusal: Refusal): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  if (refusal.code === 'PROOF_NONCE_REQUIRED') response.setHeader('dpop-nonce', options.proofNonce());
  const challenge = options.challengeOf(refusal);
  if (challenge !== undefined) response.setHeader('www-authenticate', challenge);
  const { code, message, extensions } = refusal;
  send(response, statusOfCode[code], { errors: [{ message, extensions: { ...extensions, code } }] });
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.setHeader('content-type', 'application/json; charset=utf-8');
  sendText(response, status, JSON.stringify(body));
}

function sendText(response: ServerResponse, status: number, text: string): void {
  response.setHeader('cache-control', 'no-store');
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('content-length', Buffer.byteLength(text));
  response.statusCode = status;
  response.end(text);
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => reject(listenFailure(cause, port, host)));
    server.listen(port, host, () => {
      server.removeAllListeners('error');
      resolve();
    });
  });
}

function listenFailure(cause: NodeJS.ErrnoException, port: number, host: string): Failure {
  const why = cause.code === 'EADDRINUSE' ? 'is taken' : `cannot be used (${cause.code ?? 'unknown'})`;
  return new Failure(
    'CONFIG_INVALID',
    `PORT: ${host}:${String(port)} ${why}. Write another port, or 0 for a free one.`,
    { cause },
  );
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeIdleConnections();
    setTimeout(() => {
      server.closeAllConnections();
    }, 5_000).unref();
  });
}
