/** `cloison explain`: who may read what, and why; and of one account and one person, what is shown and what is withheld. */
import { Command } from 'commander';
import type { AskedField } from '../../compliance/explain/askedFields.js';
import type { PersonExplanation, PersonQuestion } from '../../compliance/explain/explainPerson.js';
import type { RoleExplanation, StatedPolicy } from '../../compliance/explain/explainRole.js';
import type { RolePolicy } from '../../policy/compiled.js';
import { examples } from '../examples.js';
import { CommandError } from '../exit.js';
import { printJson, print } from '../output.js';
import { placed } from '../registerOptions.js';

interface ExplainOptions {
  readonly role: string;
  readonly field?: string;
  readonly purpose?: string;
  readonly account?: string;
  readonly person?: string;
  readonly type?: string;
  readonly at?: string;
  readonly as?: string;
  readonly data: string;
  readonly json?: true;
}

export function explainCommand(): Command {
  const command = placed(
    new Command('explain').description('say who may read what and why, with the places in the SDL that decide it'),
  )
    .argument('[folder]', 'the schema', 'schema')
    .requiredOption('--role <role>', 'the role that reads')
    .option('--field <field>', 'Type.field, Type.fieldYear (one rung), or a Type with all its fields')
    .option('--purpose <purpose>', 'for one purpose only')
    .option('--account <id>', 'an account of that role (sub): what it reads of --person, and why; asks the database')
    .option('--person <uuid>', 'the UUID under which the store keeps the person')
    .option('--type <type>', 'the type of the person (default: the only type of persons)')
    .option('--at <instant>', 'judge the dates of links at that instant, ISO 8601 (default: now)')
    .option('--as <operator>', 'who you are: the ledger keeps who had a person explained')
    .option('--json', 'print it as JSON')
    .action(explain);
  return examples(command, [
    'cloison explain --role <role> --field <Type.field>',
    'cloison explain --role <role> --purpose <purpose> --json',
    'cloison explain --role <role> --account <sub> --person <uuid> --at 2026-03-02T09:00:00Z --as <operator>',
  ]);
}

async function explain(folder: string, options: ExplainOptions): Promise<void> {
  requireQuestion(options);
  const { explainRole } = await import('../../compliance/explain/explainRole.js');
  const { statedPolicy } = await import('../statedPolicy.js');
  const stated = statedPolicy(folder);
  const role = named('role', options.role, stated.policy.roles);
  if (options.purpose !== undefined) named('purpose', options.purpose, stated.policy.purposes);
  const explained = explainRole(stated, {
    role,
    fields: await fieldsOf(stated, options),
    purposes: purposesOf(stated, role, options),
  });
  if (options.person !== undefined) return explainOne(stated, role, explained, options);
  const { roleText } = await import('../explainText.js');
  if (options.json === true) printJson(explained);
  else print(roleText(explained, options.field === undefined));
}

/** Of a person, only what the role may ask for at all: the rest is the same for everybody. */
function purposesOf(
  { policy }: StatedPolicy,
  role: RolePolicy,
  { purpose, person }: ExplainOptions,
): readonly string[] {
  if (purpose !== undefined) return [purpose];
  return person === undefined ? [...policy.purposes.keys()] : role.purposes;
}

async function fieldsOf({ policy }: StatedPolicy, { field, person }: ExplainOptions): Promise<readonly AskedField[]> {
  const { askedFields } = await import('../../compliance/explain/askedFields.js');
  const fields = askedFields(policy, field);
  if (fields !== undefined) return field === undefined && person !== undefined ? fields.filter(isOfPersons) : fields;
  const [type = ''] = (field ?? '').split('.');
  const known = policy.types.get(type)?.fields ?? policy.types;
  throw wrongCall(`There is no field ${field ?? ''}. There are: ${[...known.keys()].join(', ')}.`);
}

function isOfPersons({ type }: AskedField): boolean {
  return type.kind !== 'entity';
}

async function explainOne(
  stated: StatedPolicy,
  role: RolePolicy,
  explained: RoleExplanation,
  options: ExplainOptions,
): Promise<void> {
  const { withDatabase } = await import('../complianceStore.js');
  const { explainRecorded } = await import('../../compliance/explain/explainRecorded.js');
  const { columnType, readCatalogue } = await import('../../store/catalogue.js');
  const { operator } = await import('../../register/actor.js');
  const asked = await askedOf(stated, options);
  const explanation = await withDatabase(options.data, async (database) => {
    const catalogue = await readCatalogue(database);
    const types = (table: string, column: string): string | undefined => columnType(catalogue, table, column);
    const sources = { policy: stated.policy, database, types };
    return explainRecorded(sources, { ...asked, role, explained, actor: operator(options.as ?? '') });
  });
  if (options.json === true) printJson(jsonOf(explained, explanation));
  else print((await import('../explainText.js')).personText(explained, explanation));
}

async function askedOf(
  { policy }: StatedPolicy,
  options: ExplainOptions,
): Promise<Pick<PersonQuestion, 'person' | 'at' | 'type' | 'account'>> {
  const { parseUuid } = await import('../../kernel/uuid.js');
  const { systemClock } = await import('../../kernel/clock.js');
  const person = parseUuid(options.person ?? '');
  if (person === undefined) throw wrongCall('--person takes a UUID.');
  const at = options.at === undefined ? systemClock.now() : Date.parse(options.at);
  if (Number.isNaN(at)) throw wrongCall('--at takes an instant, such as 2026-03-02T09:00:00Z.');
  const subjects = [...policy.types.values()].filter(({ kind }) => kind === 'subject');
  const type = subjects.find(({ name }) => name === (options.type ?? subjects[0]?.name));
  if (type === undefined || (options.type === undefined && subjects.length > 1))
    throw wrongCall(`Say which type of person: --type ${subjects.map(({ name }) => name).join(' or ')}.`);
  return { person, at, type, account: options.account ?? '' };
}

/** Links without what a map cannot say in JSON. */
function jsonOf(explained: RoleExplanation, { links, ...rest }: PersonExplanation): unknown {
  const reaches = links.map(({ reach, links: found }) => ({
    reach: reach.id,
    links: found.map(({ states, ...link }) => ({ ...link, states: Object.fromEntries(states) })),
  }));
  return { role: explained.role, ...rest, links: reaches };
}

function requireQuestion({ account, person, as, at }: ExplainOptions): void {
  if ((account === undefined) !== (person === undefined)) throw wrongCall('--account and --person go together.');
  if (person !== undefined && as === undefined)
    throw wrongCall('Say who you are: --as <operator>. The ledger keeps it.');
  if (person === undefined && (as ?? at) !== undefined)
    throw wrongCall('--as and --at belong to --account and --person.');
}

function named<T>(kind: string, name: string, known: ReadonlyMap<string, T>): T {
  const found = known.get(name);
  if (found !== undefined) return found;
  throw wrongCall(`There is no ${kind} ${name}. There are: ${[...known.keys()].join(', ')}.`);
}

function wrongCall(message: string): CommandError {
  return new CommandError(message, { isWrongCall: true });
}
