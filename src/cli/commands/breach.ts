/** `cloison breach`: whom an account, a partner, a token, a key or an address really read, for the authority and for the persons. */
import { precisionWord } from '../../compliance/coordinates.js';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import type { BreachRecord, BreachSources } from '../../compliance/breach/breachRecord.js';
import type { BreachQuestion, Mark } from '../../compliance/breach/question.js';
import type { Verification } from '../../compliance/breach/verifyBreach.js';
import type { Database } from '../../store/database.js';
import { columns } from '../columns.js';
import { CommandError, Unsuccessful } from '../exit.js';
import { readInput } from '../input.js';
import { examples } from '../examples.js';
import { note, print, printJson } from '../output.js';
import type { ChangeOptions } from '../registerOptions.js';
import { placed, signed } from '../registerOptions.js';

const marks = ['account', 'organisation', 'token', 'key', 'network'] as const;

interface PlacedOptions {
  readonly schema: string;
  readonly data: string;
  readonly json?: true;
}

type BreachOptions = PlacedOptions &
  Readonly<Partial<Record<Mark, string>>> & {
    readonly from?: string;
    readonly to?: string;
    readonly out?: string;
    readonly language?: 'fr' | 'en';
  };

export function breachCommand(): Command {
  const command = placed(
    new Command('breach').description('say exactly whom somebody read, and which fields: the file for the authority'),
  )
    .option('--account <id>', 'read by this account (sub), or by it in the name of others')
    .option('--organisation <id>', 'read by the accounts of this organisation')
    .option('--token <jti>', 'read with this access token')
    .option('--key <thumbprint>', 'read with this key or certificate')
    .option('--network <address>', 'read from this address or network (192.0.2.0/24)')
    .option('--from <instant>', 'the first instant: 2026-11-30 (00:00 UTC) or 2026-11-30T08:15:00+01:00')
    .option('--to <instant>', 'the instant before which it ends')
    .option('--out <folder>', 'where the file is written (default: a summary is printed, nothing is written)')
    .addOption(new Option('--language <language>', 'of the drafts (default: both)').choices(['fr', 'en']))
    .option('--schema <folder>', 'the schema, whose policy names the categories', 'schema')
    .option('--json', 'print the record as JSON')
    .action(breach)
    .addCommand(verifyCommand())
    .addCommand(lettersCommand());
  return examples(command, [
    'cloison breach --account <sub> --from 2026-11-01 --to 2026-12-01',
    'cloison breach --organisation <id> --from 2026-11-01 --to 2026-12-01 --out breach-2026-11',
    'cloison breach verify breach-2026-11',
  ]);
}

async function breach(options: BreachOptions): Promise<void> {
  const { withDatabase } = await import('../complianceStore.js');
  const { requirePolicy } = await import('../compileFolder.js');
  const question = await questionOf(options);
  const policy = requirePolicy(options.schema);
  const record = await withDatabase(options.data, async (database) => {
    await requireKnown(database, question);
    return makeRecord({ database, policy }, question, options);
  });
  if (options.json === true) printJson(record);
  else print(summary(record));
  if (options.out !== undefined)
    note(`Wrote ${options.out}. Check it later with: cloison breach verify ${options.out}`);
}

async function makeRecord(
  sources: BreachSources,
  question: BreachQuestion,
  { out, language, data }: BreachOptions,
): Promise<BreachRecord> {
  const { ledgerExtent } = await import('../../compliance/breach/extent.js');
  const extent = await ledgerExtent(sources.database);
  if (out === undefined) {
    const { readBreach } = await import('../../compliance/breach/breachRecord.js');
    return readBreach(sources, question, extent, () => Promise.resolve());
  }
  const { breachTools, openVault } = await import('../complianceStore.js');
  const { writeBreachFolder } = await import('../../compliance/breach/breachFolder.js');
  const { languages } = await import('../../compliance/breach/drafts/drafts.js');
  const tools = await breachTools(await openVault(data));
  const order = { folder: out, question, extent, languages: language === undefined ? languages : [language] };
  return writeBreachFolder(sources, tools, order);
}

async function questionOf(options: BreachOptions): Promise<BreachQuestion> {
  const { breachQuestion } = await import('../../compliance/breach/question.js');
  const [mark, ...more] = marks.filter((each) => options[each] !== undefined);
  if (mark === undefined || more.length > 0)
    throw wrongCall(`Say whose reads, by one of ${marks.map((each) => `--${each}`).join(', ')}.`);
  const { from, to } = options;
  if (from === undefined || to === undefined) throw wrongCall('Say from when and until when: --from and --to.');
  return breachQuestion(mark, options[mark] ?? '', from, to);
}

/** A misspelt name would give an empty file, which reads as "nobody". */
async function requireKnown(database: Database, question: BreachQuestion): Promise<void> {
  const { isKnown } = await import('../../compliance/breach/isKnown.js');
  if (await isKnown(database, question)) return;
  const { mark, value } = question;
  throw new CommandError(
    `NOT_REGISTERED Neither ledger nor register knows the ${mark} ${value}: look at its spelling.`,
  );
}

function wrongCall(message: string): CommandError {
  return new CommandError(message, { isWrongCall: true });
}

function summary({ question, persons, answers, refusals, fields, hours }: BreachRecord): string {
  const { mark, value, from, to } = question;
  const withheld = answers.filter(({ outcome }) => outcome === 'WITHHELD').reduce((sum, each) => sum + each.answers, 0);
  const refused = refusals.map(({ code, refusals: count }) => `${code} ${count}`).join(', ');
  const served = hours.filter((hour) => hour.answers > 0).map(({ hour }) => hour);
  return [
    `${mark} ${value}, from ${from} to ${to}`,
    `${persons.completed} persons in completed answers, ${persons.unknown} more in answers of which nobody knows whether they arrived.`,
    served.length === 0
      ? 'Nothing was served.'
      : `Hours: ${served.length}, from ${served.at(0) ?? ''} to ${served.at(-1) ?? ''}`,
    `Prepared and not sent: ${withheld}. Refused: ${refused === '' ? 'nothing' : refused}.`,
    ...(fields.length === 0
      ? []
      : ['', columns(['FIELD', 'PRECISION', 'CATEGORY', 'SENSITIVITY', 'COMPLETED', 'UNKNOWN'], rowsOf(fields))]),
  ].join('\n');
}

function rowsOf(fields: BreachRecord['fields']): readonly (readonly string[])[] {
  return fields.map(({ coordinate, precision, category, sensitivity, completed, unknown }) => [
    coordinate,
    precisionWord(precision),
    category ?? '-',
    sensitivity ?? '-',
    String(completed),
    String(unknown),
  ]);
}

function verifyCommand(): Command {
  const command = placed(
    new Command('verify').description('check the signature of a breach file, and the file against the ledger'),
  )
    .argument('<folder>', 'what cloison breach --out wrote')
    .option('--schema <folder>', 'the schema, whose policy names the categories', 'schema')
    .option('--json', 'print the findings as JSON')
    .action(verify);
  return examples(command, ['cloison breach verify breach-2026-11']);
}

async function verify(folder: string, options: PlacedOptions): Promise<void> {
  const { breachTools, openVault, withDatabase } = await import('../complianceStore.js');
  const { requirePolicy } = await import('../compileFolder.js');
  const { isVerified, verifyBreach } = await import('../../compliance/breach/verifyBreach.js');
  const policy = requirePolicy(options.schema);
  const tools = await breachTools(await openVault(options.data));
  const found = await withDatabase(options.data, (database) => verifyBreach({ database, policy }, tools, folder));
  if (options.json === true) printJson(found);
  else print(findings(found).join('\n'));
  if (!isVerified(found)) throw new Unsuccessful();
}

const ledgerFindings: Readonly<Record<Verification['ledger'], string>> = {
  SAME: 'Ledger: it says the same.',
  DIFFERENT: 'Ledger: it says something else. Run cloison ledger verify.',
  PRUNED: 'Ledger: entries that were there are gone by retention; the signature is what is left.',
  SHORTER: 'Ledger: it ends before the last entry of the file. Is it another database, or one that was restored?',
};

function findings({ signature, changed, ledger, differs, isPolicyAnother }: Verification): readonly string[] {
  return [
    signature === 'VALID'
      ? 'Signature: made with the key of this ledger.'
      : "Signature: it is not of this ledger's key.",
    ...(changed.length === 0 ? [] : [`Changed since it was signed: ${changed.join(', ')}`]),
    ledgerFindings[ledger],
    ...(differs.length === 0 ? [] : [`Different: ${differs.join(', ')}`]),
    ...(isPolicyAnother ? ['The policy is another one than then: categories were not compared.'] : []),
  ];
}

interface LettersOptions extends ChangeOptions {
  readonly mailerKey: string;
  readonly fields: string;
  readonly type?: string;
  readonly out?: string;
  readonly schema: string;
  readonly json?: true;
}

function lettersCommand(): Command {
  const command = signed(
    new Command('letters').description(
      'make the mail merge for the persons of a breach, by two operators, sealed to the mailer',
    ),
  )
    .argument('<folder>', 'what cloison breach --out wrote')
    .requiredOption('--mailer-key <file>', "the mailer's public key, a JWK (P-256, P-384, P-521 or X25519)")
    .requiredOption(
      '--fields <paths>',
      'what the letters need, with a comma between two: forename,surname,forwarding.line',
    )
    .option('--type <type>', 'of the persons (default: the only one of the policy)')
    .option('--out <folder>', 'where the sealed files are written (default: letters/ in the folder)')
    .option('--schema <folder>', 'the schema', 'schema')
    .option('--json', 'print what was done as JSON')
    .action(letters);
  command.addHelpText(
    'after',
    '\nThe first operator proposes, a second calls the same: only then is anything opened. It is recorded in the ledger.',
  );
  return examples(command, [
    'cloison breach letters breach-2026-11 --mailer-key mailer.jwk --fields usedName,address.line --as <operator>',
  ]);
}

async function letters(folder: string, options: LettersOptions): Promise<void> {
  const { breachTools, openVault, withDatabase } = await import('../complianceStore.js');
  const { requirePolicy } = await import('../compileFolder.js');
  const { letterFields } = await import('../../compliance/letters/letterFields.js');
  const { makeLetters } = await import('../../compliance/letters/makeLetters.js');
  const { ColumnOpeners } = await import('../../disclosure/columnOpeners.js');
  const { importRecipientKey } = await import('../../jws/sealedFile.js');
  const { operator } = await import('../../register/actor.js');
  const policy = requirePolicy(options.schema);
  const fields = letterFields(
    policy,
    options.type,
    options.fields.split(',').map((path) => path.trim()),
  );
  const mailer = await importRecipientKey(await readInput(options.mailerKey));
  const vault = await openVault(options.data);
  const tools = await breachTools(vault);
  const out = options.out ?? join(folder, 'letters');
  const made = await withDatabase(options.data, (database) => {
    const request = { folder, out, actor: operator(options.as), fields, mailer };
    return makeLetters({ database, policy, vault, openers: new ColumnOpeners(vault) }, tools, request);
  });
  if (options.json === true) printJson(made);
  if (made.outcome === 'PROPOSED')
    note(`Proposed, for ${made.persons} persons. Nothing is opened yet: another operator must ask for the same.`);
  else
    note(
      `Sealed ${made.persons} letters into ${made.files.length} files in ${out}; ${made.erased} persons are no longer held.`,
    );
}
