/**
 * The login of the demo's persons: an account, a password and a second factor, the last two shown on the page. Programs
 * that ask for JSON are told in JSON what is missing.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Provider } from 'oidc-provider';
import type { DemoAccount } from '../accounts.js';
import { acrFor, authenticationBy, demoCode, demoPassword, plainAcr, strongAcr } from './authentication.js';
import { escaped, page } from './page.js';
import { applicationOf } from './tokenClaims.js';

type Interaction = Awaited<ReturnType<Provider['interactionDetails']>>;

export const loginPath = '/interaction/';

/** Shows the page, or takes what it sends and goes on where the client wants to be. */
export async function answerLogin(
  request: IncomingMessage,
  response: ServerResponse,
  { provider, persons }: { readonly provider: Provider; readonly persons: readonly DemoAccount[] },
): Promise<void> {
  const interaction = await interactionOf(request, response, provider);
  if (interaction === undefined) {
    sendPage(request, response, { status: 400, refusal: 'This login has expired, or is not yours. Begin again.' });
    return;
  }
  const candidates = persons.filter((person) => applicationOf(person) === interaction.params['client_id']);
  const acr = acrFor(textOf(interaction.params['acr_values']));
  if (acr === undefined) {
    await provider.interactionFinished(request, response, unmet);
  } else if (request.method === 'GET') {
    sendPage(request, response, { status: 200, candidates, acr });
  } else if (request.method === 'POST') {
    const outcome = judge(new URLSearchParams(await readBody(request)), candidates, acr);
    if ('refusal' in outcome) sendPage(request, response, { status: 400, candidates, acr, refusal: outcome.refusal });
    else await provider.interactionFinished(request, response, outcome);
  } else {
    sendPage(request, response, { status: 405, refusal: 'Only GET and POST.' });
  }
}

/** RFC 9470, section 5. */
const unmet = Object.freeze({
  error: 'unmet_authentication_requirements',
  error_description: `There is no other acr here than ${strongAcr} and ${plainAcr}.`,
});

async function interactionOf(
  request: IncomingMessage,
  response: ServerResponse,
  provider: Provider,
): Promise<Interaction | undefined> {
  try {
    const interaction = await provider.interactionDetails(request, response);
    return `${loginPath}${interaction.uid}` === request.url ? interaction : undefined;
  } catch (error) {
    if (error instanceof Error && error.name === 'SessionNotFound') return undefined;
    throw error;
  }
}

/** With OpenID Connect's words, for the provider. */
type Login = { login: { accountId: string; acr: string; amr: string[]; remember: boolean } };

function judge(
  form: URLSearchParams,
  candidates: readonly DemoAccount[],
  acr: string,
): Login | { readonly refusal: string } {
  const person = candidates.find(({ name }) => name === form.get('account'));
  if (person === undefined)
    return { refusal: `There is no such account. There are: ${candidates.map(({ name }) => name).join(', ')}.` };
  const authentication = authenticationBy(form.get('password') ?? '', form.get('code') ?? '');
  if (authentication === undefined) return { refusal: 'The password or the code is not the one that the page shows.' };
  if (acr === strongAcr && authentication.acr !== strongAcr) return { refusal: 'The code is asked for too.' };
  const accountId = person.claims.ACCOUNT;
  return { login: { accountId, acr: authentication.acr, amr: [...authentication.amr], remember: false } };
}

interface LoginPage {
  readonly status: number;
  readonly candidates?: readonly DemoAccount[];
  readonly acr?: string;
  readonly refusal?: string;
}

function sendPage(request: IncomingMessage, response: ServerResponse, shown: LoginPage): void {
  const isForProgram = request.headers.accept === 'application/json';
  response.writeHead(shown.status, {
    'content-type': isForProgram ? 'application/json' : 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': contentSecurityPolicy,
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
  });
  response.end(isForProgram ? json(shown) : html(shown));
}

/** A redirect that answers the form leads to the client, which waits on this machine. */
const contentSecurityPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self' http://127.0.0.1:*; frame-ancestors 'none'; base-uri 'none'";

function json({ candidates, acr, refusal }: LoginPage): string {
  return JSON.stringify(
    refusal === undefined
      ? { accounts: candidates?.map(({ name }) => name), acr }
      : { error: 'access_denied', error_description: refusal },
  );
}

function html({ candidates, acr, refusal }: LoginPage): string {
  const alert = refusal === undefined ? '' : `<p role="alert">${escaped(refusal)}</p>`;
  if (candidates === undefined) return page('Log in', alert);
  const options = candidates.map(
    ({ name, role }) => `<option value="${escaped(name)}">${escaped(name)} (${escaped(role)})`,
  );
  return page(
    'Log in to the demo',
    `${alert}
<p>These persons are invented, and so are the password <code>${demoPassword}</code> and the code <code>${demoCode}</code>.</p>
<form method="post">
<label>Account <select name="account">${options.join('')}</select></label>
<label>Password <input name="password" type="password" value="${demoPassword}" autocomplete="off"></label>
<label>Code of the second factor${acr === strongAcr ? '' : ' (not asked for)'}
<input name="code" inputmode="numeric" value="${acr === strongAcr ? demoCode : ''}" autocomplete="off"></label>
<button>Log in</button>
</form>`,
  );
}

const maxBodyLength = 4096;

/** What is too long is cut, and then names no account. */
async function readBody(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request as AsyncIterable<Buffer>) {
    text += chunk.toString('latin1');
    if (text.length > maxBodyLength) return '';
  }
  return text;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
