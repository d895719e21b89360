import { Command, InvalidArgumentError } from 'commander';
import type { LedgerSource } from '../../ledger/ledgerItem.js';
import type { Verification } from '../../ledger/verifyLedger.js';
import { CommandError, Unsuccessful } from '../exit.js';
import { examples } from '../examples.js';
import { note, print, printJson } from '../output.js';
import { placed, signed } from '../registerOptions.js';
import type { ChangeOptions } from '../registerOptions.js';
import { proveCommand, verifyProofCommand } from './ledgerProofs.js';

interface PlacedOptions {
  readonly data: string;
}

interface VerifyOptions extends PlacedOptions {
  readonly file?: string;
  readonly witness?: string;
  readonly key?: string;
  readonly json?: true;
}

interface PruneOptions extends ChangeOptions {
  readonly before?: string;
  readonly yes?: true;
  readonly json?: true;
}

/** `cloison ledger`: whether what was recorded still stands, and what a person or an auditor is given of it. */
export function ledgerCommand(): Command {
  const command = new Command('ledger')
    .description('the record of what was disclosed: verify, export, prove, prune (docs/ledger.md)')
    .addCommand(verifyCommand())
    .addCommand(exportCommand())
    .addCommand(proveCommand())
    .addCommand(verifyProofCommand())
    .addCommand(keyCommand())
    .addCommand(pruneCommand());
  return examples(command, ['cloison ledger verify --witness /mnt/witness/cloison.jws']);
}

function verifyCommand(): Command {
  const command = placed(new Command('verify').description('find out whether anybody changed the ledger, and where'))
    .option('--file <export>', 'an export in place of the database: needs neither it nor a network')
    .option('--witness <file>', 'the checkpoints that the witness has kept, a line each')
    .option('--key <file>', 'the public key, a JWK or a JWK Set (default: that of CLOISON_KEYS)')
    .option('--json', 'print the result as JSON')
    .action(verify);
  command.addHelpText('after', '\nThe exit code is 1 when something was found.');
  return examples(command, [
    'cloison ledger verify --witness /mnt/witness/cloison.jws',
    'cloison ledger verify --file ledger.ndjson --key ledger-key.json --witness cloison.jws',
  ]);
}

async function verify(options: VerifyOptions): Promise<void> {
  const { ledgerPublicKeys, withLedger } = await import('../ledgerAccess.js');
  const { exportSource } = await import('../../ledger/exportLedger.js');
  const { databaseSource } = await import('../../ledger/databaseSource.js');
  const { verifyLedger } = await import('../../ledger/verifyLedger.js');
  const { openWitnessLines } = await import('../../ledger/witnessLines.js');
  const { witness: path, file } = options;
  const keys = await ledgerPublicKeys(options.key, options.data);
  // The witness first: it is told after the database.
  const witness = path === undefined ? undefined : await openWitnessLines(path);
  const verified = (source: LedgerSource): Promise<Verification> => verifyLedger(source, { keys, witness });
  const verification =
    file === undefined
      ? await withLedger(options.data, async (database) => {
          const source = await databaseSource(database);
          return verified(source);
        })
      : await verified(await exportSource(file));
  if (options.json === true) printJson(verification);
  else print(sentencesOf(verification).join('\n'));
  if (!verification.ok) throw new Unsuccessful();
}

function sentencesOf(verification: Verification): readonly string[] {
  const {
    ok,
    findings,
    entries,
    leaves,
    checkpoints,
    lastEntry,
    lastAt,
    prunedUpTo,
    unsealed,
    unsealedSince,
    witnessed,
    origin,
  } = verification;
  return [
    ...findings.map(
      ({ kind, entry, upTo, message }) => `${kind} ${entry === upTo ? entry : `${entry}-${upTo}`}: ${message}`,
    ),
    `${ok ? 'ok' : 'NOT OK'}: ${entries} entries, ${leaves} leaves, ${checkpoints} checkpoints of ledger ${origin}, up to entry ${lastEntry}${lastAt === null ? '' : `, ${lastAt}`}.`,
    ...(prunedUpTo > 0 ? [`Entries up to ${prunedUpTo} were pruned.`] : []),
    ...(unsealed > 0
      ? [`${unsealed} entries are not in a checkpoint yet, the first of ${unsealedSince ?? 'no time'}.`]
      : []),
    witnessed === null
      ? 'No witness was asked: a tail that was cut off and a history that was signed anew would not show.'
      : `${witnessed} checkpoints of the witness agree.`,
  ];
}

function exportCommand(): Command {
  const command = placed(new Command('export').description('write the ledger to a new file, to be verified elsewhere'))
    .argument('<file>', 'where to: NDJSON, for its owner only; it holds internal ids of persons and no value')
    .action(exportTo);
  return examples(command, ['cloison ledger export ledger.ndjson']);
}

async function exportTo(file: string, options: PlacedOptions): Promise<void> {
  const { withLedger } = await import('../ledgerAccess.js');
  const { databaseSource } = await import('../../ledger/databaseSource.js');
  const { exportLedger } = await import('../../ledger/exportLedger.js');
  const { lines, unsealed } = await withLedger(options.data, async (database) => {
    const source = await databaseSource(database);
    return { lines: await exportLedger(source, file), unsealed: source.unsealed };
  });
  note(
    `Wrote ${lines} lines to ${file}.${unsealed > 0 ? ` ${unsealed} entries are not in a checkpoint yet and were left out.` : ''}`,
  );
}

function keyCommand(): Command {
  const command = placed(
    new Command('key').description('print the public key (JWK) with which checkpoints are signed'),
  ).action(printKey);
  return examples(command, ['CLOISON_KEYS=keys.json cloison ledger key > ledger-key.json']);
}

async function printKey(options: PlacedOptions): Promise<void> {
  const { ledgerKey } = await import('../ledgerAccess.js');
  printJson((await ledgerKey(options.data)).publicJwk);
}

function pruneCommand(): Command {
  const command = signed(
    new Command('prune').description("end the ledger's own retention: what it would take, or with --yes takes"),
  )
    .option('--before <day>', 'entries older than this day, such as 2026-05-01 (default: twelve months ago)', day)
    .option('--yes', 'do it; without it nothing changes')
    .option('--json', 'print the result as JSON')
    .action(prune);
  return examples(command, ['cloison ledger prune --as <operator>', 'cloison ledger prune --as <operator> --yes']);
}

async function prune(options: PruneOptions): Promise<void> {
  const { ledgerKey, withLedger } = await import('../ledgerAccess.js');
  const { operator } = await import('../../register/actor.js');
  const { prunable, pruneLedger, pruningLimit } = await import('../../ledger/pruneLedger.js');
  const actor = operator(options.as);
  const done = options.yes === true;
  const result = await withLedger(options.data, async (database) => {
    const { before, isTooLate } = await pruningLimit(database, options.before);
    if (isTooLate)
      throw new CommandError('The ledger is kept for six months at least: name an earlier day with --before.', {
        isWrongCall: true,
      });
    const gone = done
      ? await pruneLedger(database, await ledgerKey(options.data), { before, actor })
      : await prunable(database, before);
    return { before, ...gone, done };
  });
  if (options.json === true) printJson(result);
  const { entries, upTo, before } = result;
  if (entries === 0) note(`Nothing to prune: no checkpoint before ${before} has entries.`);
  else if (done)
    note(`Pruned ${entries} entries, up to entry ${upTo}. It is recorded, and what follows can be verified as before.`);
  else note(`Would prune ${entries} entries, up to entry ${upTo}. Verify first; add --yes to do it.`);
}

function day(argument: string): string {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(argument) && !Number.isNaN(Date.parse(argument));
  if (!isDay) throw new InvalidArgumentError('It is no day, such as 2026-05-01.');
  return argument;
}
