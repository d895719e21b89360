/** `cloison prove`: whether what is served is what the schema says. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import type { Proof } from '../../prove/prove.js';
import type { Mismatch } from '../../prove/tally.js';
import { columns } from '../columns.js';
import { CommandError, Unsuccessful } from '../exit.js';
import { examples } from '../examples.js';
import { note, print } from '../output.js';

interface ProveOptions {
  readonly role?: string;
  readonly seed: number;
  readonly json?: true;
}

export function proveCommand(): Command {
  const command = new Command('prove')
    .description(
      'fill a store of its own, serve it, ask everything that anybody could, and compare each answer with an independent reading of the SDL',
    )
    .argument('[folder]', 'the schema', 'schema')
    .option('--role <role>', 'only what this role may and may not (default: every role)')
    .option('--seed <number>', 'which store, which instant: the same number gives the same proof', seedOf, 1)
    .option('--json', 'print a line of JSON for each count, mismatch and unmet state, then the totals')
    .action(proveFolder);
  command.addHelpText(
    'after',
    '\nIt needs no database: it starts a PostgreSQL and removes it. Budgets are widened, since each would hide what is asked after it.\nThe exit code is 1 when anything was served otherwise than the schema says.',
  );
  return examples(command, [
    'cloison prove',
    'cloison prove test/fixtures/rental --seed 2',
    'cloison prove --role <role> --json',
  ]);
}

async function proveFolder(folder: string, options: ProveOptions): Promise<void> {
  const { readSchema } = await import('../../schemaFolder.js');
  const { requirePolicy } = await import('../compileFolder.js');
  const { onScratchDatabase } = await import('../scratchStore.js');
  const { untilDone } = await import('../untilDone.js');
  const { prove } = await import('../../prove/prove.js');
  const { showProof } = await import('../proofProgress.js');
  requireRole([...requirePolicy(folder).roles.keys()], options.role);
  const migrations = join(folder, 'migrations');
  if (!existsSync(migrations))
    throw new CommandError(
      `CONFIG_INVALID ${migrations}: prove fills the tables that the migrations make, and there are none.`,
    );
  const { role, seed } = options;
  const progress = showProof();
  const proof = await untilDone((signal) =>
    onScratchDatabase((databaseUrl) =>
      prove({ sources: readSchema(folder), migrations, databaseUrl, seed, role, signal, onProgress: progress.show }),
    ).catch((error: unknown) => {
      if (signal.aborted) throw new Unsuccessful();
      throw error;
    }),
  ).finally(progress.end);
  if (options.json === true) printLines(proof);
  else printText(folder, proof);
  if (proof.tally.mismatches.length > 0) throw new Unsuccessful();
}

function requireRole(roles: readonly string[], role: string | undefined): void {
  if (role === undefined || roles.includes(role)) return;
  throw new CommandError(`There is no role ${role}. There are: ${roles.join(', ')}.`, { isWrongCall: true });
}

function printLines({ tally, unmet }: Proof): void {
  const lines = [
    ...tally.counts().map(({ role, kind, cases }) => ({ count: kind, role, cases })),
    ...unmet.map((state) => ({ unmet: state })),
    ...tally.mismatches.map((mismatch) => ({ mismatch })),
    { cases: tally.cases, mismatches: tally.mismatches.length },
  ];
  print(lines.map((line) => JSON.stringify(line)).join('\n'));
}

const shownMismatches = 50;

function printText(folder: string, { tally, roles, instant, unmet }: Proof): void {
  const kinds = tally.kinds();
  const rows = roles.map((role) => [role, ...kinds.map((kind) => String(tally.countOf(role, kind)))]);
  print(columns(['ROLE', ...kinds], rows));
  const { cases, mismatches } = tally;
  note('');
  if (unmet.length > 0) {
    note(`${unmet.length} states of links could not be made from this schema and seed; nothing was proved of them:`);
    for (const state of unmet) note(`  ${state}`);
  }
  for (const mismatch of mismatches.slice(0, shownMismatches)) print(sentenceOf(mismatch));
  if (mismatches.length > shownMismatches)
    print(`and ${mismatches.length - shownMismatches} more: --json has them all.`);
  note(`Budgets were widened; everything was asked as of ${instant}.`);
  print(
    `${folder}: ${cases} cases, ${mismatches.length === 0 ? 'all as the schema says' : `${mismatches.length} not as the schema says`}.`,
  );
}

function sentenceOf({ role, purpose, kind, coordinate, state, expected, served }: Mismatch): string {
  return `MISMATCH ${role} for ${purpose}, ${kind} ${coordinate}, link ${state}: ${expected} by the schema, ${served} by the server.`;
}

function seedOf(argument: string): number {
  if (!/^[1-9]\d{0,8}$/.test(argument)) throw new InvalidArgumentError('It is no number from 1 on.');
  return Number(argument);
}
