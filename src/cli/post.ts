/** One POST, as the commands send it: no redirect is followed, since a token goes with it. */
import { request as requestTls } from 'node:https';
import { text } from 'node:stream/consumers';
import { CommandError } from './exit.js';
import type { TlsIdentity } from './tlsIdentity.js';

export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Undefined: no certificate is shown. */
  readonly identity?: TlsIdentity | undefined;
}

export interface PostAnswer {
  readonly status: number;
  /** One header of the answer; undefined when it is not there. */
  header(name: string): string | undefined;
  readonly text: string;
}

const timeoutMilliseconds = 60_000;

/** Throws CommandError when nobody answers. */
export async function post(message: Post): Promise<PostAnswer> {
  try {
    return await (message.identity === undefined ? postPlainly(message) : postWith(message.identity, message));
  } catch (cause) {
    throw new CommandError(`${message.url} does not answer.`, { cause });
  }
}

async function postPlainly({ url, headers, body }: Post): Promise<PostAnswer> {
  const signal = AbortSignal.timeout(timeoutMilliseconds);
  const response = await fetch(url, { method: 'POST', redirect: 'error', signal, headers, body });
  return {
    status: response.status,
    header: (name) => response.headers.get(name) ?? undefined,
    text: await response.text(),
  };
}

/** Node's fetch shows no certificate. */
function postWith({ cert, key, authority }: TlsIdentity, { url, headers, body }: Post): Promise<PostAnswer> {
  const tls = { cert, key, ...(authority === undefined ? {} : { ca: authority }), minVersion: 'TLSv1.2' } as const;
  return new Promise((resolve, reject) => {
    const options = { ...tls, method: 'POST', headers, agent: false, signal: AbortSignal.timeout(timeoutMilliseconds) };
    const request = requestTls(url, options, (response) => {
      const header = (name: string): string | undefined => {
        const value = response.headers[name];
        return Array.isArray(value) ? value.join(', ') : value;
      };
      text(response).then((content) => resolve({ status: response.statusCode ?? 0, header, text: content }), reject);
    });
    request.once('error', reject);
    request.end(body);
  });
}

/** The JSON object that an answer holds; undefined when it holds none. */
export function jsonOf(answer: PostAnswer): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(answer.text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
