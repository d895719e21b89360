/** Servers that this machine alone can reach. */
import type { Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Server as TlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Certificate } from './certificates/selfSigned.js';

/** Listens on the first of `ports` that is free, on 127.0.0.1, and gives it; 0 is any. Rejects when all are taken. */
export async function listenOnLoopback(server: Server, ...ports: readonly [number, ...number[]]): Promise<number> {
  const [first, second, ...others] = ports;
  try {
    return await listen(server, first);
  } catch (error) {
    if (second === undefined) throw error;
    return listenOnLoopback(server, second, ...others);
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** Ends what is under way too. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** With TLS that asks for a certificate, whoever signed it: a client is known by the certificate itself (RFC 8705, section 2.2). */
export function tlsServer({ certPem: cert, keyPem: key }: Certificate): TlsServer {
  return createTlsServer({ cert, key, requestCert: true, rejectUnauthorized: false, minVersion: 'TLSv1.2' });
}
