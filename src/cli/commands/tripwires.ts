/** Persons who do not exist and whom nobody reaches: whoever searches for one was guessing. */
import { Command } from 'commander';
import type { Uuid } from '../../kernel/uuid.js';
import { columns } from '../columns.js';
import { examples } from '../examples.js';
import { CommandError } from '../exit.js';
import { note, print, printJson } from '../output.js';
import type { ChangeOptions } from '../registerOptions.js';
import { placed, signed } from '../registerOptions.js';

interface AddOptions extends ChangeOptions {
  readonly schema: string;
  readonly type: string;
  readonly json?: true;
}

/** `cloison tripwires`: add, list, remove. */
export function tripwiresCommand(): Command {
  const command = new Command('tripwires')
    .description('invented persons out of everybody’s reach, met only by guessing: add, list, remove')
    .addCommand(addCommand())
    .addCommand(listCommand())
    .addCommand(removeCommand());
  command.addHelpText(
    'after',
    '\nImport the invented person first, with no link to anybody; its key is its id in the file.',
  );
  return examples(command, ['cloison tripwires add <uuid> --type <type> --as <operator>', 'cloison tripwires list']);
}

function addCommand(): Command {
  const command = signed(new Command('add').description('make a tripwire of a person whom nobody reaches'))
    .argument('<uuid>', "the row's key")
    .requiredOption('--type <type>', 'the type of persons')
    .option('--schema <folder>', 'the schema', 'schema')
    .option('--json', 'print it as JSON')
    .action(add);
  return examples(command, ['cloison tripwires add <uuid> --type <type> --as <operator>']);
}

async function add(key: string, options: AddOptions): Promise<void> {
  const { withStore } = await import('../registerAccess.js');
  const { requirePolicy } = await import('../compileFolder.js');
  const { operator } = await import('../../register/actor.js');
  const { addTripwire } = await import('../../watch/manageTripwires.js');
  const person = await personOf(key);
  const { type } = options;
  const policy = requirePolicy(options.schema);
  const indexes = await withStore(options.data, ({ database, ledger }) =>
    addTripwire(database, ledger, { policy, type, person, actor: operator(options.as) }),
  );
  if (options.json === true) printJson({ person, type, indexes });
  note(`Set on ${String(indexes)} indexes; every replica listens within a second.`);
}

function listCommand(): Command {
  const command = placed(new Command('list').description('list the tripwires'))
    .option('--json', 'print them as JSON')
    .action(printTripwires);
  return examples(command, ['cloison tripwires list --json']);
}

async function printTripwires(options: { readonly data: string; readonly json?: true }): Promise<void> {
  const { withStore } = await import('../registerAccess.js');
  const { listTripwires } = await import('../../watch/sql/tripwireRows.js');
  const tripwires = await withStore(options.data, ({ database }) => listTripwires(database));
  if (options.json === true) {
    printJson(tripwires);
    return;
  }
  const rows = tripwires.map(({ person, type, addedBy, addedAt, indexes }) => [
    person,
    type,
    addedBy,
    addedAt.slice(0, 19),
    String(indexes.length),
  ]);
  print(columns(['PERSON', 'TYPE', 'ADDED BY', 'AT', 'INDEXES'], rows));
}

function removeCommand(): Command {
  const command = signed(new Command('remove').description('take a tripwire away; the row stays'))
    .argument('<uuid>', "the row's key")
    .action(remove);
  return examples(command, ['cloison tripwires remove <uuid> --as <operator>']);
}

async function remove(key: string, options: ChangeOptions): Promise<void> {
  const { withStore } = await import('../registerAccess.js');
  const { operator } = await import('../../register/actor.js');
  const { removeTripwire } = await import('../../watch/manageTripwires.js');
  const person = await personOf(key);
  await withStore(options.data, ({ database, ledger }) =>
    removeTripwire(database, ledger, { person, actor: operator(options.as) }),
  );
  note('Removed.');
}

async function personOf(key: string): Promise<Uuid> {
  const { parseUuid } = await import('../../kernel/uuid.js');
  const person = parseUuid(key);
  if (person === undefined) throw new CommandError('The key of a row is a UUID.', { isWrongCall: true });
  return person;
}
