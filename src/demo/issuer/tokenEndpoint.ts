/** The token endpoint (RFC 6749, sections 4.4 and 5), where naming an account is all the proof that a demo asks for. */
import type { IncomingMessage } from 'node:http';
import type { DemoAccount } from '../accounts.js';
import { issueToken, scopeOf, tokenLifetimeSeconds } from './tokens.js';
import type { TokenOptions } from './tokens.js';

export interface TokenAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

const maxBodyLength = 4096;

/** `grant_type=client_credentials&client_id=<account>[&scope=…]`; the answer names the account's usual purpose besides. */
export async function answerTokenRequest(
  request: IncomingMessage,
  accounts: readonly DemoAccount[],
  tokens: TokenOptions,
): Promise<TokenAnswer> {
  const form = new URLSearchParams(await readBody(request));
  if (form.get('grant_type') !== 'client_credentials')
    return refused('unsupported_grant_type', 'Send grant_type=client_credentials.');
  const account = accounts.find(({ name }) => name === form.get('client_id'));
  if (account === undefined) {
    return refused(
      'invalid_client',
      `There is no such account. There are: ${accounts.map(({ name }) => name).join(', ')}.`,
    );
  }
  const scope = form.get('scope') ?? scopeOf(account);
  const granted = new Set(scopeOf(account).split(' '));
  if (!scope.split(' ').every((word) => granted.has(word)))
    return refused('invalid_scope', `The account has the scope: ${[...granted].join(' ')}.`);
  return {
    status: 200,
    body: {
      access_token: await issueToken(account, scope, tokens),
      token_type: 'Bearer',
      expires_in: tokenLifetimeSeconds,
      scope,
      default_purpose: account.defaultPurpose,
    },
  };
}

function refused(error: string, description: string): TokenAnswer {
  return { status: 400, body: { error, error_description: description } };
}

/** What is too long is cut, and then names no account. */
async function readBody(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request as AsyncIterable<Buffer>) {
    text += chunk.toString('latin1');
    if (text.length > maxBodyLength) return '';
  }
  return text;
}
