import { Command } from 'commander';
import { accountsCommand } from './commands/accounts.js';
import { breachCommand } from './commands/breach.js';
import { alarmsCommand } from './commands/alarms.js';
import { budgetsCommand } from './commands/budgets.js';
import { checkCommand } from './commands/check.js';
import { contractCommand } from './commands/contract.js';
import { demoCommand } from './commands/demo.js';
import { diffCommand } from './commands/diff.js';
import { eraseCommand } from './commands/erase.js';
import { holdsCommand } from './commands/holds.js';
import { explainCommand } from './commands/explain.js';
import { exposureCommand } from './commands/exposure.js';
import { importCommand } from './commands/import.js';
import { keysCommand } from './commands/keys.js';
import { ledgerCommand } from './commands/ledger.js';
import { matrixCommand } from './commands/matrix.js';
import { migrateCommand } from './commands/migrate.js';
import { noticesCommand } from './commands/notices.js';
import { openingsCommand } from './commands/openings.js';
import { operationsCommand } from './commands/operations.js';
import { applicationsCommand, organisationsCommand, unitsCommand } from './commands/organisations.js';
import { proveCommand } from './commands/prove.js';
import { queryCommand } from './commands/query.js';
import { registerCommand } from './commands/register.js';
import { retainCommand } from './commands/retain.js';
import { serveCommand } from './commands/serve.js';
import { startCommand } from './commands/start.js';
import { subjectAccessCommand } from './commands/subjectAccess.js';
import { tokenCommand } from './commands/token.js';
import { tripwiresCommand } from './commands/tripwires.js';
import { examples } from './examples.js';
import { version } from './version.js';

/** In the order of the help: run it, ask it, fill it, let partners in, look at the policy, keep it going. */
const commands: readonly (() => Command)[] = [
  startCommand,
  serveCommand,
  queryCommand,
  tokenCommand,
  importCommand,
  demoCommand,
  accountsCommand,
  organisationsCommand,
  unitsCommand,
  applicationsCommand,
  operationsCommand,
  noticesCommand,
  subjectAccessCommand,
  openingsCommand,
  exposureCommand,
  breachCommand,
  budgetsCommand,
  ledgerCommand,
  retainCommand,
  eraseCommand,
  holdsCommand,
  alarmsCommand,
  tripwiresCommand,
  checkCommand,
  proveCommand,
  matrixCommand,
  explainCommand,
  contractCommand,
  diffCommand,
  registerCommand,
  migrateCommand,
  keysCommand,
];

/** The whole command line. Its errors are thrown as CommanderError, after commander printed them. */
export function createProgram(): Command {
  const program = new Command('cloison')
    .description(
      'A GraphQL API over a sealed store: each partner gets the fields, the precision, the persons and the time that its work needs.',
    )
    .version(version(), '-v, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand(false)
    // An option behind the name of a command is that command's.
    .enablePositionalOptions()
    .showHelpAfterError('Add --help to see what it takes.')
    .exitOverride();
  examples(program, [
    "cloison query --as <account> '{ me { role } }'",
    'cloison check schema',
    'cloison <command> --help',
  ]);
  for (const make of commands) program.addCommand(inherit(make(), program));
  return program;
}

function inherit(command: Command, parent: Command): Command {
  command.copyInheritedSettings(parent).helpOption('-h, --help', 'print this help');
  for (const child of command.commands) inherit(child, command);
  return command;
}
