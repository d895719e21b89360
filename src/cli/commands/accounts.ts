import { Command, Option } from 'commander';
import type { ListedAccount } from '../../register/listAccounts.js';
import type { Register } from '../../register/register.js';
import type { ShownAccount } from '../../register/showAccount.js';
import { columns } from '../columns.js';
import { CommandError } from '../exit.js';
import { examples } from '../examples.js';
import { note, print, printJson } from '../output.js';
import type { ChangeOptions } from '../registerOptions.js';
import { placed, signed } from '../registerOptions.js';
import { reinstateCommand, stopCommand } from './stops.js';

interface ListOptions {
  readonly organisation?: string;
  readonly state?: 'active' | 'quarantine' | 'stopped' | 'closed';
  readonly data: string;
  readonly json?: true;
}

interface CreateOptions extends ChangeOptions {
  readonly organisation: string;
  readonly unit?: string;
  readonly application?: string;
  readonly machine?: true;
  readonly administrator?: true;
}

interface ImportOptions extends ChangeOptions {
  readonly createdBy: string;
}

/** `cloison accounts`: who is let in, who waits for an approval, who is stopped. */
export function accountsCommand(): Command {
  const command = new Command('accounts').description(
    'look at the accounts of partners; approve, stop and reinstate them (DATABASE_URL, or the running demo)',
  );
  for (const made of [
    listCommand(),
    showCommand(),
    createCommand(),
    approveCommand(),
    closeCommand(),
    stopCommand(),
    reinstateCommand(),
    importCommand(),
  ])
    command.addCommand(made);
  return examples(command, [
    'cloison accounts list --state quarantine',
    'cloison accounts approve <account> --as <operator>',
    "cloison accounts stop <account> --as <operator> --reason 'A laptop was stolen.'",
  ]);
}

function listCommand(): Command {
  const command = placed(new Command('list').description('list the accounts, a line each'))
    .option('--organisation <id>', 'of one organisation, and of those that became one with it')
    .addOption(new Option('--state <state>', 'in one state').choices(['active', 'quarantine', 'stopped', 'closed']))
    .option('--json', 'print them as JSON')
    .action(printAccounts);
  return examples(command, [
    'cloison accounts list --organisation <id>',
    'cloison accounts list --state stopped --json',
  ]);
}

async function printAccounts(options: ListOptions): Promise<void> {
  const { withRegister } = await import('../registerAccess.js');
  const accounts = await withRegister(options.data, (register) => everyAccount(register, options));
  if (options.json === true) printJson(accounts);
  else if (accounts.length === 0) note('There is no such account.');
  else print(columns(headings, accounts.map(cellsOf)));
}

async function everyAccount(
  register: Register,
  { organisation, state }: ListOptions,
): Promise<readonly ListedAccount[]> {
  if (organisation !== undefined) await requireOrganisation(register, organisation);
  const { accountStates } = await import('../../register/listAccounts.js');
  const filter = { organisation, state: accountStates.find((name) => name.toLowerCase() === state) };
  const accounts: ListedAccount[] = [];
  for (;;) {
    const page = await register.list({ ...filter, after: accounts.at(-1)?.id });
    if (page.length === 0) return accounts;
    accounts.push(...page);
  }
}

/** A misspelt id would print an empty list, which reads as "nobody". */
async function requireOrganisation(register: Register, id: string): Promise<void> {
  if (await register.isOrganisation(id)) return;
  throw new CommandError(`There is no organisation ${id}. cloison organisations list shows them.`, {
    isWrongCall: true,
  });
}

const headings = ['ACCOUNT', 'KIND', 'ORGANISATION', 'UNIT', 'STATE', 'ADMINISTRATOR', 'LAST SEEN'];

function cellsOf(account: ListedAccount): readonly string[] {
  const { id, kind, organisation, unit, state, isAdministrator, lastSeenAt } = account;
  return [id, kind, organisation, unit ?? '', state, isAdministrator ? 'yes' : '', lastSeenAt?.slice(0, 10) ?? 'never'];
}

function showCommand(): Command {
  const command = placed(new Command('show').description('show one account: its stops and its history'))
    .argument('<account>', 'the account, as its tokens name it (sub)')
    .option('--json', 'print it as JSON')
    .action(printAccount);
  return examples(command, ['cloison accounts show <account>']);
}

async function printAccount(id: string, options: ListOptions): Promise<void> {
  const { withRegister } = await import('../registerAccess.js');
  const account = await withRegister(options.data, (register) => register.show(id));
  if (account === undefined) throw new CommandError(`NOT_REGISTERED The register knows no account ${id}.`);
  if (options.json === true) printJson(account);
  else print(textOf(account));
}

function textOf(account: ShownAccount): string {
  const { stops, history } = account;
  return [
    `${account.id}: ${account.state}`,
    `  ${account.kind} of ${account.organisation}${account.unit === null ? '' : `, ${account.unit}`}`,
    ...(account.application === null ? [] : [`  only through ${account.application}`]),
    ...(account.isAdministrator ? ['  administers its organisation'] : []),
    `  created ${account.createdAt} by ${account.createdBy}`,
    account.approvedAt === null ? '  not approved' : `  approved ${account.approvedAt} by ${account.approvedBy ?? ''}`,
    `  last seen ${account.lastSeenAt?.slice(0, 10) ?? 'never'}`,
    ...stops.map(
      (stop) =>
        `  stopped ${stop.stoppedAt} by ${stop.author}${stop.isAutomatic ? ' (automatic)' : ''}, ${stop.kind.toLowerCase()} ${stop.target}: ${stop.reason}`,
    ),
    'History, the newest first:',
    ...history.map(({ at, actor, action }) => `  ${at} ${action} by ${actor}`),
  ].join('\n');
}

function createCommand(): Command {
  const command = signed(
    new Command('create').description('register an account, in quarantine until a second person approves it'),
  )
    .argument('<account>', 'the account, as its tokens name it (sub)')
    .requiredOption('--organisation <id>', 'whose it is')
    .option('--unit <id>', 'of which unit')
    .option('--application <client>', 'the only application that may ask for it')
    .option('--machine', 'a machine, not a person')
    .option('--administrator', 'may create and approve accounts of its organisation')
    .action(createAccount);
  return examples(command, ['cloison accounts create <account> --organisation <id> --as <operator>']);
}

async function createAccount(id: string, options: CreateOptions): Promise<void> {
  const { withRegister } = await import('../registerAccess.js');
  const { operator } = await import('../../register/actor.js');
  const { organisation, unit, application } = options;
  await withRegister(options.data, async (register) =>
    register.createAccount(operator(options.as), {
      id,
      kind: options.machine === true ? 'MACHINE' : 'PERSON',
      organisation,
      unit,
      application,
      isAdministrator: options.administrator === true,
    }),
  );
  note(
    `Registered account ${id}, in quarantine. Somebody else approves it: cloison accounts approve ${id} --as <operator>`,
  );
}

function approveCommand(): Command {
  const command = signed(new Command('approve').description('approve an account that somebody else created'))
    .argument('<account>', 'the account, as its tokens name it (sub)')
    .action(async (id: string, options: ChangeOptions) => {
      const { withRegister } = await import('../registerAccess.js');
      const { operator } = await import('../../register/actor.js');
      await withRegister(options.data, async (register) => register.approve(operator(options.as), id));
      note(`Approved account ${id}: its next request is out of quarantine.`);
    });
  return examples(command, ['cloison accounts approve <account> --as <operator>']);
}

function closeCommand(): Command {
  const command = signed(new Command('close').description('close an account for good (a stop can be lifted)'))
    .argument('<account>', 'the account, as its tokens name it (sub)')
    .action(async (id: string, options: ChangeOptions) => {
      const { withRegister } = await import('../registerAccess.js');
      const { operator } = await import('../../register/actor.js');
      await withRegister(options.data, async (register) => register.close(operator(options.as), id));
      note(`Closed account ${id}: every request of it is refused from now on.`);
    });
  return examples(command, ['cloison accounts close <account> --as <operator>']);
}

function importCommand(): Command {
  const command = signed(
    new Command('import').description(
      'register organisations, units, applications and accounts of a JSON file, approved',
    ),
  )
    .argument('<file>', 'the file, or - for standard input; again it changes nothing')
    .requiredOption('--created-by <operator>', 'who wrote the file: another than who imports it')
    .action(importEntries);
  command.addHelpText(
    'after',
    `
The file:
  {
    "organisations": [{ "id": "acme", "name": "Acme" }],
    "units": [{ "id": "acme-north", "organisation": "acme" }],
    "applications": [{ "id": "acme-software", "organisation": "acme" }],
    "accounts": [{ "id": "ada", "kind": "PERSON", "organisation": "acme", "unit": "acme-north", "isAdministrator": true }]
  }`,
  );
  return examples(command, ['cloison accounts import partners.json --created-by <operator> --as <operator>']);
}

async function importEntries(file: string, options: ImportOptions): Promise<void> {
  const { readRegisterFile } = await import('../registerFile.js');
  const { withRegister } = await import('../registerAccess.js');
  const { operator } = await import('../../register/actor.js');
  const entries = await readRegisterFile(file);
  const { organisations, units, applications, accounts } = await withRegister(options.data, async (register) =>
    register.seed(entries, { createdBy: operator(options.createdBy), approvedBy: operator(options.as) }),
  );
  note(
    `Registered and approved: ${organisations} organisations, ${units} units, ${applications} applications, ${accounts} accounts. What was there stays as it was.`,
  );
}
