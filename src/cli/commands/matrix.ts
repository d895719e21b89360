import { Command } from 'commander';
import type { CompiledPolicy } from '../../policy/compiled.js';
import type { MatrixRow } from '../../policy/matrix.js';
import { CommandError } from '../exit.js';
import { examples } from '../examples.js';
import { print, printJson } from '../output.js';

interface MatrixOptions {
  readonly role?: string;
  readonly purpose?: string;
  readonly field?: string;
  readonly json?: true;
}

/** `cloison matrix`: everything that is granted, a line each. */
export function matrixCommand(): Command {
  const command = new Command('matrix')
    .description(
      'print what each role reads: field, purpose, precision, through which link, for how long after its end, approved by the person or not, asked afresh or not',
    )
    .argument('[folder]', 'the schema', 'schema')
    .option('--role <role>', 'of one role only')
    .option('--purpose <purpose>', 'for one purpose only')
    .option('--field <field>', "of one field, such as Tenant.email, or of one type's fields")
    .option('--json', 'print the lines as JSON')
    .action(printGrants);
  return examples(command, [
    'cloison matrix',
    'cloison matrix --role LANDLORD',
    'cloison matrix --field Tenant.email --json',
  ]);
}

async function printGrants(folder: string, options: MatrixOptions): Promise<void> {
  const { requirePolicy } = await import('../compileFolder.js');
  const { matrix, printMatrix } = await import('../../policy/matrix.js');
  const policy = requirePolicy(folder);
  requireKnown('role', options.role, policy.roles);
  requireKnown('purpose', options.purpose, policy.purposes);
  const all = matrix(policy);
  requireField(options.field, policy, all);
  const rows = all.filter(
    (row) =>
      (options.role === undefined || row.role === options.role) &&
      (options.purpose === undefined || row.purpose === options.purpose) &&
      (options.field === undefined || isWithin(row.coordinate, options.field)),
  );
  if (options.json === true) printJson(rows);
  else print(printMatrix(rows));
}

/** A misspelt name would print an empty list, which reads as "nobody". */
function requireKnown(kind: string, name: string | undefined, known: ReadonlyMap<string, unknown>): void {
  if (name === undefined || known.has(name)) return;
  throw new CommandError(`There is no ${kind} ${name}. There are: ${[...known.keys()].join(', ')}.`, {
    isWrongCall: true,
  });
}

/** As above; a field that is there and that nobody reads rightly prints an empty list. */
function requireField(field: string | undefined, policy: CompiledPolicy, granted: readonly MatrixRow[]): void {
  if (field === undefined || granted.some(({ coordinate }) => isWithin(coordinate, field))) return;
  const [type = '', ...path] = field.split('.');
  const model = policy.types.get(type);
  if (model !== undefined && (path.length === 0 || model.fields.has(path.join('.')))) return;
  const known = model === undefined ? policy.types : model.fields;
  throw new CommandError(`There is no field ${field}. There are: ${[...known.keys()].join(', ')}.`, {
    isWrongCall: true,
  });
}

function isWithin(coordinate: string, field: string): boolean {
  return coordinate === field || coordinate.startsWith(`${field}.`);
}
