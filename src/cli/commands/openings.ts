/** `cloison openings`: files that an account opened for a reason, until somebody else has looked at each. */
import { Command, Option } from 'commander';
import type { Opening, ReadMeanwhile } from '../../compliance/openings/listOpenings.js';
import { parseUuid } from '../../kernel/uuid.js';
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
  readonly overdue?: true;
  readonly account?: string;
}

interface ReviewOptions extends ChangeOptions {
  readonly verdict: string;
  readonly note?: string;
  readonly json?: true;
}

export function openingsCommand(): Command {
  const command = new Command('openings')
    .description('files that were opened for a reason (a counter, a telephone, an emergency): list, show, review')
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(reviewCommand());
  return examples(command, [
    'cloison openings list --overdue',
    'cloison openings show <id>',
    'cloison openings review <id> --as <operator> --verdict justified',
  ]);
}

function listCommand(): Command {
  const command = placed(new Command('list').description('list those that wait for a review, the most urgent first'))
    .option('--overdue', 'those whose date has passed')
    .addOption(new Option('--all', 'the reviewed ones too').conflicts('overdue'))
    .option('--account <id>', 'of one account')
    .option('--json', 'print them as JSON')
    .action(list);
  return examples(command, ['cloison openings list', 'cloison openings list --overdue --json']);
}

async function list({ data, all, overdue, account, json }: ListOptions): Promise<void> {
  const { withStore } = await import('../registerAccess.js');
  const { listOpenings } = await import('../../compliance/openings/listOpenings.js');
  const which = overdue === true ? 'OVERDUE' : all === true ? 'ALL' : 'OPEN';
  const openings = await withStore(data, ({ database }) => listOpenings(database, { which, account }));
  if (json === true) printJson(openings);
  else if (openings.length === 0) note('Nothing waits for a review.');
  else print(columns(headings, openings.map(cellsOf)));
}

const headings = ['OPENED', 'REACH', 'ACCOUNT', 'REASON', 'REVIEW BY', 'STATE', 'OPENING'];

function cellsOf(opening: Opening): readonly string[] {
  const { openedAt, reach, account, reason, reviewBy, id } = opening;
  return [secondOf(openedAt), reach, account, reason, reviewBy.slice(0, 'YYYY-MM-DD'.length), stateOf(opening), id];
}

function stateOf({ verdict, isOverdue }: Opening): string {
  return verdict ?? (isOverdue ? 'OVERDUE' : 'WAITS');
}

function showCommand(): Command {
  const command = placed(new Command('show').description('show one, and what was read while it was open'))
    .argument('<id>', 'the opening')
    .option('--json', 'print it as JSON')
    .action(show);
  return examples(command, ['cloison openings show <id>']);
}

async function show(id: string, { data, json }: LookOptions): Promise<void> {
  const { withStore } = await import('../registerAccess.js');
  const { findOpening, readMeanwhile } = await import('../../compliance/openings/listOpenings.js');
  const known = idOf(id);
  const shown = await withStore(data, async ({ database }) => {
    const opening = await findOpening(database, known);
    return opening === undefined ? undefined : { opening, reads: await readMeanwhile(database, opening) };
  });
  if (shown === undefined) throw new CommandError(`NOT_REGISTERED There is no opening ${id}.`);
  if (json === true) printJson({ ...shown.opening, reads: shown.reads });
  else print(describe(shown.opening, shown.reads));
}

function describe(opening: Opening, reads: readonly ReadMeanwhile[]): string {
  const lines = Object.entries(opening).map(([name, value]) => [name, value === null ? '' : String(value)]);
  const read = reads.map(({ at, fields }) => [`read ${secondOf(at)}`, fields.join(' ')]);
  return columns(['WHAT', 'VALUE'], [...lines, ...read]);
}

function reviewCommand(): Command {
  const command = signed(new Command('review').description('say whether an opening was justified: never who opened it'))
    .argument('<id>', 'the opening')
    .addOption(
      new Option('--verdict <verdict>', 'what you found').choices(['justified', 'unjustified']).makeOptionMandatory(),
    )
    .option('--note <text>', 'why: it is kept, and names nobody')
    .option('--json', 'print the opening as JSON')
    .action(review);
  return examples(command, [
    'cloison openings review <id> --as <operator> --verdict justified',
    "cloison openings review <id> --as <operator> --verdict unjustified --note 'No appointment, no call.'",
  ]);
}

async function review(id: string, { as, data, verdict, note: text, json }: ReviewOptions): Promise<void> {
  const { withStore } = await import('../registerAccess.js');
  const { operator } = await import('../../register/actor.js');
  const { reviewOpening } = await import('../../compliance/openings/reviewOpening.js');
  const order = { id: idOf(id), verdict: verdict === 'justified' ? 'JUSTIFIED' : 'UNJUSTIFIED', note: text } as const;
  const reviewed = await withStore(data, ({ database }) => reviewOpening(database, { ...order, actor: operator(as) }));
  if (json === true) printJson(reviewed);
  note(`Reviewed: ${reviewed.reach} by ${reviewed.account} was ${verdict}.`);
  if (verdict !== 'unjustified') return;
  note(`To stop the account: cloison accounts stop ${reviewed.account} --as ${as} --reason 'Opening ${reviewed.id}.'`);
}

function idOf(text: string): string {
  const id = parseUuid(text);
  if (id === undefined) throw new CommandError('An opening is named by a UUID.', { isWrongCall: true });
  return id;
}

function secondOf(instant: string): string {
  return `${instant.slice(0, 'YYYY-MM-DDTHH:MM:SS'.length)}Z`;
}
