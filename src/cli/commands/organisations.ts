/** `cloison organisations`, `units` and `applications`: what accounts belong to. Each is added by one operator and approved by another. */
import { Command } from 'commander';
import type { Actor } from '../../register/actor.js';
import type { Register } from '../../register/register.js';
import type { SubjectKind } from '../../register/subjects.js';
import { columns } from '../columns.js';
import { examples } from '../examples.js';
import { note, print, printJson } from '../output.js';
import type { ChangeOptions } from '../registerOptions.js';
import { placed, signed } from '../registerOptions.js';

interface ListOptions {
  readonly data: string;
  readonly json?: true;
}

export function organisationsCommand(): Command {
  const command = new Command('organisations')
    .description('the organisations of partners: list, add, approve, absorb, close')
    .addCommand(listCommand())
    .addCommand(addOrganisationCommand())
    .addCommand(approveCommand('organisation'))
    .addCommand(absorbCommand())
    .addCommand(closeCommand('organisation'));
  return examples(command, [
    'cloison organisations list',
    "cloison organisations add <id> --name 'Acme' --as <operator>",
  ]);
}

export function unitsCommand(): Command {
  const command = new Command('units')
    .description('the units of organisations: an establishment, an agency')
    .addCommand(addUnitCommand())
    .addCommand(approveCommand('unit'))
    .addCommand(closeCommand('unit'));
  return examples(command, ['cloison units add <id> --organisation <id> --as <operator>']);
}

export function applicationsCommand(): Command {
  const command = new Command('applications')
    .description('the client applications (client_id) that may ask')
    .addCommand(addApplicationCommand())
    .addCommand(approveCommand('application'))
    .addCommand(closeCommand('application'));
  return examples(command, ['cloison applications add <client> --organisation <id> --as <operator>']);
}

function listCommand(): Command {
  const command = placed(new Command('list').description('list the organisations, a line each'))
    .option('--json', 'print them as JSON')
    .action(printOrganisations);
  return examples(command, ['cloison organisations list']);
}

async function printOrganisations(options: ListOptions): Promise<void> {
  const { withRegister } = await import('../registerAccess.js');
  const organisations = await withRegister(options.data, (register) => register.organisations());
  if (options.json === true) {
    printJson(organisations);
    return;
  }
  const rows = organisations.map(({ id, name, state, absorbedBy, accounts }) => [
    id,
    name,
    absorbedBy === null ? state : `ABSORBED by ${absorbedBy}`,
    String(accounts),
  ]);
  print(columns(['ORGANISATION', 'NAME', 'STATE', 'ACCOUNTS'], rows));
}

function addOrganisationCommand(): Command {
  const command = signed(new Command('add').description('register an organisation; it waits for a second operator'))
    .argument('<id>', 'the organisation, as tokens name it')
    .requiredOption('--name <name>', 'what it is called')
    .action(async (id: string, options: ChangeOptions & { readonly name: string }) => {
      await change(options, (register, actor) => register.createOrganisation(actor, { id, name: options.name }));
      note(added('organisation', id));
    });
  return examples(command, ["cloison organisations add acme --name 'Acme' --as <operator>"]);
}

function addUnitCommand(): Command {
  const command = signed(new Command('add').description('register a unit; it waits for a second person'))
    .argument('<id>', 'the unit, as tokens name it')
    .requiredOption('--organisation <id>', 'whose it is')
    .action(async (id: string, options: ChangeOptions & { readonly organisation: string }) => {
      const { organisation } = options;
      await change(options, (register, actor) => register.createUnit(actor, { id, organisation }));
      note(added('unit', id));
    });
  return examples(command, ['cloison units add acme-north --organisation acme --as <operator>']);
}

function addApplicationCommand(): Command {
  const command = signed(new Command('add').description('register an application; it waits for a second operator'))
    .argument('<client>', 'its client_id')
    .option('--organisation <id>', 'serves the accounts of one organisation alone (default: of all)')
    .action(async (id: string, options: ChangeOptions & { readonly organisation?: string }) => {
      const { organisation } = options;
      await change(options, (register, actor) => register.createApplication(actor, { id, organisation }));
      note(added('application', id));
    });
  return examples(command, ['cloison applications add acme-software --organisation acme --as <operator>']);
}

type Part = 'organisation' | 'unit' | 'application';

const kinds: Readonly<Record<Part, SubjectKind>> = {
  organisation: 'ORGANISATION',
  unit: 'UNIT',
  application: 'APPLICATION',
};

function approveCommand(part: Part): Command {
  const command = signed(new Command('approve').description(`approve what another operator added`))
    .argument('<id>', `the ${part}`)
    .action(async (id: string, options: ChangeOptions) => {
      await change(options, (register, actor) => register.approve(actor, id, kinds[part]));
      note(`Approved ${part} ${id}.`);
    });
  return examples(command, [`cloison ${part}s approve <id> --as <operator>`]);
}

function closeCommand(part: Part): Command {
  const command = signed(new Command('close').description('close it for good (a stop can be lifted)'))
    .argument('<id>', `the ${part}`)
    .action(async (id: string, options: ChangeOptions) => {
      await change(options, (register, actor) => register.close(actor, id, kinds[part]));
      note(`Closed ${part} ${id}: requests that need it are refused from now on.`);
    });
  return examples(command, [`cloison ${part}s close <id> --as <operator>`]);
}

function absorbCommand(): Command {
  const command = signed(
    new Command('absorb').description('make one organisation part of another, by two operators; both ids stay known'),
  )
    .argument('<absorbed>', 'the organisation that ends')
    .argument('<into>', 'the organisation that goes on')
    .action(async (absorbed: string, into: string, options: ChangeOptions) => {
      const outcome = await change(options, (register, actor) => register.absorb(actor, { absorbed, into }));
      note(
        outcome === 'PROPOSED'
          ? `Proposed. Nothing has changed yet: another operator must ask for the same.`
          : `${absorbed} is part of ${into} from now on: accounts of either reach the persons of both, under either id.`,
      );
    });
  return examples(command, ['cloison organisations absorb <absorbed> <into> --as <operator>']);
}

async function change<Outcome>(
  options: ChangeOptions,
  work: (register: Register, actor: Actor) => Promise<Outcome>,
): Promise<Outcome> {
  const { withRegister } = await import('../registerAccess.js');
  const { operator } = await import('../../register/actor.js');
  return withRegister(options.data, async (register) => work(register, operator(options.as)));
}

function added(part: Part, id: string): string {
  return `Registered ${part} ${id}. Somebody else approves it: cloison ${part}s approve ${id} --as <operator>`;
}
