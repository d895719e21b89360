import type { IncomingMessage } from 'node:http';

/**
 * Whether a request comes from a program, or from a page of this server's own: a name that a stranger's DNS made point
 * here is none of `origins`, and a stranger's page says its origin with whatever it sends but a link.
 */
export function isOfThisMachine({ headers }: IncomingMessage, origins: ReadonlySet<string>): boolean {
  const isOurHost = [...origins].some((origin) => new URL(origin).host === headers.host);
  return isOurHost && (headers.origin === undefined || origins.has(headers.origin));
}

/** The two names of loopback that a person may write. */
export function loopbackOrigins(scheme: 'http' | 'https', port: number): readonly string[] {
  return [`${scheme}://127.0.0.1:${String(port)}`, `${scheme}://localhost:${String(port)}`];
}
