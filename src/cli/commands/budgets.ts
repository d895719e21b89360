import { Command, Option } from 'commander';
import type { ClaimName } from '../../kernel/caller.js';
import { columns } from '../columns.js';
import { examples } from '../examples.js';
import { CommandError } from '../exit.js';
import { note, print, printJson } from '../output.js';
import type { ChangeOptions } from '../registerOptions.js';
import { placed, signed } from '../registerOptions.js';

interface ListOptions {
  readonly data: string;
  readonly json?: true;
}

interface PeakOptions extends ChangeOptions {
  readonly by: string;
  readonly role: string;
  readonly per: string;
  readonly persons: string;
  readonly from: string;
  readonly until: string;
  readonly reason: string;
  readonly json?: true;
}

/** `cloison budgets`: how many persons are learned of, and the planned peaks. */
export function budgetsCommand(): Command {
  const command = new Command('budgets')
    .description('how many persons accounts and organisations have learned of; planned peaks; bounds in shadow')
    .addCommand(listCommand())
    .addCommand(peakCommand())
    .addCommand(peaksCommand())
    .addCommand(endPeakCommand())
    .addCommand(shadowCommand());
  return examples(command, ['cloison budgets list', 'cloison budgets shadow --since 2026-11-01']);
}

function listCommand(): Command {
  const command = placed(new Command('list').description('list the windows that are used, the fullest first'))
    .argument('[id]', 'of one account, unit or organisation')
    .option('--json', 'print them as JSON')
    .action(printWindows);
  return examples(command, ['cloison budgets list', 'cloison budgets list <organisation> --json']);
}

async function printWindows(id: string | undefined, options: ListOptions): Promise<void> {
  const { withStore } = await import('../registerAccess.js');
  const { listWindows } = await import('../../budget/report.js');
  const { periodText } = await import('../../budget/exhausted.js');
  const windows = await withStore(options.data, ({ database }) => listWindows(database, id));
  if (options.json === true) {
    printJson(windows);
    return;
  }
  const rows = windows.map(({ role, claim, value, kind, seconds, used, caseload }) => [
    value,
    claim,
    role,
    kind,
    periodText(seconds),
    String(used),
    caseload === null ? '' : String(caseload),
  ]);
  print(columns(['WHOSE', 'BY', 'ROLE', 'COUNTS', 'PER', 'USED', 'CASELOAD'], rows));
}

function peakCommand(): Command {
  const command = signed(
    new Command('peak').description('propose a planned peak; it opens when a second operator asks for the same'),
  )
    .argument('<id>', 'the account, unit or organisation')
    .addOption(new Option('--by <claim>', 'what the id is').choices(Object.keys(claims)).default('organisation'))
    .requiredOption('--role <role>', 'whose bound it raises')
    .requiredOption('--per <duration>', 'the window of the bound, as the schema writes it: P1D')
    .requiredOption('--persons <number>', 'how many, in place of the bound')
    .requiredOption('--from <date>', 'the first day or instant')
    .requiredOption('--until <date>', 'the day or instant at which it ends, at most 92 days later')
    .requiredOption('--reason <text>', 'why: it is recorded')
    .option('--json', 'print what became of it as JSON')
    .action(openPeak);
  return examples(command, [
    "cloison budgets peak <organisation> --role <role> --per P1D --persons 2000 --from 2026-09-01 --until 2026-09-08 --reason 'A cohort.' --as <operator>",
  ]);
}

const claims: Readonly<Record<string, ClaimName>> = {
  organisation: 'ORGANISATION',
  unit: 'UNIT',
  account: 'ACCOUNT',
};

async function openPeak(id: string, options: PeakOptions): Promise<void> {
  const { withRegister } = await import('../registerAccess.js');
  const { operator } = await import('../../register/actor.js');
  const { parseDuration } = await import('../../kernel/duration.js');
  const { secondsOf } = await import('../../budget/allowances.js');
  const duration = parseDuration(options.per);
  if (duration === undefined) throw wrong(`--per ${options.per} is no ISO 8601 duration: write P1D, P30D …`);
  const peak = {
    role: options.role,
    claim: claims[options.by] ?? 'ORGANISATION',
    value: id,
    seconds: secondsOf(duration),
    persons: Number(options.persons),
    from: instantOf('--from', options.from),
    until: instantOf('--until', options.until),
    reason: options.reason,
  };
  const outcome = await withRegister(options.data, (register) => register.openPeak(operator(options.as), peak));
  if (options.json === true) printJson({ outcome });
  note(
    outcome === 'OPENED'
      ? `Opened: ${id} may learn of ${options.persons} persons in ${options.per} from ${peak.from} until ${peak.until}.`
      : 'Proposed: it opens when another operator calls the same command.',
  );
}

function peaksCommand(): Command {
  const command = placed(new Command('peaks').description('list planned peaks, the newest first'))
    .option('--json', 'print them as JSON')
    .action(printPeaks);
  return examples(command, ['cloison budgets peaks']);
}

async function printPeaks(options: ListOptions): Promise<void> {
  const { withRegister } = await import('../registerAccess.js');
  const { periodText } = await import('../../budget/exhausted.js');
  const peaks = await withRegister(options.data, (register) => register.peaks());
  if (options.json === true) {
    printJson(peaks);
    return;
  }
  const rows = peaks.map((peak) => [
    String(peak.id),
    peak.value,
    peak.role,
    `${String(peak.persons)} per ${periodText(peak.seconds)}`,
    peak.from,
    peak.until,
    stateOf(peak),
  ]);
  print(columns(['PEAK', 'WHOSE', 'ROLE', 'PERSONS', 'FROM', 'UNTIL', 'STATE'], rows));
}

function stateOf({
  endedAt,
  confirmedBy,
}: {
  readonly endedAt: string | null;
  readonly confirmedBy: string | null;
}): string {
  if (endedAt !== null) return 'ENDED';
  return confirmedBy === null ? 'PROPOSED' : 'OPENED';
}

function endPeakCommand(): Command {
  const command = signed(new Command('end-peak').description('end a planned peak at once'))
    .argument('<peak>', 'its number, as `cloison budgets peaks` shows it')
    .action(endPeak);
  return examples(command, ['cloison budgets end-peak 3 --as <operator>']);
}

async function endPeak(number: string, options: ChangeOptions): Promise<void> {
  if (!/^[0-9]{1,15}$/.test(number)) throw wrong('A peak is named by its number.');
  const { withRegister } = await import('../registerAccess.js');
  const { operator } = await import('../../register/actor.js');
  await withRegister(options.data, (register) => register.endPeak(operator(options.as), Number(number)));
  note('Ended: the role’s own bound holds again.');
}

function shadowCommand(): Command {
  const command = placed(new Command('shadow').description('what bounds in shadow would have refused'))
    .requiredOption('--since <date>', 'from that day or instant on')
    .option('--json', 'print it as JSON')
    .action(printShadow);
  return examples(command, ['cloison budgets shadow --since 2026-11-01']);
}

async function printShadow(options: ListOptions & { readonly since: string }): Promise<void> {
  const { withStore } = await import('../registerAccess.js');
  const { shadowRefusals } = await import('../../budget/report.js');
  const { periodText } = await import('../../budget/exhausted.js');
  const since = instantOf('--since', options.since);
  const refusals = await withStore(options.data, ({ database }) => shadowRefusals(database, since));
  if (options.json === true) {
    printJson(refusals);
    return;
  }
  const rows = refusals.map((each) => [
    each.role,
    each.kind,
    `${String(each.bound)} per ${periodText(each.seconds)} by ${each.claim}`,
    String(each.operations),
    String(each.accounts),
    String(each.organisations),
    each.last,
  ]);
  print(columns(['ROLE', 'COUNTS', 'BOUND', 'OPERATIONS', 'ACCOUNTS', 'ORGANISATIONS', 'LAST'], rows));
}

/** A day is taken from its first instant in UTC. */
function instantOf(option: string, text: string): string {
  const milliseconds = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(milliseconds))
    throw wrong(`${option} ${text} is no date: write 2026-09-01 or 2026-09-01T08:00:00Z.`);
  return new Date(milliseconds).toISOString();
}

function wrong(message: string): CommandError {
  return new CommandError(message, { isWrongCall: true });
}
