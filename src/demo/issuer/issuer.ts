/**
 * An issuer of tokens for the demo: it gives one to whoever names an account, so it runs on loopback, only under
 * `npm start`, and signs with keys that `cloison serve` refuses. It speaks as a real one does: metadata, key set, token.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../kernel/clock.js';
import type { DemoAccount } from '../accounts.js';
import { openSigningKey } from './signingKeyFile.js';
import { answerTokenRequest } from './tokenEndpoint.js';
import type { TokenOptions } from './tokens.js';

export interface DemoIssuerOptions {
  /** Where the key is kept: `.cloison`. */
  readonly folder: string;
  readonly accounts: readonly DemoAccount[];
  readonly audience: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly clock: Clock;
}

export interface DemoIssuer {
  /** The `iss` of its tokens. */
  readonly url: string;
  close(): Promise<void>;
}

/** Starts the issuer on 127.0.0.1. Rejects when the port is taken, and with Failure KEYRING_INVALID for a damaged key. */
export async function startDemoIssuer(options: DemoIssuerOptions): Promise<DemoIssuer> {
  const key = await openSigningKey(options.folder);
  const server = createServer();
  await listen(server, options.port);
  const { port } = server.address() as AddressInfo;
  const issuer = `http://127.0.0.1:${port}`;
  const tokens = { issuer, audience: options.audience, key, clock: options.clock };
  const hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (hosts.has(request.headers.host ?? '') && request.headers.origin === undefined)
      answer(request, response, options.accounts, tokens);
    else
      sendJson(response, 403, {
        error: 'access_denied',
        error_description: 'This issuer answers programs of this machine only.',
      });
  });
  return Object.freeze({ url: issuer, close: () => close(server) });
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  accounts: readonly DemoAccount[],
  tokens: TokenOptions,
): void {
  const route = `${request.method ?? ''} ${request.url ?? ''}`;
  if (route === 'GET /.well-known/openid-configuration' || route === 'GET /.well-known/oauth-authorization-server') {
    sendJson(response, 200, metadataOf(tokens.issuer));
  } else if (route === 'GET /jwks') {
    sendJson(response, 200, { keys: [tokens.key.publicJwk] });
  } else if (route === 'POST /token') {
    void answerTokenRequest(request, accounts, tokens).then(
      ({ status, body }) => sendJson(response, status, body),
      () => sendJson(response, 500, { error: 'server_error' }),
    );
  } else {
    sendJson(response, 404, { error: 'not_found' });
  }
}

/** RFC 8414, section 2. */
function metadataOf(issuer: string): unknown {
  return {
    issuer,
    jwks_uri: `${issuer}/jwks`,
    token_endpoint: `${issuer}/token`,
    grant_types_supported: ['client_credentials'],
    response_types_supported: [],
    token_endpoint_auth_methods_supported: ['none'],
  };
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response
    .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify(body));
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
