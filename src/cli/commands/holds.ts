/** `cloison holds`: persons whom nobody erases for now. */
import { Command } from 'commander';
import { columns } from '../columns.js';
import { examples } from '../examples.js';
import type { PersonChoice, StoreChoice } from '../lifecycleOptions.js';
import { ofPerson, onStore } from '../lifecycleOptions.js';
import { note, print, printJson } from '../output.js';

interface HoldOptions extends StoreChoice {
  readonly as: string;
  readonly json?: true;
}

export function holdsCommand(): Command {
  const command = new Command('holds')
    .description('legal holds: persons whom neither retention nor their right erases for now')
    .addCommand(placeCommand())
    .addCommand(liftCommand())
    .addCommand(listCommand());
  return examples(command, [
    'cloison holds list',
    "cloison holds place --person <uuid> --as <operator> --reason 'A claim is pending.'",
    'cloison holds lift <id> --as <operator>',
  ]);
}

function placeCommand(): Command {
  const command = ofPerson(onStore(new Command('place').description('keep a person from being erased')))
    .requiredOption('--as <operator>', 'who you are: it is recorded with the hold')
    .requiredOption('--reason <text>', 'why: it is recorded, shown to whoever wants to erase, and names nobody')
    .option('--json', 'print the id of the hold as JSON')
    .action(place);
  return examples(command, ["cloison holds place --person <uuid> --as <operator> --reason 'A claim is pending.'"]);
}

async function place(options: HoldOptions & PersonChoice & { readonly reason: string }): Promise<void> {
  const { personNamed, withStore } = await import('../lifecycleAccess.js');
  const { operator } = await import('../../register/actor.js');
  const { placeHold } = await import('../../lifecycle/holds.js');
  await withStore(options, 'leave', async (store) => {
    const order = { ...personNamed(store, options), reason: options.reason, actor: operator(options.as) };
    const hold = await placeHold(store.lifecycle, order);
    if (options.json === true) printJson({ hold });
    note(
      `Placed. Nobody erases ${order.person} until two operators lift it: cloison holds lift ${hold} --as <operator>`,
    );
  });
}

function liftCommand(): Command {
  const command = onStore(new Command('lift').description('lift a hold: two operators, each calls this'))
    .argument('<id>', 'the hold')
    .requiredOption('--as <operator>', 'who you are: it is recorded')
    .option('--json', 'print what became of it as JSON')
    .action(lift);
  return examples(command, ['cloison holds lift <id> --as <operator>']);
}

async function lift(id: string, options: HoldOptions): Promise<void> {
  const { withStore } = await import('../lifecycleAccess.js');
  const { operator } = await import('../../register/actor.js');
  const { liftHold } = await import('../../lifecycle/holds.js');
  await withStore(options, 'leave', async ({ lifecycle }) => {
    const outcome = await liftHold(lifecycle, id, operator(options.as));
    if (options.json === true) printJson({ outcome });
    note(outcome === 'LIFTED' ? 'Lifted.' : 'The hold stands: a second operator must lift it too.');
  });
}

function listCommand(): Command {
  const command = onStore(new Command('list').description('list the holds in force, a line each'))
    .option('--json', 'print them as JSON')
    .action(list);
  return examples(command, ['cloison holds list']);
}

async function list(options: StoreChoice & { readonly json?: true }): Promise<void> {
  const { withStore } = await import('../lifecycleAccess.js');
  const { listHolds } = await import('../../lifecycle/holds.js');
  await withStore(options, 'leave', async ({ lifecycle }) => {
    const holds = await listHolds(lifecycle);
    if (options.json === true) {
      printJson(holds);
      return;
    }
    const rows = holds.map(({ id, type, person, placedBy, placedAt, proposedBy, reason }) => [
      id,
      type,
      person,
      placedBy,
      placedAt.slice(0, 10),
      proposedBy === null ? 'IN FORCE' : `lifted by ${proposedBy}, not by a second yet`,
      reason,
    ]);
    print(columns(['HOLD', 'TYPE', 'PERSON', 'PLACED BY', 'ON', 'STATE', 'WHY'], rows));
  });
}
