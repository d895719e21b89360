import { post } from './post.js';
import type { ServerMetadata } from './serverMetadata.js';
import type { TlsIdentity } from './tlsIdentity.js';
import { readTokenAnswer } from './tokenAnswer.js';
import type { TokenAnswer } from './tokenAnswer.js';

/**
 * A machine's token, bound to the certificate that it authenticates with (RFC 6749, section 4.4; RFC 8705, sections 2.2
 * and 3). Throws CommandError when the server refuses.
 */
export async function askMachineToken(
  account: string,
  server: ServerMetadata,
  identity: TlsIdentity,
): Promise<TokenAnswer> {
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: account,
    scope: server.scopes_supported.filter((scope) => scope !== 'openid').join(' '),
  });
  const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
  const url = server.mtls_endpoint_aliases.token_endpoint;
  return readTokenAnswer(await post({ url, headers, body: form.toString(), identity }));
}
