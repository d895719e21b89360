import { Command } from 'commander';
import type { OperationJudgement } from '../../gateway/operationJudge.js';
import type { ListedOperation, RegisteredText } from '../../register/listOperations.js';
import { CommandError } from '../exit.js';
import { columns } from '../columns.js';
import { examples } from '../examples.js';
import { judgeOf } from '../judgeOf.js';
import { printJudgements } from '../judgements.js';
import { note, print, printJson } from '../output.js';
import type { ChangeOptions } from '../registerOptions.js';
import { placed, signed } from '../registerOptions.js';
import { restrictCommand, unrestrictCommand } from './restrictions.js';

interface RegisterOptions extends ChangeOptions {
  readonly purpose: string;
  readonly schema: string;
  readonly dryRun?: true;
  readonly json?: true;
}

interface ListOptions {
  readonly data: string;
  readonly schema?: string;
  readonly json?: true;
}

/** `cloison operations`: what machines may run, and persons through a restricted application, each by its exact text. */
export function operationsCommand(): Command {
  const command = new Command('operations')
    .description('the operations that machines and restricted applications may run: register, list, revoke')
    .addCommand(registerCommand())
    .addCommand(listCommand())
    .addCommand(revokeCommand())
    .addCommand(restrictCommand())
    .addCommand(unrestrictCommand());
  return examples(command, [
    'cloison operations register <client> nightly.graphql --purpose <purpose> --as <operator>',
  ]);
}

function registerCommand(): Command {
  const command = signed(
    new Command('register').description('let an application run one operation, and show what it reads by the policy'),
  )
    .argument('<application>', 'its client_id')
    .argument('<file>', 'the operation, to the byte as it will be sent; - for standard input')
    .requiredOption('--purpose <purpose>', 'what it is run for')
    .option('--schema <folder>', 'the schema of the store, by whose policy it is judged', 'schema')
    .option('--dry-run', 'show what it reads, and register nothing')
    .option('--json', 'print its name, its digest and what it reads as JSON')
    .action(registerOperation);
  return examples(command, [
    'cloison operations register acme-nightly nightly.graphql --purpose BILLING --as <operator>',
    'cloison operations register acme-nightly nightly.graphql --purpose BILLING --as <operator> --dry-run',
  ]);
}

async function registerOperation(application: string, file: string, options: RegisterOptions): Promise<void> {
  const { readInput } = await import('../input.js');
  const { withRegister } = await import('../registerAccess.js');
  const { operator } = await import('../../register/actor.js');
  const { sha256 } = await import('../../vault/digest.js');
  const document = await readInput(file);
  const name = await operationName(document, file);
  const digest = sha256(document);
  const hex = digest.toString('hex');
  const { purpose } = options;
  const judgements = await judged(document, options);
  const isRegistered = options.dryRun !== true;
  if (isRegistered)
    await withRegister(options.data, async (register) =>
      register.registerOperation(operator(options.as), { application, digest, document, name, purpose }),
    );
  if (options.json === true) printJson({ name, digest: hex, registered: isRegistered, roles: judgements });
  else print(printJudgements(judgements));
  if (isRegistered) note(`Registered ${name} for ${application}, as SHA-256 ${hex}. Its last line break counts.`);
  else note(`Not registered: ${name} would be SHA-256 ${hex}.`);
}

/** Of each role that has the purpose. Throws CommandError when nobody would be answered. */
async function judged(document: string, { schema, purpose }: RegisterOptions): Promise<readonly OperationJudgement[]> {
  const judge = await judgeOf(schema);
  const problem = judge.whyUnanswered(document, purpose);
  if (problem !== undefined)
    throw new CommandError(`the policy of ${schema} answers it to nobody: ${problem.code} ${problem.message}`);
  return judge.judgeAll(document, purpose);
}

async function operationName(document: string, file: string): Promise<string> {
  const { Kind, parse } = await import('graphql');
  const definitions = parsed(() => parse(document, { maxLexicalTokens: 10_000 }).definitions, file);
  const operations = definitions.flatMap((node) => (node.kind === Kind.OPERATION_DEFINITION ? [node] : []));
  const isDocument = definitions.every(
    ({ kind }) => kind === Kind.OPERATION_DEFINITION || kind === Kind.FRAGMENT_DEFINITION,
  );
  const name = operations[0]?.name?.value;
  if (isDocument && operations.length === 1 && name !== undefined) return name;
  throw wrong(`${file}: write one operation, with a name, and its fragments`);
}

function parsed<T>(read: () => T, file: string): T {
  try {
    return read();
  } catch (cause) {
    throw wrong(`${file} is no GraphQL: ${cause instanceof Error ? cause.message : 'it cannot be read'}`);
  }
}

function listCommand(): Command {
  const command = placed(new Command('list').description('list the registered operations, a line each'))
    .argument('[application]', 'of one application')
    .option('--schema <folder>', 'say which of them the policy of this schema does not answer')
    .option('--json', 'print them as JSON')
    .action(printOperations);
  return examples(command, [
    'cloison operations list',
    'cloison operations list <client> --json',
    'cloison operations list --schema schema',
  ]);
}

async function printOperations(application: string | undefined, options: ListOptions): Promise<void> {
  const { withRegister } = await import('../registerAccess.js');
  const { operations, texts, restricted } = await withRegister(options.data, async (register) => ({
    operations: await register.operations(application),
    restricted: await register.restrictedApplications(),
    texts: await register.registeredTexts(),
  }));
  const unanswered = await problemsOf(texts, options.schema);
  const listed = operations.map((each) => ({ ...each, unanswered: unanswered.get(keyOf(each)) ?? null }));
  if (options.json === true) {
    printJson(options.schema === undefined ? operations : listed);
    return;
  }
  const rows = listed.map((each) => [each.application, each.name, each.purpose, stateOf(each), each.digest]);
  print(columns(['APPLICATION', 'OPERATION', 'PURPOSE', 'STATE', 'SHA-256'], rows));
  const named = application === undefined ? restricted : restricted.filter((id) => id === application);
  if (named.length > 0) note(`Persons run these only, too, through ${named.join(', ')}.`);
  for (const { application: of, name, unanswered: why } of listed)
    if (why !== null) note(`${name} of ${of} is not answered: ${why}`);
}

type Named = Pick<ListedOperation, 'application' | 'digest'>;

function keyOf({ application, digest }: Named): string {
  return `${application} ${digest}`;
}

/** Why the policy of `schema` answers an operation to nobody, by application and digest; nothing without a schema. */
async function problemsOf(
  texts: readonly RegisteredText[],
  schema: string | undefined,
): Promise<ReadonlyMap<string, string>> {
  if (schema === undefined) return new Map();
  const { unansweredOf } = await import('../../unansweredOperations.js');
  const unanswered = unansweredOf(texts, await judgeOf(schema));
  return new Map(unanswered.map(({ operation, problem }) => [keyOf(operation), `${problem.code} ${problem.message}`]));
}

function stateOf({ revokedAt, unanswered }: ListedOperation & { readonly unanswered: string | null }): string {
  if (revokedAt !== null) return 'REVOKED';
  return unanswered === null ? 'REGISTERED' : 'UNANSWERED';
}

function revokeCommand(): Command {
  const command = signed(new Command('revoke').description('take a registered operation back'))
    .argument('<application>', 'its client_id')
    .argument('<digest>', 'its SHA-256 in hexadecimal, as `cloison operations list` shows it')
    .action(revokeOperation);
  return examples(command, ['cloison operations revoke <client> <sha-256> --as <operator>']);
}

async function revokeOperation(application: string, digest: string, options: ChangeOptions): Promise<void> {
  if (!/^[0-9a-f]{64}$/.test(digest)) throw wrong('A digest is 64 hexadecimal characters, in lower case.');
  const { withRegister } = await import('../registerAccess.js');
  const { operator } = await import('../../register/actor.js');
  await withRegister(options.data, async (register) =>
    register.revokeOperation(operator(options.as), { application, digest: Buffer.from(digest, 'hex') }),
  );
  note(`Revoked: within a second nobody runs it through ${application}.`);
}

function wrong(message: string): CommandError {
  return new CommandError(message, { isWrongCall: true });
}
