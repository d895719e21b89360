/** An issuer of its own on loopback: it publishes a key, signs what it is told to, and goes when the proof is made. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SigningKey } from '../../jws/signingKey.js';
import { generateSigningJwk, importSigningKey, signAccessToken } from '../../jws/signingKey.js';

export interface ProofIssuer {
  readonly url: string;
  sign(claims: Readonly<Record<string, unknown>>): Promise<string>;
  close(): Promise<void>;
}

export async function startIssuer(): Promise<ProofIssuer> {
  const key = await importSigningKey(await generateSigningJwk('ES256', 'prove-'));
  const server = createServer((request, response) => {
    const body = request.url === '/jwks' ? keySetOf(key) : { issuer: url, jwks_uri: `${url}/jwks` };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    sign: (claims) => signAccessToken(claims, key),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function keySetOf({ publicJwk }: SigningKey): object {
  return { keys: [publicJwk] };
}
