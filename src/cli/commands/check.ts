import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import type { CompiledPolicy } from '../../policy/compiled.js';
import type { PolicyProblem } from '../../policy/problem.js';
import { Unsuccessful } from '../exit.js';
import { examples } from '../examples.js';
import { print, printJson } from '../output.js';

interface CheckOptions {
  readonly json?: true;
  readonly database: boolean;
}

/** `cloison check`: whatever would stop the start, found before it. */
export function checkCommand(): Command {
  const command = new Command('check')
    .description('check a schema as the start does: its policy, its migrations, and the one against the other')
    .argument('[folder]', 'the schema', 'schema')
    .option('--no-database', 'check the policy alone, without running the migrations on a throw-away PostgreSQL')
    .option('--json', 'print the problems as JSON')
    .action(check);
  return examples(command, ['cloison check', 'cloison check test/fixtures/rental --no-database --json']);
}

async function check(folder: string, options: CheckOptions): Promise<void> {
  const { compileFolder } = await import('../compileFolder.js');
  const compilation = compileFolder(folder);
  if ('problems' in compilation) return reportProblems(compilation.problems, options);
  const migrations = join(folder, 'migrations');
  const hasTables = options.database && existsSync(migrations);
  if (hasTables) await (await import('../scratchStore.js')).openOnScratchDatabase(folder, migrations);
  reportPolicy(folder, compilation.policy, { ...options, hasTables });
}

async function reportProblems(problems: readonly PolicyProblem[], options: CheckOptions): Promise<never> {
  const { printProblem } = await import('../../policy/problem.js');
  if (options.json === true) printJson({ ok: false, problems });
  else
    print([...problems.map(printProblem), `${problems.length} problem${problems.length === 1 ? '' : 's'}.`].join('\n'));
  throw new Unsuccessful();
}

function reportPolicy(
  folder: string,
  policy: CompiledPolicy,
  options: CheckOptions & { readonly hasTables: boolean },
): void {
  const counts = {
    roles: policy.roles.size,
    types: policy.types.size,
    roots: policy.roots.size,
    writes: policy.writes.size,
  };
  if (options.json === true) {
    printJson({
      ok: true,
      digest: policy.digest,
      ...counts,
      database: options.hasTables,
      problems: [],
    });
    return;
  }
  const against = options.hasTables ? ' It fits its migrations.' : '';
  print(
    `${folder}: ${counts.roles} roles, ${counts.types} types, ${counts.roots} roots, ${counts.writes} writes; no contradiction.${against}`,
  );
  print(`Policy ${policy.digest}`);
}
