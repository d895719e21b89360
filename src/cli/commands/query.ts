import { Command, InvalidArgumentError, Option } from 'commander';
import { isSecureOrigin } from '../../jws/secureOrigin.js';
import type { GraphQLAnswer } from '../graphqlRequest.js';
import { CommandError, Unsuccessful } from '../exit.js';
import { examples } from '../examples.js';
import { jsonObject, readInput } from '../input.js';
import { printJson } from '../output.js';

interface QueryOptions {
  readonly as?: string;
  readonly tokenFile?: string;
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
    .option('--token-file <path>', 'a file that holds an access token, or - for standard input')
    .option('--url <url>', "the GraphQL endpoint (default: the running demo's)", secureUrl)
    .option('--purpose <purpose>', "what for (default with --as: the account's usual purpose)")
    .option('--variables <json>', 'the variables, a JSON object', variables)
    .option('--operation <name>', 'which operation, when the document holds several')
    .option('--data <folder>', 'where the demo keeps its data', '.cloison')
    .action(query);
  return examples(command, [
    "cloison query --as <account> '{ me { role } }'",
    'cloison query --as <account> --variables \'{"first": 5}\' - < tenants.graphql',
    "cloison query --url https://api.example.org/graphql --token-file token.txt --purpose FOLLOW_UP '{ me { role } }'",
  ]);
}

async function query(argument: string, options: QueryOptions): Promise<void> {
  if (argument === '-' && options.tokenFile === '-') {
    throw new CommandError('Standard input cannot be both the operation and the token.', { isWrongCall: true });
  }
  const document = argument === '-' ? await readInput('-') : argument;
  const { sendOperation } = await import('../graphqlRequest.js');
  const answer = await sendOperation({
    ...(await accessOf(options)),
    document,
    variables: options.variables,
    operationName: options.operation,
  });
  printJson(answer.body);
  if (!isWithoutErrors(answer)) throw new Unsuccessful();
}

interface Access {
  readonly url: string;
  readonly token: string;
  readonly purpose: string | undefined;
}

/** Whose token, where to, and what for. */
async function accessOf(options: QueryOptions): Promise<Access> {
  const { askDemoToken, requireDemo } = await import('../demoToken.js');
  if (options.as !== undefined) {
    const demo = requireDemo(options.data);
    const token = await askDemoToken(demo, options.as);
    return {
      url: options.url ?? demo.api,
      token: token.access_token,
      purpose: options.purpose ?? token.default_purpose,
    };
  }
  if (options.tokenFile === undefined)
    throw new CommandError('Name a demo account with --as, or a token with --token-file.', { isWrongCall: true });
  const token = (await readInput(options.tokenFile)).trim();
  return { url: options.url ?? requireDemo(options.data).api, token, purpose: options.purpose };
}

function isWithoutErrors(answer: GraphQLAnswer): boolean {
  return answer.status === 200 && typeof answer.body === 'object' && answer.body !== null && !('errors' in answer.body);
}

function variables(argument: string): Readonly<Record<string, unknown>> {
  const value = jsonObject(argument);
  if (value === undefined) throw new InvalidArgumentError('It is no JSON object.');
  return value;
}

function secureUrl(argument: string): string {
  if (!isSecureOrigin(argument))
    throw new InvalidArgumentError('The token would travel in clear: write https, or an address of this machine.');
  return argument;
}
