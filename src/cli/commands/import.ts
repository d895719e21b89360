import { Command, InvalidArgumentError } from 'commander';
import type { ImportReport } from '../../intake/importFile.js';
import { Unsuccessful } from '../exit.js';
import { examples } from '../examples.js';
import { note, printJson } from '../output.js';

interface ImportCommandOptions {
  readonly schema: string;
  readonly demo?: string | true;
  readonly type?: string;
  readonly rejects?: string;
  readonly batch?: number;
  readonly again?: true;
  readonly json?: true;
}

/** `cloison import`: a file of rows into the store, sealed on the way; killed and called again, it goes on. */
export function importCommand(): Command {
  const command = new Command('import')
    .description(
      'load a .csv, .ndjson or .jsonl file into the store (DATABASE_URL, CLOISON_KEYS), sealing it on the way',
    )
    .argument('<file>', 'the file; called again after an interruption, the import goes on where it stopped')
    .option('--schema <folder>', 'the schema', 'schema')
    .option('--demo [folder]', "into the demo's store and with its keys (default folder: .cloison)")
    .option('--type <type>', 'of rows that name none (default: the only type of persons)')
    .option('--rejects <path>', 'where rows that cannot be loaded are listed (default: <file>.rejects.csv)')
    .option('--batch <rows>', 'rows in one transaction', positiveNumber)
    .option('--again', 'load once more what was imported already')
    .option('--json', 'print the report as JSON')
    .action(importRows);
  command.addHelpText(
    'after',
    '\nThe exit code is 1 when rows were rejected, each with line, column and reason, or when the import was interrupted.',
  );
  return examples(command, [
    'cloison import people.csv',
    'cloison import people.csv --demo',
    'cloison import leases.ndjson --type Lease',
  ]);
}

async function importRows(file: string, options: ImportCommandOptions): Promise<void> {
  const { openImportStore } = await import('../importStore.js');
  const { importFile } = await import('../../intake/importFile.js');
  const { showImport } = await import('../importProgress.js');
  const { untilDone } = await import('../untilDone.js');
  const store = await openImportStore({
    schema: options.schema,
    demoFolder: options.demo === true ? '.cloison' : options.demo,
  });
  const progress = showImport();
  try {
    const { policy, database, vault } = store.rooms;
    const report = await untilDone((signal) =>
      importFile({
        path: file,
        database,
        policy,
        vault,
        signal,
        onProgress: progress.show,
        again: options.again === true,
        ...(options.type === undefined ? {} : { type: options.type }),
        ...(options.rejects === undefined ? {} : { rejectsPath: options.rejects }),
        ...(options.batch === undefined ? {} : { batchRows: options.batch }),
      }),
    );
    progress.end();
    reportImport(report, options.json === true);
  } finally {
    progress.end();
    await store.close();
  }
}

function reportImport(report: ImportReport, isForPrograms: boolean): void {
  if (isForPrograms) printJson(report);
  else for (const line of sentencesOf(report)) note(line);
  if (!report.isFinished || report.rowsRejected > 0) throw new Unsuccessful();
}

function sentencesOf(report: ImportReport): readonly string[] {
  const { rowsLoaded, rowsRejected, resumedBehindLine, rejectsPath, isFinished } = report;
  return [
    ...(resumedBehindLine > 0 ? [`Went on behind line ${resumedBehindLine}.`] : []),
    `${rowsLoaded} rows loaded, ${rowsRejected} rejected.`,
    ...(rejectsPath === undefined ? [] : [`${rejectsPath} says which, and why.`]),
    ...(isFinished ? [] : ['Interrupted. The same command goes on where it stopped.']),
  ];
}

function positiveNumber(argument: string): number {
  if (!/^[1-9]\d{0,6}$/.test(argument)) throw new InvalidArgumentError('It is no whole number above 0.');
  return Number(argument);
}
