/**
 * Where the authorization server listens, on loopback only: on HTTP for persons and on TLS for machines, which show a
 * certificate there. Both ask the gate first who is talking.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Certificate } from '../certificates/selfSigned.js';
import { closeServer, listenOnLoopback, tlsServer } from '../loopback.js';
import { isOfThisMachine, loopbackOrigins } from './gate.js';

export interface Front {
  readonly port: number;
  readonly url: string;
  /** Where clients show certificates. */
  readonly tlsUrl: string;
  close(): Promise<void>;
}

export interface FrontOptions {
  /** Of HTTP: the first that is free, 0 being any. TLS takes any. */
  readonly ports: readonly [number, ...number[]];
  readonly certificate: Certificate;
  readonly answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  readonly onFailure: (error: unknown) => void;
}

/** Rejects when all ports are taken. */
export async function startFront(options: FrontOptions): Promise<Front> {
  const server = createServer();
  const secure = tlsServer(options.certificate);
  const port = await listenOnLoopback(server, ...options.ports);
  const tlsPort = await listenOnLoopback(secure, 0);
  const origins = new Set([...loopbackOrigins('http', port), ...loopbackOrigins('https', tlsPort)]);
  for (const each of [server, secure])
    each.on('request', (request: IncomingMessage, response: ServerResponse) =>
      receive(request, response, origins, options),
    );
  return Object.freeze({
    port,
    url: `http://127.0.0.1:${String(port)}`,
    tlsUrl: `https://127.0.0.1:${String(tlsPort)}`,
    close: async () => {
      await Promise.all([closeServer(server), closeServer(secure)]);
    },
  });
}

function receive(
  request: IncomingMessage,
  response: ServerResponse,
  origins: ReadonlySet<string>,
  { answer, onFailure }: FrontOptions,
): void {
  if (!isOfThisMachine(request, origins)) {
    sendError(response, 403, 'access_denied', 'This issuer answers programs of this machine, and its own pages.');
    return;
  }
  answer(request, response).catch((error: unknown) => {
    onFailure(error);
    if (response.headersSent) response.destroy();
    else sendError(response, 500, 'server_error', 'The request could not be served.');
  });
}

function sendError(response: ServerResponse, status: number, error: string, description: string): void {
  response
    .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify({ error, error_description: description }));
}
