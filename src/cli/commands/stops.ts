/** Stopping and reinstating, of whatever can be stopped: the one thing that is done in a hurry. */
import { Command, Option } from 'commander';
import type { ListedStop } from '../../register/listStops.js';
import type { Register } from '../../register/register.js';
import type { StopKind } from '../../register/stop.js';
import { CommandError } from '../exit.js';
import { examples } from '../examples.js';
import { note, printJson } from '../output.js';
import type { ChangeOptions } from '../registerOptions.js';
import { signed } from '../registerOptions.js';

const stopKinds: Readonly<Record<string, StopKind>> = {
  account: 'ACCOUNT',
  unit: 'UNIT',
  organisation: 'ORGANISATION',
  application: 'APPLICATION',
  role: 'ROLE',
  field: 'FIELD',
  everything: 'EVERYTHING',
};

interface TargetOptions extends ChangeOptions {
  readonly kind: string;
  readonly json?: true;
}

interface StopOptions extends TargetOptions {
  readonly reason: string;
  readonly submissionOpen?: true;
}

export function stopCommand(): Command {
  const command = signed(
    new Command('stop').description('stop an account, or anything else, at once and on every replica'),
  )
    .argument(
      '[id]',
      'the account (sub), unit, organisation, client, role, or field as Type.field; none for everything',
    )
    .addOption(kindOption())
    .requiredOption('--reason <text>', 'why: it is recorded')
    .option('--submission-open', 'refuse reads, and take what a machine hands in')
    .option('--json', 'print the id of the stop as JSON')
    .action(stop);
  return examples(command, [
    "cloison accounts stop <account> --as <operator> --reason 'A laptop was stolen.'",
    "cloison accounts stop <organisation> --kind organisation --submission-open --as <operator> --reason 'A breach.'",
    "cloison accounts stop Tenant.phone --kind field --as <operator> --reason 'Too many are read.'",
  ]);
}

async function stop(id: string | undefined, options: StopOptions): Promise<void> {
  const { withRegister } = await import('../registerAccess.js');
  const { operator } = await import('../../register/actor.js');
  const { kind, target } = targetOf(id, options.kind);
  const leavesSubmissionOpen = options.submissionOpen === true;
  const order = { kind, target, reason: options.reason, leavesSubmissionOpen };
  const { stopId, isKnown } = await withRegister(options.data, async (register) => ({
    stopId: await register.stop(operator(options.as), order),
    isKnown: kind !== 'ACCOUNT' || (await register.show(target)) !== undefined,
  }));
  if (options.json === true) printJson({ stop: stopId });
  note(`Stopped ${nameOf(kind, target)}: ${effectOf(kind, leavesSubmissionOpen)}`);
  if (!isKnown) note(`The register knows no account ${target}: the stop holds for whoever comes with that name.`);
  note(`To lift it: ${liftCommand(kind, target)}`);
}

function effectOf(kind: StopKind, leavesSubmissionOpen: boolean): string {
  if (kind === 'FIELD') return 'no request that asks for it is answered from now on, whoever asks.';
  return leavesSubmissionOpen
    ? 'from now on its reads are refused; what its machines hand in is taken.'
    : 'from now on its requests are refused, those under way too.';
}

export function reinstateCommand(): Command {
  const command = signed(new Command('reinstate').description('lift the stops of an account, or of anything else'))
    .argument('[id]', 'what was stopped; none for everything')
    .addOption(kindOption())
    .option('--json', 'print what became of each stop as JSON')
    .action(reinstate);
  command.addHelpText('after', '\nA stop that was set off automatically is lifted by two persons: each calls this.');
  return examples(command, [
    'cloison accounts reinstate <account> --as <operator>',
    'cloison accounts reinstate --kind everything --as <operator>',
  ]);
}

async function reinstate(id: string | undefined, options: TargetOptions): Promise<void> {
  const { withRegister } = await import('../registerAccess.js');
  const { operator } = await import('../../register/actor.js');
  const { kind, target } = targetOf(id, options.kind);
  const name = nameOf(kind, target);
  const outcomes = await withRegister(options.data, async (register) => {
    const actor = operator(options.as);
    return liftEach(await requireStops(register, kind, target), (stopId) => register.reinstate(actor, stopId));
  });
  if (options.json === true) printJson(outcomes);
  if (outcomes.every(({ outcome }) => outcome === 'REINSTATED')) note(`Reinstated ${name}.`);
  else
    note(
      `${name} stays stopped: that was automatic, and a second person must lift it too: ${liftCommand(kind, target)}`,
    );
}

interface Lifted {
  readonly stop: string;
  readonly outcome: 'PROPOSED' | 'REINSTATED';
}

async function liftEach(
  stops: readonly ListedStop[],
  lift: (stopId: string) => Promise<Lifted['outcome']>,
): Promise<readonly Lifted[]> {
  const lifted: Lifted[] = [];
  for (const { id } of stops) lifted.push({ stop: id, outcome: await lift(id) });
  return lifted;
}

async function requireStops(register: Register, kind: StopKind, target: string): Promise<readonly ListedStop[]> {
  const stops = await register.stopsOf(kind, target);
  if (stops.length === 0) throw new CommandError(`NOT_REGISTERED No stop is in force on ${nameOf(kind, target)}.`);
  return stops;
}

function kindOption(): Option {
  return new Option('--kind <kind>', 'what it is').choices(Object.keys(stopKinds)).default('account');
}

function targetOf(id: string | undefined, kindName: string): { readonly kind: StopKind; readonly target: string } {
  const kind = stopKinds[kindName] ?? 'ACCOUNT';
  if ((kind === 'EVERYTHING') !== (id === undefined))
    throw new CommandError(kind === 'EVERYTHING' ? 'Everything has no id.' : `Say which ${kindName}.`, {
      isWrongCall: true,
    });
  return { kind, target: id ?? '*' };
}

function nameOf(kind: StopKind, target: string): string {
  return kind === 'EVERYTHING' ? 'everything' : `${kind.toLowerCase()} ${target}`;
}

function liftCommand(kind: StopKind, target: string): string {
  const id = kind === 'EVERYTHING' ? '' : ` ${target}`;
  const option = kind === 'ACCOUNT' ? '' : ` --kind ${kind.toLowerCase()}`;
  return `cloison accounts reinstate${id}${option} --as <operator>`;
}
