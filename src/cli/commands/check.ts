import { existsSync } from 'node:fs';
import { isAbsolute, join, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Command, Option } from 'commander';
import type { CompiledPolicy } from '../../policy/compiled.js';
import type { PolicyProblem } from '../../policy/problem.js';
import { Unsuccessful } from '../exit.js';
import { examples } from '../examples.js';
import { judgeOf } from '../judgeOf.js';
import { note, print, printJson } from '../output.js';
import { placed } from '../registerOptions.js';
import { version } from '../version.js';

interface CheckOptions {
  readonly operations?: true;
  readonly data: string;
  readonly json?: true;
  readonly sarif?: true;
  readonly database: boolean;
}

/** `cloison check`: whatever would stop the start, found before it. */
export function checkCommand(): Command {
  const command = placed(
    new Command('check').description(
      'check a schema as the start does: its policy, its migrations, and the one against the other',
    ),
  )
    .argument('[folder]', 'the schema', 'schema')
    .option('--no-database', 'check the policy alone, without running the migrations on a throw-away PostgreSQL')
    .option('--operations', 'also check that the operations registered with DATABASE_URL are answered by it')
    .option('--json', 'print the problems as JSON')
    .addOption(new Option('--sarif', 'print the problems as SARIF 2.1.0, for code hosts and editors').conflicts('json'))
    .action(check);
  return examples(command, [
    'cloison check',
    'cloison check test/fixtures/rental --no-database --json',
    'cloison check --no-database --sarif > cloison.sarif',
  ]);
}

async function check(folder: string, options: CheckOptions): Promise<void> {
  const { compileFolder } = await import('../compileFolder.js');
  const compilation = compileFolder(folder);
  if ('problems' in compilation) return reportProblems(folder, compilation.problems, options);
  const migrations = join(folder, 'migrations');
  const hasTables = options.database && existsSync(migrations);
  if (hasTables) await (await import('../scratchStore.js')).openOnScratchDatabase(folder, migrations);
  const unanswered = options.operations === true ? await unansweredOperations(folder, options.data) : [];
  await reportPolicy(folder, compilation.policy, { ...options, hasTables, unanswered });
  if (unanswered.length > 0) throw new Unsuccessful();
}

/** A sentence for each registered operation that the policy of `folder` would not answer. */
async function unansweredOperations(folder: string, data: string): Promise<readonly string[]> {
  const { withRegister } = await import('../registerAccess.js');
  const { printUnanswered, unansweredOf } = await import('../../unansweredOperations.js');
  const texts = await withRegister(data, (register) => register.registeredTexts());
  return unansweredOf(texts, await judgeOf(folder)).map(printUnanswered);
}

async function reportProblems(
  folder: string,
  problems: readonly PolicyProblem[],
  options: CheckOptions,
): Promise<never> {
  const { printProblem } = await import('../../policy/problem.js');
  if (options.sarif === true) await printSarif(folder);
  else if (options.json === true) printJson({ ok: false, problems });
  else
    print([...problems.map(printProblem), `${problems.length} problem${problems.length === 1 ? '' : 's'}.`].join('\n'));
  throw new Unsuccessful();
}

/** What of the policy contradicts itself, nothing else: what the database or an operation says has no line in the SDL. */
async function printSarif(folder: string): Promise<void> {
  const { compileSources } = await import('../compileFolder.js');
  const { sarifOf } = await import('../../policy/sarif.js');
  const compilation = compileSources(folder);
  const problems = 'problems' in compilation ? compilation.problems : [];
  printJson(sarifOf(problems, { version: version(), folder: folderUri(folder) }));
}

/** Relative as it was given, so that a host finds the files in its checkout. */
function folderUri(folder: string): string {
  const path = folder.replaceAll(sep, '/').replace(/\/*$/, '/');
  return isAbsolute(folder) ? pathToFileURL(path).href : encodeURI(path);
}

async function reportPolicy(
  folder: string,
  policy: CompiledPolicy,
  options: CheckOptions & { readonly hasTables: boolean; readonly unanswered: readonly string[] },
): Promise<void> {
  const counts = {
    roles: policy.roles.size,
    types: policy.types.size,
    roots: policy.roots.size,
    writes: policy.writes.size,
  };
  if (options.sarif === true) {
    for (const line of options.unanswered) note(line);
    return printSarif(folder);
  }
  if (options.json === true) {
    printJson({
      ok: options.unanswered.length === 0,
      digest: policy.digest,
      ...counts,
      database: options.hasTables,
      problems: [],
      ...(options.operations === true ? { unanswered: options.unanswered } : {}),
    });
    return;
  }
  const against = options.hasTables ? ' It fits its migrations.' : '';
  print(
    `${folder}: ${counts.roles} roles, ${counts.types} types, ${counts.roots} roots, ${counts.writes} writes; no contradiction.${against}`,
  );
  print(`Policy ${policy.digest}`);
  for (const line of options.unanswered) print(line);
}
