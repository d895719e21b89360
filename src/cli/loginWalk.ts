/**
 * A browser without a window: follows an authorization request's redirects on the demo's own server, with its cookies,
 * fills in the login form, and ends where the client waits for the code. It goes nowhere else.
 */
import { demoCode, demoPassword, strongAcr } from '../demo/issuer/authentication.js';
import { CommandError } from './exit.js';

export interface LoginWalk {
  /** The authorization request. */
  readonly start: URL;
  /** Where the client waits. */
  readonly redirectUri: string;
  readonly account: string;
}

const maxSteps = 10;

/** The address to which the client is sent back, with `code` or `error`. Throws CommandError when the server refuses. */
export async function walkLogin({ start, redirectUri, account }: LoginWalk): Promise<URL> {
  const cookies = new Map<string, string>();
  let step: Step = { url: start, form: undefined };
  for (let left = maxSteps; left > 0; left--) {
    const response = await take(step, cookies);
    const location = response.headers.get('location');
    const next = location === null ? undefined : new URL(location, step.url);
    if (next?.href.startsWith(`${redirectUri}?`) === true) return next;
    if (next !== undefined && next.origin !== start.origin) throw new CommandError(`${start.origin} leads elsewhere.`);
    step = next === undefined ? await fillIn(response, step, account) : { url: next, form: undefined };
  }
  throw new CommandError(`${start.origin} goes in circles.`);
}

interface Step {
  readonly url: URL;
  /** What is posted; undefined: nothing, it is a GET. */
  readonly form: URLSearchParams | undefined;
}

async function take({ url, form }: Step, cookies: Map<string, string>): Promise<Response> {
  const response = await fetch(url, {
    ...(form === undefined ? {} : { method: 'POST', body: form }),
    redirect: 'manual',
    signal: AbortSignal.timeout(10_000),
    headers: { accept: 'application/json', cookie: [...cookies].map((pair) => pair.join('=')).join('; ') },
  });
  for (const line of response.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
    if (value === '') cookies.delete(name);
    else cookies.set(name, value);
  }
  return response;
}

/** The login's own answer says what it wants. */
async function fillIn(response: Response, { url }: Step, account: string): Promise<Step> {
  const told = (await response.json().catch(() => undefined)) as Readonly<Record<string, unknown>> | undefined;
  if (response.status !== 200 || told === undefined) {
    const reason = told?.['error_description'];
    throw new CommandError(typeof reason === 'string' ? reason : `${url.origin} answered ${response.status}.`, {
      isWrongCall: true,
    });
  }
  const code = told['acr'] === strongAcr ? demoCode : '';
  return { url, form: new URLSearchParams({ account, password: demoPassword, code }) };
}
