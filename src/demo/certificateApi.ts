import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Certificate } from './certificates/selfSigned.js';
import { closeServer, listenOnLoopback, tlsServer } from './loopback.js';

export interface CertificateApi {
  /** Of the GraphQL endpoint. */
  readonly url: string;
  close(): Promise<void>;
}

/** The API a second time, with TLS: for machines, whose tokens are bound to the certificates that they show (RFC 8705). */
export async function startCertificateApi(
  certificate: Certificate,
  listener: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<CertificateApi> {
  const server = tlsServer(certificate);
  server.requestTimeout = 30_000;
  server.headersTimeout = 10_000;
  server.maxHeadersCount = 0;
  server.on('request', listener);
  const port = await listenOnLoopback(server, 0);
  return { url: `https://127.0.0.1:${String(port)}/graphql`, close: () => closeServer(server) };
}
