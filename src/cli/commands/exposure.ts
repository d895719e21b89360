/** `cloison exposure`: the most that could be read if an account, a partner or a role were stolen now. */
import { precisionWord } from '../../compliance/coordinates.js';
import { Command } from 'commander';
import type { ExposureSources, RoleExposure, StretchExposure } from '../../compliance/exposure/exposure.js';
import type { Holder } from '../../compliance/exposure/holders.js';
import type { CompiledPolicy, RolePolicy } from '../../policy/compiled.js';
import { columns } from '../columns.js';
import { CommandError } from '../exit.js';
import { examples } from '../examples.js';
import { note, print, printJson } from '../output.js';
import { placed } from '../registerOptions.js';

interface ExposureOptions {
  readonly account?: string;
  readonly organisation?: string;
  readonly role?: string;
  readonly schema: string;
  readonly data: string;
  readonly json?: true;
}

export function exposureCommand(): Command {
  const command = placed(
    new Command('exposure').description(
      'say how many persons, and which fields, could be read at most in 24 hours and in 30 days if it were stolen now',
    ),
  )
    .option('--account <id>', 'an account (sub)')
    .option('--organisation <id>', 'all accounts of an organisation together')
    .option(
      '--role <role>',
      'as this role; alone: everybody who may hold it (default: every role that reaches anybody)',
    )
    .option('--schema <folder>', 'the schema', 'schema')
    .option('--json', 'print it as JSON')
    .action(exposure);
  command.addHelpText(
    'after',
    "\nThe register knows no roles: the issuer puts one into each token. Without --role every role of the policy is counted. What waits for a person's approval counts as approved.",
  );
  return examples(command, [
    'cloison exposure --account <sub>',
    'cloison exposure --organisation <id> --role <role> --json',
    'cloison exposure --role <role>',
  ]);
}

async function exposure(options: ExposureOptions): Promise<void> {
  const { withDatabase } = await import('../complianceStore.js');
  const { requirePolicy } = await import('../compileFolder.js');
  const { systemClock } = await import('../../kernel/clock.js');
  const { columnType, readCatalogue } = await import('../../store/catalogue.js');
  requireQuestion(options);
  const policy = requirePolicy(options.schema);
  const role = roleOf(policy, options.role);
  const roles = await withDatabase(options.data, async (database) => {
    const catalogue = await readCatalogue(database);
    const types = (table: string, column: string): string | undefined => columnType(catalogue, table, column);
    return exposuresOf({ policy, database, types, clock: systemClock }, options, role);
  });
  if (options.json === true) printJson({ ...subjectOf(options), roles });
  else printText(roles);
}

async function exposuresOf(
  sources: ExposureSources,
  options: ExposureOptions,
  role: RolePolicy | undefined,
): Promise<readonly RoleExposure[]> {
  const { holderExposure, roleExposure } = await import('../../compliance/exposure/exposure.js');
  if (options.account === undefined && options.organisation === undefined)
    return role === undefined ? [] : [await roleExposure(sources, role)];
  const holder = await holderOf(sources, options, role);
  if (role !== undefined) return [await holderExposure(sources, role, holder)];
  const exposures: RoleExposure[] = [];
  for (const each of sources.policy.roles.values()) {
    if (each.authentication.isRegistered) exposures.push(await holderExposure(sources, each, holder));
  }
  return exposures.filter(({ stretches }) => stretches.some(({ persons }) => persons > 0));
}

async function holderOf(
  { database }: ExposureSources,
  { account, organisation }: ExposureOptions,
  role: RolePolicy | undefined,
): Promise<Holder> {
  const { accountHolder, organisationHolder, subjectHolder } = await import('../../compliance/exposure/holders.js');
  if (account !== undefined && role?.authentication.isRegistered === false) return subjectHolder(account);
  const holder =
    account === undefined
      ? await organisationHolder(database, organisation ?? '')
      : await accountHolder(database, account);
  if (holder !== undefined) return holder;
  const named = account === undefined ? `organisation ${organisation ?? ''}` : `account ${account}`;
  throw new CommandError(`NOT_REGISTERED The register knows no open ${named}: look at its spelling.`);
}

function requireQuestion({ account, organisation, role }: ExposureOptions): void {
  const message =
    account !== undefined && organisation !== undefined
      ? 'An account or an organisation, not both.'
      : account === undefined && organisation === undefined && role === undefined
        ? 'Say whose: --account, --organisation or --role.'
        : undefined;
  if (message !== undefined) throw new CommandError(message, { isWrongCall: true });
}

function roleOf(policy: CompiledPolicy, name: string | undefined): RolePolicy | undefined {
  if (name === undefined) return undefined;
  const role = policy.roles.get(name);
  if (role !== undefined) return role;
  const message = `There is no role ${name}. There are: ${[...policy.roles.keys()].join(', ')}.`;
  throw new CommandError(message, { isWrongCall: true });
}

function subjectOf({ account, organisation }: ExposureOptions): Readonly<Record<string, string>> {
  return {
    ...(account === undefined ? {} : { account }),
    ...(organisation === undefined ? {} : { organisation }),
  };
}

function printText(roles: readonly RoleExposure[]): void {
  if (roles.length === 0) note('No role of the policy reaches anybody through it.');
  else print(roles.map(textOf).join('\n\n'));
}

function textOf({ role, stretches, allowances }: RoleExposure): string {
  const windows = allowances.map(({ claim, value, allowance, used, peak }) => [
    `${claim.toLowerCase()} ${value}`,
    `${allowance.seconds / 3600} h`,
    amountOf(allowance),
    String(used),
    peak === 0 ? '-' : String(peak),
  ]);
  const table = columns(['BUDGET', 'WINDOW', 'PERSONS', 'USED', 'PEAK'], windows);
  return [
    `${role}:`,
    ...stretches.map(sentenceOf),
    ...(windows.length === 0 ? [] : ['', table]),
    '',
    fieldsOf(stretches),
  ].join('\n');
}

function sentenceOf({ hours, persons, values, reachable, openable, budget, ceiling }: StretchExposure): string {
  const opened = Object.entries(openable).map(([name, most]) => `${most} to be opened by ${name}, `);
  const ends = `${reachable} within reach, ${opened.join('')}the budgets let ${budget ?? 'any number'} through, ${ceiling ?? 'any number'} whatever links are made`;
  return `In ${hours} hours at most ${persons} persons and ${values} values (${ends}).`;
}

function amountOf({ of, share, floor, cap, shadow }: RoleExposure['allowances'][number]['allowance']): string {
  const amount = of === undefined ? `${share ?? 0} of the caseload, ${floor ?? 0} to ${cap ?? 0}` : String(of);
  return shadow ? `${amount} (shadow: refuses nothing)` : amount;
}

function fieldsOf(stretches: readonly StretchExposure[]): string {
  const last = stretches.at(-1)?.fields ?? [];
  return columns(
    ['FIELD', 'PRECISION', 'CATEGORY', 'SENSITIVITY', ...stretches.map(({ hours }) => `${hours} H`)],
    last.map((field) => [
      field.coordinate,
      precisionWord(field.precision),
      field.category ?? '-',
      field.sensitivity ?? '-',
      ...stretches.map((stretch) => numberIn(stretch, nameOf(field))),
    ]),
  );
}

function numberIn(stretch: StretchExposure, name: string): string {
  return String(stretch.fields.find((field) => nameOf(field) === name)?.persons ?? 0);
}

function nameOf({ coordinate, precision }: StretchExposure['fields'][number]): string {
  return `${coordinate}:${precision}`;
}
