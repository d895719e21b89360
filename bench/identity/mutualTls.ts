/** Requests as they come over a connection on which the client has shown its certificate (RFC 8705, section 2). */
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Agent, createServer, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Certificate } from '../../src/demo/certificates/selfSigned.js';
import { selfSignedCertificate } from '../../src/demo/certificates/selfSigned.js';

export interface MutualTls {
  readonly certificate: Certificate;
  /** A request with `headers`, as it was received on the one connection, which stays; one after the other. */
  receive(headers: Readonly<Record<string, string>>): Promise<IncomingMessage>;
  close(): Promise<void>;
}

export async function startMutualTls(now: number): Promise<MutualTls> {
  const own = await selfSignedCertificate({ name: 'bench', use: 'SERVER', now });
  const certificate = await selfSignedCertificate({ name: 'bench-client', use: 'CLIENT', now });
  const server = createServer({ cert: own.certPem, key: own.keyPem, requestCert: true, rejectUnauthorized: false });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    certificate,
    receive: async (headers) => {
      const received = once(server, 'request');
      const sent = request({
        agent,
        host: '127.0.0.1',
        port,
        method: 'POST',
        path: '/graphql',
        headers,
        ca: own.certPem,
        cert: certificate.certPem,
        key: certificate.keyPem,
      });
      const answered = once(sent, 'response');
      sent.end('{}');
      const [incoming, response] = (await received) as [IncomingMessage, ServerResponse];
      response.end();
      const [answer] = (await answered) as [IncomingMessage];
      answer.resume();
      await once(answer, 'end');
      return incoming;
    },
    close: async () => {
      agent.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
