import { Command, InvalidArgumentError } from 'commander';
import type { Application } from '../../lifecycle/applyRegister.js';
import type { RetentionReport } from '../../lifecycle/retain.js';
import type { OpenStore } from '../../main.js';
import { Unsuccessful } from '../exit.js';
import { examples } from '../examples.js';
import type { StoreChoice } from '../lifecycleOptions.js';
import { onStore } from '../lifecycleOptions.js';
import { note, printJson } from '../output.js';

interface RetainOptions extends StoreChoice {
  readonly yes?: true;
  readonly apply?: true;
  readonly limit?: number;
  readonly json?: true;
}

/** `cloison retain`: erases whose retention is over; without `--yes` it only says how many. */
export function retainCommand(): Command {
  const command = onStore(
    new Command('retain').description('erase whose retention (@retain) is over; without --yes it only says how many'),
  )
    .option('--yes', 'erase them: their keys, index entries and sealed values are destroyed for good')
    .option('--limit <persons>', 'erase so many at most', countOf)
    .option('--apply', 'only carry out what the register of erasures knows and the database does not')
    .option('--json', 'print the report as JSON')
    .action(retainPersons);
  command.addHelpText(
    'after',
    '\nStopped, it goes on where it stopped when it is called again. The exit code is 1 when a legal hold keeps somebody who is due.',
  );
  return examples(command, ['cloison retain', 'cloison retain --yes --limit 1000', 'cloison retain --apply']);
}

async function retainPersons(options: RetainOptions): Promise<void> {
  const { withStore } = await import('../lifecycleAccess.js');
  if (options.apply === true) return withStore(options, 'carryOut', (store) => carriedOut(options, store));
  const register = options.yes === true ? 'carryOut' : 'leave';
  await withStore(options, register, async (store) => {
    const { heldText } = await import('../../lifecycle/holds.js');
    const report = await (options.yes === true ? erase(options, store) : preview(store));
    if (options.json === true) printJson(report);
    for (const line of sentencesOf(report, options)) note(line);
    for (const hold of report.held) note(heldText(hold));
    if (report.held.length > 0 || (options.yes === true && isInterrupted(report, options))) throw new Unsuccessful();
  });
}

async function carriedOut(options: RetainOptions, store: OpenStore): Promise<void> {
  const { requireRegister } = await import('../lifecycleAccess.js');
  requireRegister(store);
  const done: Application = store.erasures?.carriedOut ?? { lines: 0, erased: 0 };
  if (options.json === true) printJson(done);
  note(`${done.lines} lines of the register were new to the database; ${done.erased} persons were erased again.`);
}

async function preview({ lifecycle }: OpenStore): Promise<RetentionReport> {
  const { previewRetention } = await import('../../lifecycle/retain.js');
  return previewRetention(lifecycle);
}

async function erase({ limit = Infinity }: RetainOptions, store: OpenStore): Promise<RetentionReport> {
  const { requireRegister } = await import('../lifecycleAccess.js');
  const { retain } = await import('../../lifecycle/retain.js');
  const { showRetention } = await import('../retentionProgress.js');
  const { untilDone } = await import('../untilDone.js');
  const register = requireRegister(store);
  const progress = showRetention();
  try {
    return await untilDone((signal) => retain(store.lifecycle, register, { limit, signal, onProgress: progress.show }));
  } finally {
    progress.end();
  }
}

function isInterrupted({ isFinished, erased }: RetentionReport, { limit = Infinity }: RetainOptions): boolean {
  return !isFinished && erased < limit;
}

function sentencesOf(report: RetentionReport, options: RetainOptions): readonly string[] {
  const { types, erased, held } = report;
  if (types.length === 0) return ['No type of persons states @retain: nobody is ever due.'];
  const due = types.map(
    ({ type, from, keep, due: persons, tables, columns }) =>
      `${type}: ${persons} persons are due, ${keep} after ${from}; ${columns} columns of ${tables} tables are emptied for each.`,
  );
  const kept = held.length > 0 ? [`${held.length} of them are kept by a legal hold.`] : [];
  if (options.yes !== true) return [...due, ...kept, 'Nobody was erased: --yes does.'];
  const remains = erased > 0 ? [deadRows] : [];
  const interrupted = isInterrupted(report, options) ? ['Interrupted. The same command goes on where it stopped.'] : [];
  return [...due, `${erased} persons were erased.`, ...kept, ...remains, ...interrupted];
}

const deadRows =
  'What their rows held lies sealed in dead rows until VACUUM, in WAL and in backups: no key opens it there.';

function countOf(argument: string): number {
  if (!/^\d{1,9}$/.test(argument)) throw new InvalidArgumentError('It is no number of persons.');
  return Number(argument);
}
