/** The authorization code flow with PKCE and DPoP (RFC 6749, section 4.1; RFC 7636; RFC 9449), without a window. */
import { demoApplication } from '../demo/accounts.js';
import { redirectUri } from '../demo/issuer/clients.js';
import type { ProofSigningKey } from '../jws/proofSigning.js';
import { sha256 } from '../vault/digest.js';
import { randomBytes } from '../vault/random.js';
import { CommandError } from './exit.js';
import { walkLogin } from './loginWalk.js';
import { post } from './post.js';
import type { PostAnswer } from './post.js';
import { proofOf } from './proofKeyFile.js';
import type { ServerMetadata } from './serverMetadata.js';
import type { AuthenticationWish } from './stepUp.js';
import { readTokenAnswer } from './tokenAnswer.js';
import type { TokenAnswer } from './tokenAnswer.js';

export interface PersonTokenRequest {
  readonly account: string;
  readonly server: ServerMetadata;
  /** What the token is bound to. */
  readonly key: ProofSigningKey;
  readonly wish: AuthenticationWish | undefined;
}

/** Throws CommandError when the server refuses. */
export async function askPersonToken({ account, server, key, wish }: PersonTokenRequest): Promise<TokenAnswer> {
  const verifier = randomText();
  const state = randomText();
  const start = authorizationRequest(server, { state, verifier, key, wish });
  const back = await walkLogin({ start, redirectUri, account });
  const code = codeOf(back.searchParams, state, server.issuer);
  const form = new URLSearchParams({
    grant_type: 'authorization_code',
    client_id: demoApplication,
    redirect_uri: redirectUri,
    code,
    code_verifier: verifier,
  });
  return readTokenAnswer(await exchange(server.token_endpoint, form, key));
}

interface Ask {
  readonly state: string;
  readonly verifier: string;
  readonly key: ProofSigningKey;
  readonly wish: AuthenticationWish | undefined;
}

/**
 * `openid` is what makes `acr_values` and `max_age` mean something (OpenID Connect Core 1.0, section 3.1.2.1); `dpop_jkt`
 * makes the code worthless away from the key too (RFC 9449, section 10).
 */
function authorizationRequest(server: ServerMetadata, { state, verifier, key, wish }: Ask): URL {
  const url = new URL(server.authorization_endpoint);
  const parameters = {
    response_type: 'code',
    client_id: demoApplication,
    redirect_uri: redirectUri,
    scope: server.scopes_supported.join(' '),
    state,
    code_challenge: sha256(verifier).toString('base64url'),
    code_challenge_method: 'S256',
    dpop_jkt: key.thumbprint,
    acr_values: wish?.acrValues,
    max_age: wish?.maxAgeSeconds?.toString(),
  };
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) url.searchParams.set(name, value);
  return url;
}

/** RFC 6749, section 4.1.2; `iss` is RFC 9207's. */
function codeOf(answer: URLSearchParams, state: string, issuer: string): string {
  if (answer.get('state') !== state || answer.get('iss') !== issuer)
    throw new CommandError('The issuer answered another request than this one.');
  const code = answer.get('code');
  if (code !== null) return code;
  throw new CommandError(answer.get('error_description') ?? answer.get('error') ?? 'The issuer gave no code.', {
    isWrongCall: true,
  });
}

/** A second time with the nonce that the server wants in the proof (RFC 9449, section 8). */
async function exchange(url: string, form: URLSearchParams, key: ProofSigningKey): Promise<PostAnswer> {
  const send = async (nonce: string | undefined): Promise<PostAnswer> =>
    post({
      url,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
        dpop: await proofOf({ key, method: 'POST', url, nonce }),
      },
      body: form.toString(),
    });
  const first = await send(undefined);
  const nonce = first.header('dpop-nonce');
  return first.status === 200 || nonce === undefined ? first : send(nonce);
}

/** 256 bits. */
function randomText(): string {
  return randomBytes(32).toString('base64url');
}
