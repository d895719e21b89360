/** What the watcher raised: looked at and acknowledged. Lifting what it stopped is `cloison accounts reinstate`, by two. */
import { Command } from 'commander';
import type { ListedAlarm } from '../../watch/sql/alarms.js';
import { columns } from '../columns.js';
import { examples } from '../examples.js';
import { CommandError } from '../exit.js';
import { note, print, printJson } from '../output.js';
import type { ChangeOptions } from '../registerOptions.js';
import { placed, signed } from '../registerOptions.js';

interface LookOptions {
  readonly data: string;
  readonly json?: true;
}

interface ListOptions extends LookOptions {
  readonly all?: true;
}

/** `cloison alarms`: list, show, acknowledge. */
export function alarmsCommand(): Command {
  const command = new Command('alarms')
    .description('what the detectors on the ledger raised: list, show, acknowledge')
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(acknowledgeCommand());
  return examples(command, ['cloison alarms list', 'cloison alarms acknowledge 12 --as <operator>']);
}

function listCommand(): Command {
  const command = placed(
    new Command('list').description('list the alarms that nobody has acknowledged, the newest first'),
  )
    .option('--all', 'the acknowledged ones too')
    .option('--json', 'print them as JSON')
    .action(printAlarms);
  return examples(command, ['cloison alarms list', 'cloison alarms list --all --json']);
}

async function printAlarms(options: ListOptions): Promise<void> {
  const { withStore } = await import('../registerAccess.js');
  const { listAlarms } = await import('../../watch/sql/alarms.js');
  const alarms = await withStore(options.data, ({ database }) => listAlarms(database, options.all !== true));
  if (options.json === true) {
    printJson(alarms);
    return;
  }
  const rows = alarms.map(({ id, at, level, detector, account, organisation, reactions, acknowledgedBy }) => [
    String(id),
    at.slice(0, 19),
    String(level),
    detector,
    account,
    organisation ?? '',
    reactions.join(','),
    acknowledgedBy ?? '',
  ]);
  print(columns(['ALARM', 'AT', 'LEVEL', 'DETECTOR', 'ACCOUNT', 'ORGANISATION', 'SET OFF', 'ACKNOWLEDGED'], rows));
}

function showCommand(): Command {
  const command = placed(new Command('show').description('show one alarm with its evidence: ids and counts'))
    .argument('<alarm>', 'its number')
    .option('--json', 'print it as JSON')
    .action(showAlarm);
  return examples(command, ['cloison alarms show 12']);
}

async function showAlarm(id: string, options: LookOptions): Promise<void> {
  const { withStore } = await import('../registerAccess.js');
  const { findAlarm } = await import('../../watch/sql/alarms.js');
  const number = numberOf(id);
  const alarm = await withStore(options.data, ({ database }) => findAlarm(database, number));
  if (alarm === undefined) throw new CommandError(`NOT_REGISTERED There is no alarm ${id}.`);
  if (options.json === true) printJson(alarm);
  else print(describe(alarm));
}

function describe({ evidence, ...alarm }: ListedAlarm): string {
  const lines = Object.entries(alarm).map(([name, value]) => [name, textOf(value)]);
  const found = Object.entries(evidence).map(([detector, counts]) => [detector, JSON.stringify(counts)]);
  return columns(['WHAT', 'VALUE'], [...lines, ...found]);
}

function textOf(value: unknown): string {
  if (value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function acknowledgeCommand(): Command {
  const command = signed(
    new Command('acknowledge').description('say that you have looked at an alarm; what it stopped stays stopped'),
  )
    .argument('<alarm>', 'its number')
    .option('--json', 'print the alarm as JSON')
    .action(acknowledge);
  return examples(command, ['cloison alarms acknowledge 12 --as <operator>']);
}

async function acknowledge(id: string, options: ChangeOptions & { readonly json?: true }): Promise<void> {
  const { withStore } = await import('../registerAccess.js');
  const { operator } = await import('../../register/actor.js');
  const { acknowledgeAlarm } = await import('../../watch/acknowledgeAlarm.js');
  const { findAlarm } = await import('../../watch/sql/alarms.js');
  const number = numberOf(id);
  const alarm = await withStore(options.data, async ({ database, ledger }) => {
    await acknowledgeAlarm(database, ledger, { id: number, actor: operator(options.as) });
    return findAlarm(database, number);
  });
  if (options.json === true) printJson(alarm);
  note(
    `Acknowledged alarm ${id}. To lift a stop: cloison accounts reinstate ${alarm?.account ?? '<account>'} --as <operator>, by two.`,
  );
}

function numberOf(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new CommandError('An alarm is a number.', { isWrongCall: true });
  return Number(text);
}
