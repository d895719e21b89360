/** `cloison diff`: what a change of the policy gives to whom, and whether somebody answers for it. */
import { Command, Option } from 'commander';
import type { DiffReport } from '../../compliance/diff/diffReport.js';
import type { Language } from '../../compliance/words/language.js';
import { languages } from '../../compliance/words/language.js';
import { examples } from '../examples.js';
import { Unsuccessful } from '../exit.js';
import { note, print, printJson } from '../output.js';

interface DiffOptions {
  readonly schema: string;
  readonly approvals?: string;
  readonly language: Language;
  readonly template?: true;
  readonly json?: true;
}

export function diffCommand(): Command {
  const command = new Command('diff')
    .description(
      'compare two policies, and say of each change whether it widens, narrows or does neither; a widening that nobody approved in approvals.yml fails',
    )
    .argument('<old>', 'a folder, or a git revision such as HEAD~1 or main')
    .argument('[new]', 'a folder, or a git revision; the folder of --schema if you leave it out')
    .option('--schema <folder>', 'the folder that a revision is read from', 'schema')
    .option('--approvals <file>', 'the approvals, if not the approvals.yml of the new side')
    .addOption(new Option('--language <language>', 'the language of the report').choices(languages).default('en'))
    .option('--template', 'print the lines of approvals.yml that are missing, to be filled in')
    .option('--json', 'print the report as JSON')
    .action(diff);
  return examples(command, [
    'cloison diff main',
    'cloison diff HEAD~3 HEAD --language fr',
    'cloison diff main --template >> schema/approvals.yml',
    'cloison diff test/fixtures/rental my/folder --json',
  ]);
}

async function diff(old: string, next: string | undefined, options: DiffOptions): Promise<void> {
  const { policySide } = await import('../policySide.js');
  const { approvalsOf } = await import('../approvals.js');
  const { diffReport } = await import('../../compliance/diff/diffReport.js');
  const before = policySide('old', old, options.schema);
  const after = policySide('new', next ?? options.schema, options.schema);
  const { file, approvals } = approvalsOf(after, options.approvals);
  const report = diffReport(before, after, approvals);
  if (options.template === true) return printTemplate(report, approvals.length > 0);
  if (options.json === true) printJson(await jsonOf(report, options.language));
  else print((await import('../../compliance/diff/diffText.js')).diffText(report, options.language));
  await warnOfStale(report, file, options.language);
  if (report.unapproved.length > 0) throw new Unsuccessful();
}

async function printTemplate({ unapproved }: DiffReport, isContinued: boolean): Promise<void> {
  const { approvalTemplate } = await import('../../compliance/diff/approvalFile.js');
  const { today } = await import('../approvals.js');
  if (unapproved.length === 0) note('Every widening is approved: there is nothing to fill in.');
  else print(approvalTemplate(unapproved, { today: today(), isContinued }));
}

async function jsonOf(report: DiffReport, language: Language): Promise<unknown> {
  const { tell } = await import('../../compliance/diff/words/tell.js');
  return {
    ...report,
    changes: report.changes.map(({ change, ...reported }) => ({
      ...reported,
      ...change,
      text: tell(language, change),
    })),
  };
}

async function warnOfStale({ stale }: DiffReport, file: string, language: Language): Promise<void> {
  const { wordsIn } = await import('../../compliance/diff/words/tell.js');
  for (const { line, what } of stale) note(wordsIn(language).stale(`${file}:${String(line)}`, what));
}
