/**
 * What an issuer publishes about itself, fetched with bounds: its metadata (RFC 8414; OpenID Connect Discovery 1.0) and,
 * through it, its key set. Whatever answers must be the issuer that we named, over TLS or on this very machine.
 */
import { Failure } from '../kernel/failure.js';
import { isSecureOrigin } from './secureOrigin.js';
import { isJsonObject, parseStrictJson } from './strictJson.js';

const timeoutMilliseconds = 5000;
const maxBytes = 256 * 1024;

/** The issuer's JWK Set, parsed as JSON only. Rejects with Failure ISSUER_UNAVAILABLE, which names the address and why. */
export async function fetchIssuerKeySet(issuer: string): Promise<unknown> {
  const metadata = await fetchMetadata(issuer);
  if (!isJsonObject(metadata) || metadata.issuer !== issuer)
    throw unavailable(issuer, 'its metadata names another issuer');
  const address = metadata.jwks_uri;
  if (typeof address !== 'string' || !isSecureOrigin(address))
    throw unavailable(issuer, 'its metadata names no jwks_uri over https');
  const keySet = await fetchJson(address);
  if (keySet === undefined) throw unavailable(address, 'status 404');
  return keySet;
}

/** OpenID Connect's path behind the issuer's own, then the OAuth one before it (RFC 8414, sections 3.1 and 5). */
async function fetchMetadata(issuer: string): Promise<unknown> {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  return (
    (await fetchJson(`${origin}${path}/.well-known/openid-configuration`)) ??
    (await fetchJson(`${origin}/.well-known/oauth-authorization-server${path}`))
  );
}

/** Undefined when there is nothing at `address` (404). */
async function fetchJson(address: string): Promise<unknown> {
  const text = await fetchText(address);
  if (text === undefined) return undefined;
  const value = parseStrictJson(text);
  if (value === undefined) throw unavailable(address, 'it did not answer with JSON');
  return value;
}

/** No redirect is followed: the issuer is where it says, or it is somebody else. */
async function fetchText(address: string): Promise<string | undefined> {
  try {
    const response = await fetch(address, {
      redirect: 'error',
      headers: { accept: 'application/json' },
      signal: AbortSignal.timeout(timeoutMilliseconds),
    });
    if (response.status === 404) return undefined;
    if (response.status !== 200) throw new Error(`status ${response.status}`);
    return await readBounded(response);
  } catch (cause) {
    throw unavailable(address, reasonOf(cause), cause);
  }
}

/** `fetch` says "fetch failed" and keeps the reason below it. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return 'no answer';
  return cause.cause instanceof Error ? `${cause.message}: ${cause.cause.message}` : cause.message;
}

async function readBounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > maxBytes) throw new Error(`more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function unavailable(address: string, reason: string, cause?: unknown): Failure {
  return new Failure('ISSUER_UNAVAILABLE', `${address}: ${reason}`, { cause, publicMessage });
}

const publicMessage = 'Tokens cannot be checked at the moment: try again in a few seconds.';
