/** The demo's authorization server, and clients of it that do as they are told, wrong things too. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { request as requestTls } from 'node:https';
import { text } from 'node:stream/consumers';
import type { DemoAccount } from '../../../src/demo/accounts.js';
import type { Certificate } from '../../../src/demo/certificates/selfSigned.js';
import { demoCode, demoPassword } from '../../../src/demo/issuer/authentication.js';
import { generateProofKey, signProof } from '../../../src/jws/proofSigning.js';
import type { ProofSigningKey } from '../../../src/jws/proofSigning.js';
import { systemClock } from '../../../src/kernel/clock.js';

export const accounts: readonly DemoAccount[] = [
  {
    name: 'agency-grenoble',
    role: 'AGENCY',
    claims: { ACCOUNT: 'account-1', ORGANISATION: 'agency-38', UNIT: 'unit-1' },
    purposes: ['RENT_FOLLOW_UP', 'REPAIRS'],
    defaultPurpose: 'REPAIRS',
  },
  {
    name: 'tenant-ada',
    role: 'TENANT',
    claims: { ACCOUNT: 'account-2', SUBJECT: 'person-2' },
    purposes: ['OWN_SPACE'],
    defaultPurpose: 'OWN_SPACE',
  },
  {
    name: 'software-grenoble',
    role: 'AGENCY',
    claims: { ACCOUNT: 'software-grenoble', ORGANISATION: 'agency-38' },
    purposes: ['RENT_FOLLOW_UP'],
    defaultPurpose: 'RENT_FOLLOW_UP',
    kind: 'MACHINE',
    application: 'software-grenoble',
  },
];

export const audience = 'http://127.0.0.1/graphql';
const redirectUri = 'http://127.0.0.1/callback';

/** A browser as far as this server needs one: cookies, and no redirect followed unseen. */
export interface Browser {
  get(url: string, accept?: string): Promise<Response>;
  post(url: string, form: Readonly<Record<string, string>>): Promise<Response>;
}

export function openBrowser(): Browser {
  const cookies = new Map<string, string>();
  const go = async (url: string, init: RequestInit, accept = 'application/json'): Promise<Response> => {
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { accept, cookie } });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    return response;
  };
  return {
    get: (url, accept) => go(url, {}, accept),
    post: (url, form) => go(url, { method: 'POST', body: new URLSearchParams(form) }),
  };
}

export interface AuthorizationRequest {
  readonly verifier: string;
  readonly url: string;
}

/** An honest request, and `changes` to it; undefined takes a parameter away. */
export function authorizationRequest(
  issuer: string,
  changes: Readonly<Record<string, string | undefined>> = {},
): AuthorizationRequest {
  const verifier = randomBytes(32).toString('base64url');
  const url = new URL(`${issuer}/auth`);
  const parameters = {
    response_type: 'code',
    client_id: 'cloison-demo',
    redirect_uri: redirectUri,
    scope: 'openid purpose:RENT_FOLLOW_UP purpose:REPAIRS',
    state: 'state-1',
    code_challenge: sha256(verifier).toString('base64url'),
    code_challenge_method: 'S256',
    ...changes,
  };
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) url.searchParams.set(name, value);
  return { verifier, url: url.href };
}

/** Follows redirects up to the login page or the client's address, whichever comes first. */
export async function follow(
  browser: Browser,
  url: string,
): Promise<{ readonly at: string; readonly page?: Response }> {
  const response = await browser.get(url);
  const location = response.headers.get('location');
  if (location === null) return { at: url, page: response };
  const next = new URL(location, url).href;
  return /^http:\/\/127\.0\.0\.1\/callback[?#]/.test(next) ? { at: next } : follow(browser, next);
}

export const goodLogin: Readonly<Record<string, string>> = {
  account: 'agency-grenoble',
  password: demoPassword,
  code: demoCode,
};

/** Logs in where it is asked to, and gives the parameters that the client gets back. */
export async function authorize(
  browser: Browser,
  url: string,
  login: Readonly<Record<string, string>> = goodLogin,
): Promise<URLSearchParams> {
  const { at, page } = await follow(browser, url);
  if (page === undefined) return new URL(at).searchParams;
  const answer = await browser.post(at, login);
  const location = answer.headers.get('location');
  if (location === null) throw new Error(`no way on: ${await answer.text()}`);
  return authorize(browser, new URL(location, at).href, login);
}

export interface TokenReply {
  readonly status: number;
  readonly body: Readonly<Record<string, string>>;
  readonly nonce: string | undefined;
}

export interface TokenCall {
  readonly form: Readonly<Record<string, string>>;
  /** Undefined: no proof is sent. */
  readonly proof?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

export async function callToken(issuer: string, { form, proof, headers = {} }: TokenCall): Promise<TokenReply> {
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { accept: 'application/json', ...headers, ...(proof === undefined ? {} : { dpop: proof }) },
    body: new URLSearchParams(form),
  });
  const body = (await response.json()) as Record<string, string>;
  return { status: response.status, body, nonce: response.headers.get('dpop-nonce') ?? undefined };
}

export function proofFor(issuer: string, key: ProofSigningKey, nonce?: string): Promise<string> {
  return signProof(
    { key, method: 'POST', url: `${issuer}/token`, nonce },
    { clock: systemClock, digest: sha256, uniqueId: () => randomUUID() },
  );
}

/** What the server answers with when it wants a nonce first. */
export async function nonceOf(issuer: string, key: ProofSigningKey): Promise<string> {
  const { nonce } = await callToken(issuer, { form: codeForm('none', 'none'), proof: await proofFor(issuer, key) });
  if (nonce === undefined) throw new Error('no nonce');
  return nonce;
}

export function codeForm(code: string, verifier: string): Record<string, string> {
  return {
    grant_type: 'authorization_code',
    client_id: 'cloison-demo',
    redirect_uri: redirectUri,
    code,
    code_verifier: verifier,
  };
}

export interface Granted extends TokenReply {
  readonly key: ProofSigningKey;
}

/** The whole way of a person, done right. */
export async function tokenOf(
  issuer: string,
  changes: Readonly<Record<string, string | undefined>> = {},
  { browser = openBrowser(), login = goodLogin } = {},
): Promise<Granted> {
  const { url, verifier } = authorizationRequest(issuer, changes);
  const code = (await authorize(browser, url, login)).get('code') ?? '';
  const key = await generateProofKey();
  const proof = await proofFor(issuer, key, await nonceOf(issuer, key));
  return { ...(await callToken(issuer, { form: codeForm(code, verifier), proof })), key };
}

/** The token endpoint over TLS, with a certificate or without. */
export async function callTokenOverTls(
  url: string,
  form: Readonly<Record<string, string>>,
  { server, client, headers = {} }: TlsCall,
): Promise<TokenReply> {
  return new Promise((resolve, reject) => {
    const shown = client === undefined ? {} : { cert: client.certPem, key: client.keyPem };
    // Otherwise the name in a Host header would be the one that the server's certificate is held against.
    const options = { method: 'POST', agent: false, ca: server.certPem, servername: 'localhost', ...shown } as const;
    const type = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
    const call = requestTls(url, { ...options, headers: { ...type, ...headers } }, (response) => {
      const replyOf = (content: string): TokenReply => ({
        status: response.statusCode ?? 0,
        body: JSON.parse(content) as Record<string, string>,
        nonce: undefined,
      });
      text(response).then(replyOf).then(resolve, reject);
    });
    call.once('error', reject);
    call.end(new URLSearchParams(form).toString());
  });
}

export interface TlsCall {
  readonly server: Certificate;
  readonly client: Certificate | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

export function claimsOf(token: string | undefined): Readonly<Record<string, unknown>> {
  return JSON.parse(Buffer.from(token?.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
}

export function headerOf(token: string | undefined): Readonly<Record<string, unknown>> {
  return JSON.parse(Buffer.from(token?.split('.')[0] ?? '', 'base64url').toString()) as Record<string, unknown>;
}

export const sha256 = (content: string | Uint8Array): Buffer => createHash('sha256').update(content).digest();
