import { Command } from 'commander';
import { CommandError } from '../exit.js';
import { columns } from '../columns.js';
import { examples } from '../examples.js';
import { note, print, printJson } from '../output.js';
import type { ChangeOptions } from '../registerOptions.js';
import { placed, signed } from '../registerOptions.js';

interface RegisterOptions extends ChangeOptions {
  readonly purpose: string;
  readonly json?: true;
}

interface ListOptions {
  readonly data: string;
  readonly json?: true;
}

/** `cloison operations`: what machines may run, each by its exact text. */
export function operationsCommand(): Command {
  const command = new Command('operations')
    .description('the operations that machines may run: register, list, revoke')
    .addCommand(registerCommand())
    .addCommand(listCommand())
    .addCommand(revokeCommand());
  return examples(command, [
    'cloison operations register <client> nightly.graphql --purpose <purpose> --as <operator>',
  ]);
}

function registerCommand(): Command {
  const command = signed(new Command('register').description('let the machine of an application run one operation'))
    .argument('<application>', 'its client_id')
    .argument('<file>', 'the operation, to the byte as it will be sent; - for standard input')
    .requiredOption('--purpose <purpose>', 'what it is run for')
    .option('--json', 'print its name and digest as JSON')
    .action(registerOperation);
  return examples(command, [
    'cloison operations register acme-nightly nightly.graphql --purpose BILLING --as <operator>',
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
  const { purpose } = options;
  await withRegister(options.data, async (register) =>
    register.registerOperation(operator(options.as), { application, digest, document, name, purpose }),
  );
  if (options.json === true) printJson({ name, digest: digest.toString('hex') });
  note(`Registered ${name} for ${application}, as SHA-256 ${digest.toString('hex')}. Its last line break counts.`);
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
    .option('--json', 'print them as JSON')
    .action(printOperations);
  return examples(command, ['cloison operations list', 'cloison operations list <client> --json']);
}

async function printOperations(application: string | undefined, options: ListOptions): Promise<void> {
  const { withRegister } = await import('../registerAccess.js');
  const operations = await withRegister(options.data, (register) => register.operations(application));
  if (options.json === true) {
    printJson(operations);
    return;
  }
  const rows = operations.map((each) => [
    each.application,
    each.name,
    each.purpose,
    each.revokedAt === null ? 'REGISTERED' : 'REVOKED',
    each.digest,
  ]);
  print(columns(['APPLICATION', 'OPERATION', 'PURPOSE', 'STATE', 'SHA-256'], rows));
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
  note(`Revoked: within a second no machine of ${application} runs it.`);
}

function wrong(message: string): CommandError {
  return new CommandError(message, { isWrongCall: true });
}
