import { Command, Option } from 'commander';
import type { Credentials } from '../credentials.js';
import { CommandError } from '../exit.js';
import { examples } from '../examples.js';
import { insecureUrl, seconds } from '../arguments.js';
import { isSecureOrigin } from '../../jws/secureOrigin.js';
import { print, printJson } from '../output.js';

interface TokenOptions {
  readonly as: string;
  readonly data: string;
  readonly acr?: string;
  readonly maxAge?: number;
  readonly proof?: readonly string[];
  readonly nonce?: string;
  readonly json?: true;
}

/** `cloison token`: an access token of a demo account, for other tools, with the proof that it needs. */
export function tokenCommand(): Command {
  const command = new Command('token')
    .description('log in as a demo account (of a running `npm start`) and print its access token')
    .requiredOption('--as <account>', 'the account; a wrong name lists them all')
    .option('--acr <values>', 'how to authenticate, such as https://refeds.org/profile/sfa: a password alone')
    .option('--max-age <seconds>', 'how old the login may be', seconds)
    .addOption(
      new Option(
        '--proof <method-and-url...>',
        'print the two headers of one request with a DPoP token, to be sent within a minute: POST http://…',
      ),
    )
    .option('--nonce <nonce>', "of the server's last DPoP-Nonce (default: it is asked for one)")
    .option('--data <folder>', 'where the demo keeps its data', '.cloison')
    .option('--json', "print the issuer's whole answer: scope, lifetime, usual purpose; and the headers")
    .action(printToken);
  return examples(command, [
    'cloison token --as <account>',
    'npm run -s cloison -- token --as <account> --proof POST http://127.0.0.1:4000/graphql > headers.txt',
    "curl -H @headers.txt -H 'Cloison-Purpose: …' -H 'Content-Type: application/json' -d '{\"query\":\"{ me { role } }\"}' http://127.0.0.1:4000/graphql",
  ]);
}

async function printToken(options: TokenOptions): Promise<void> {
  const request = requestOf(options.proof);
  const { askDemoToken } = await import('../demoToken.js');
  const { answer, credentials } = await askDemoToken({
    folder: options.data,
    account: options.as,
    wish: { acrValues: options.acr, maxAgeSeconds: options.maxAge },
  });
  const headers = request === undefined ? undefined : await headersFor(credentials, request, options.nonce);
  if (options.json === true) printJson(headers === undefined ? answer : { ...answer, headers });
  else if (headers === undefined) print(answer.access_token);
  else print(`Authorization: ${headers.authorization}\nDPoP: ${headers.dpop}`);
}

interface Request {
  readonly method: string;
  readonly url: string;
}

function requestOf(words: readonly string[] | undefined): Request | undefined {
  if (words === undefined) return undefined;
  const [method = '', url = ''] = words;
  if (words.length !== 2 || !/^[A-Z]{1,20}$/.test(method))
    throw wrong('Write --proof METHOD URL, such as --proof POST http://127.0.0.1:4000/graphql.');
  if (!isSecureOrigin(url)) throw wrong(`--proof: ${insecureUrl}`);
  return { method, url };
}

async function headersFor(
  credentials: Credentials,
  request: Request,
  nonce: string | undefined,
): Promise<{ readonly authorization: string; readonly dpop: string }> {
  if (credentials.kind !== 'PROOF')
    throw wrong('The token is bound to a certificate: there is nothing to sign, show the certificate.');
  const { proofHeaders } = await import('../credentials.js');
  const { askNonce } = await import('../askNonce.js');
  return proofHeaders(credentials, { ...request, nonce: nonce ?? (await askNonce(credentials, request)) });
}

function wrong(message: string): CommandError {
  return new CommandError(message, { isWrongCall: true });
}
