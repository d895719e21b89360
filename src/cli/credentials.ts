/** With what a request is sent: a token, and what proves that it is the sender's own. */
import { maxTokenLength, parseCompactJws } from '../jws/compact.js';
import { readConfirmation } from '../jws/confirmation.js';
import type { ProofSigningKey } from '../jws/proofSigning.js';
import { CommandError } from './exit.js';
import { post } from './post.js';
import type { Post, PostAnswer } from './post.js';
import { proofOf } from './proofKeyFile.js';
import type { TlsIdentity } from './tlsIdentity.js';

export type Credentials =
  /** RFC 6750. */
  | { readonly kind: 'BEARER'; readonly token: string }
  /** RFC 9449. */
  | { readonly kind: 'PROOF'; readonly token: string; readonly key: ProofSigningKey }
  /** RFC 8705. */
  | { readonly kind: 'CERTIFICATE'; readonly token: string; readonly identity: TlsIdentity };

/**
 * The credentials that a token of the user's own makes with what was given beside it. Throws CommandError when it is bound
 * to what was not given; whether it is any good is the server's to say.
 */
export function credentialsOf(
  token: string,
  key: ProofSigningKey | undefined,
  identity: TlsIdentity | undefined,
): Credentials {
  if (identity !== undefined) return { kind: 'CERTIFICATE', token, identity };
  if (key !== undefined) return { kind: 'PROOF', token, key };
  const bound = readConfirmation(parseCompactJws(token, maxTokenLength)?.payload['cnf'])?.kind;
  if (bound === 'KEY')
    throw new CommandError('The token is bound to a key: name its file with --key-file.', { isWrongCall: true });
  if (bound === 'CERTIFICATE')
    throw new CommandError('The token is bound to a certificate: name it with --cert and --key.', {
      isWrongCall: true,
    });
  return { kind: 'BEARER', token };
}

/** Posts with credentials; a server that wants a nonce in the proof gets one more (RFC 9449, section 9). */
export async function postAs(credentials: Credentials, message: Post): Promise<PostAnswer> {
  if (credentials.kind !== 'PROOF') {
    const authorization = { authorization: `Bearer ${credentials.token}` };
    const identity = credentials.kind === 'CERTIFICATE' ? credentials.identity : undefined;
    return post({ ...message, headers: { ...message.headers, ...authorization }, identity });
  }
  const first = await postWithProof(credentials, message, undefined);
  const nonce = nonceAskedFor(first);
  return nonce === undefined ? first : postWithProof(credentials, message, nonce);
}

type ProofCredentials = Extract<Credentials, { readonly kind: 'PROOF' }>;

async function postWithProof(
  credentials: ProofCredentials,
  message: Post,
  nonce: string | undefined,
): Promise<PostAnswer> {
  const headers = await proofHeaders(credentials, { method: 'POST', url: message.url, nonce });
  return post({ ...message, headers: { ...message.headers, ...headers } });
}

export interface ProvenRequest {
  readonly method: string;
  readonly url: string;
  readonly nonce: string | undefined;
}

/** The two headers of one request: they are good once, and for a minute. */
export async function proofHeaders(
  { token, key }: Pick<ProofCredentials, 'token' | 'key'>,
  { method, url, nonce }: ProvenRequest,
): Promise<{ readonly authorization: string; readonly dpop: string }> {
  return { authorization: `DPoP ${token}`, dpop: await proofOf({ key, method, url, accessToken: token, nonce }) };
}

function nonceAskedFor(answer: PostAnswer): string | undefined {
  const challenge = answer.header('www-authenticate') ?? '';
  return answer.status === 401 && /\berror="use_dpop_nonce"/.test(challenge) ? answer.header('dpop-nonce') : undefined;
}
