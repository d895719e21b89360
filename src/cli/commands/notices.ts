/** `cloison notices`: what partners were told of persons whom they were served, and whether they have read it (GDPR Art. 19). */
import { Command } from 'commander';
import type { ListedNotice } from '../../persons/noticeRows.js';
import { columns } from '../columns.js';
import { examples } from '../examples.js';
import { note, print, printJson } from '../output.js';
import { placed } from '../registerOptions.js';

interface ListOptions {
  readonly organisation?: string;
  readonly open?: true;
  readonly data: string;
  readonly json?: true;
}

export function noticesCommand(): Command {
  const command = new Command('notices')
    .description('look at the notices of rectification, erasure and end of link (DATABASE_URL, or the running demo)')
    .addCommand(listCommand());
  return examples(command, ['cloison notices list --organisation <id> --open']);
}

function listCommand(): Command {
  const command = placed(new Command('list').description('list the notices, a line each, without their persons'))
    .option('--organisation <id>', 'of one organisation')
    .option('--open', 'those that nobody has acknowledged yet')
    .option('--json', 'print them as JSON')
    .action(list);
  return examples(command, ['cloison notices list --open', 'cloison notices list --organisation <id> --json']);
}

async function list({ data, organisation, open, json }: ListOptions): Promise<void> {
  const { withStore } = await import('../registerAccess.js');
  const { listNotices } = await import('../../persons/noticeRows.js');
  const notices = await withStore(data, ({ database }) =>
    listNotices(database, { organisation, isOpen: open === true }),
  );
  if (json === true) printJson(notices);
  else if (notices.length === 0) note('There is no such notice.');
  else print(columns(headings, notices.map(cellsOf)));
}

const headings = ['AT', 'ORGANISATION', 'KIND', 'FIELDS', 'ACKNOWLEDGED', 'NOTICE'];

function cellsOf({ at, organisation, kind, coordinates, acknowledgedAt, id }: ListedNotice): readonly string[] {
  return [
    secondOf(at),
    organisation,
    kind,
    coordinates.join(' '),
    acknowledgedAt === null ? 'no' : secondOf(acknowledgedAt),
    id,
  ];
}

function secondOf(instant: string): string {
  return `${instant.slice(0, 'YYYY-MM-DDTHH:MM:SS'.length)}Z`;
}
