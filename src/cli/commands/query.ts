import { Command, InvalidArgumentError, Option } from 'commander';
import { secureUrl, seconds } from '../arguments.js';
import type { Credentials } from '../credentials.js';
import type { DemoToken } from '../demoToken.js';
import type { GraphQLAnswer } from '../graphqlRequest.js';
import { CommandError, Unsuccessful } from '../exit.js';
import { examples } from '../examples.js';
import { jsonObject, readInput } from '../input.js';
import { printJson } from '../output.js';
import type { AuthenticationWish } from '../stepUp.js';

interface QueryOptions {
  readonly as?: string;
  readonly acr?: string;
  readonly maxAge?: number;
  readonly tokenFile?: string;
  readonly keyFile?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly ca?: string;
  readonly url?: string;
  readonly purpose?: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operation?: string;
  readonly data: string;
}

/** `cloison query`: one operation to a running server; the answer as JSON, 1 when it holds errors. */
export function queryCommand(): Command {
  const command = new Command('query')
    .description('send a GraphQL operation to a running server and print the answer')
    .argument('<document>', 'the operation, or - to read it from standard input')
    .addOption(new Option('--as <account>', 'a demo account; a wrong name lists them all').conflicts('tokenFile'))
    .option('--acr <values>', 'with --as: how to authenticate (default: with two factors)')
    .option('--max-age <seconds>', 'with --as: how old the login may be', seconds)
    .option('--token-file <path>', 'a file that holds an access token, or - for standard input')
    .option('--key-file <path>', 'with --token-file: the private JWK that the token is bound to (DPoP)')
    .option('--cert <path>', 'with --token-file: the certificate that the token is bound to, PEM')
    .option('--key <path>', 'of --cert, PEM')
    .option(
      '--ca <path>',
      "with --cert: what the server's certificate is held against, PEM (default: Node's authorities)",
    )
    .option('--url <url>', "the GraphQL endpoint (default: the running demo's)", secureUrl)
    .option('--purpose <purpose>', "what for (default with --as: the account's usual purpose)")
    .option('--variables <json>', 'the variables, a JSON object', variables)
    .option('--operation <name>', 'which operation, when the document holds several')
    .option('--data <folder>', 'where the demo keeps its data', '.cloison')
    .action(query);
  return examples(command, [
    "cloison query --as <account> '{ me { role } }'",
    'cloison query --as <account> --variables \'{"first": 5}\' - < tenants.graphql',
    "cloison query --url https://api.example.org/graphql --token-file token.txt --key-file key.json --purpose FOLLOW_UP '{ me { role } }'",
  ]);
}

async function query(argument: string, options: QueryOptions): Promise<void> {
  requireSense(argument, options);
  const document = argument === '-' ? await readInput('-') : argument;
  const { sendOperation } = await import('../graphqlRequest.js');
  const send = ({ url, credentials, purpose }: Access): Promise<GraphQLAnswer> =>
    sendOperation({
      url,
      credentials,
      purpose,
      document,
      variables: options.variables,
      operationName: options.operation,
    });
  const access = await accessOf(options);
  const first = await send(access);
  const answer =
    first.stepUp === undefined || access.again === undefined ? first : await send(await access.again(first.stepUp));
  printJson(answer.body);
  if (answer.status !== 200 || 'errors' in answer.body) throw new Unsuccessful();
}

function requireSense(argument: string, options: QueryOptions): void {
  if (argument === '-' && options.tokenFile === '-')
    throw wrong('Standard input cannot be both the operation and the token.');
  if (options.as === undefined && options.tokenFile === undefined)
    throw wrong('Name a demo account with --as, or a token with --token-file.');
  if ((options.cert === undefined) !== (options.key === undefined)) throw wrong('--cert and --key go together.');
  if (options.as !== undefined && (options.cert ?? options.keyFile) !== undefined)
    throw wrong('An account of the demo has its own key: --key-file and --cert go with --token-file.');
  if (options.cert !== undefined && options.url?.startsWith('http:') === true)
    throw wrong('A certificate is shown over https only: --url https://…');
  if (options.cert !== undefined && options.keyFile !== undefined)
    throw wrong('A token is bound to a key or to a certificate: --key-file or --cert.');
}

interface Access {
  readonly url: string;
  readonly credentials: Credentials;
  readonly purpose: string | undefined;
  /** With a stronger or fresher login; undefined where this command can't log in. */
  readonly again?: (wish: AuthenticationWish) => Promise<Access>;
}

/** Whose token, where to, and what for. */
async function accessOf(options: QueryOptions): Promise<Access> {
  const { as: account, data: folder } = options;
  if (account !== undefined) {
    const ask = async (wish: AuthenticationWish): Promise<Access> => {
      const { askDemoToken } = await import('../demoToken.js');
      return demoAccess(await askDemoToken({ folder, account, wish }), options);
    };
    return { ...(await ask({ acrValues: options.acr, maxAgeSeconds: options.maxAge })), again: ask };
  }
  const credentials = await ownCredentials(options);
  const url = options.url ?? (await demoEndpoint(folder, credentials));
  return { url, credentials, purpose: options.purpose };
}

async function demoEndpoint(folder: string, credentials: Credentials): Promise<string> {
  const { requireDemo } = await import('../demoToken.js');
  return endpointFor(credentials, requireDemo(folder));
}

function demoAccess({ answer, credentials, demo }: DemoToken, options: QueryOptions): Access {
  const url = options.url ?? endpointFor(credentials, demo);
  return { url, credentials, purpose: options.purpose ?? answer.default_purpose };
}

/** Certificates are shown where TLS ends. */
function endpointFor({ kind }: Credentials, { api, certificateApi }: DemoToken['demo']): string {
  return kind === 'CERTIFICATE' ? certificateApi : api;
}

async function ownCredentials({ tokenFile = '-', keyFile, cert, key, ca }: QueryOptions): Promise<Credentials> {
  const { credentialsOf } = await import('../credentials.js');
  const { readProofKey } = await import('../proofKeyFile.js');
  const { readTlsIdentity } = await import('../tlsIdentity.js');
  const token = (await readInput(tokenFile)).trim();
  return credentialsOf(
    token,
    keyFile === undefined ? undefined : await readProofKey(keyFile),
    cert === undefined || key === undefined ? undefined : await readTlsIdentity({ cert, key, authority: ca }),
  );
}

function variables(argument: string): Readonly<Record<string, unknown>> {
  const value = jsonObject(argument);
  if (value === undefined) throw new InvalidArgumentError('It is no JSON object.');
  return value;
}

function wrong(message: string): CommandError {
  return new CommandError(message, { isWrongCall: true });
}
