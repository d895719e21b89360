import { proofHeaders } from './credentials.js';
import type { Credentials } from './credentials.js';
import { CommandError } from './exit.js';

/** Sends an empty request with a proof, for the nonce that a server answers with (RFC 9449, section 9); undefined when it wants none. */
export async function askNonce(
  credentials: Extract<Credentials, { readonly kind: 'PROOF' }>,
  { method, url }: { readonly method: string; readonly url: string },
): Promise<string | undefined> {
  const headers = await proofHeaders(credentials, { method, url, nonce: undefined });
  try {
    const response = await fetch(url, {
      method,
      headers: { ...headers },
      redirect: 'manual',
      signal: AbortSignal.timeout(10_000),
    });
    await response.body?.cancel();
    return response.headers.get('dpop-nonce') ?? undefined;
  } catch (cause) {
    throw new CommandError(`${url} does not answer. A proof without its nonce: add --nonce.`, { cause });
  }
}
