/**
 * The header of a CSV file: every column is a path of the policy or the file is refused before anything is loaded. A file
 * without a header has a person's values in its first line, so an unknown column is named by its number, and by its text
 * only where that is nearly the name of a field.
 */
import { parse } from 'csv-parse/sync';
import { Failure } from '../kernel/failure.js';
import { nearestName } from './nearestName.js';
import type { SourceRow } from './sourceRow.js';
import type { Member, TypePlan, TypePlans } from './typePlan.js';

export interface CsvHeader {
  readonly delimiter: string;
  /** A record as the object that it means; undefined for one without any value. */
  read(fields: readonly string[]): SourceRow['content'] | undefined;
}

const delimiters = [',', ';', '\t'] as const;

/** Reads the file's first line. `type` is that of rows that name none. Throws IMPORT_INVALID. */
export function readCsvHeader(line: string, plans: TypePlans, type: string | undefined): CsvHeader {
  const delimiter = delimiterOf(line);
  const names = fieldsOf(line, delimiter).map((name) => name.trim());
  const known = names.includes('__typename')
    ? [...plans.values()]
    : [...plans.values()].filter(({ model }) => model.name === type);
  if (known.length === 0) {
    throw new Failure('IMPORT_INVALID', 'the schema has several types of persons: --type says of which the rows are');
  }
  names.forEach((name, index) => requireKnown(name, index, known, plans));
  requireDistinct(names);
  const paths = names.map((name) => stepsOf(name, known, plans));
  return { delimiter, read: (fields) => readFields(fields, paths) };
}

/** The one that the header has most of: French spreadsheets write semicolons. */
function delimiterOf(line: string): string {
  const counts = delimiters.map((delimiter) => line.split(delimiter).length);
  return delimiters[counts.indexOf(Math.max(...counts))] ?? ',';
}

function fieldsOf(line: string, delimiter: string): readonly string[] {
  try {
    const [fields = []] = parse(line, { delimiter, record_delimiter: '\n', relax_column_count: true });
    return fields;
  } catch {
    throw new Failure('IMPORT_INVALID', 'the first line is no header: its quotation marks do not pair');
  }
}

function requireKnown(name: string, index: number, known: readonly TypePlan[], plans: TypePlans): void {
  if (name === '__typename' || known.some((plan) => memberAt(plan, name.split('.'), plans) !== undefined)) return;
  const names = known.flatMap((plan) => pathsOf(plan, plans));
  const near = nearestName(name, names);
  const which =
    near === undefined
      ? `column ${index + 1} is no field`
      : `column ${index + 1}, "${name}", is no field: "${near}" is near`;
  const types = known.map(({ model }) => model.name).join(', ');
  throw new Failure(
    'IMPORT_INVALID',
    `the first line is no header of ${types}: ${which}. It names the columns, ${example(names)}`,
  );
}

function example(names: readonly string[]): string {
  return `such as ${[...new Set(names)].slice(0, 4).join(', ')}`;
}

function requireDistinct(names: readonly string[]): void {
  const twice = names.findIndex((name, index) => names.indexOf(name) < index);
  if (twice >= 0) throw new Failure('IMPORT_INVALID', `the first line names column "${names[twice] ?? ''}" twice`);
}

/** The value that a path leads to: through objects and lists, never to one of them. */
function memberAt(plan: TypePlan, path: readonly string[], plans: TypePlans): Member | 'id' | undefined {
  if (path.length === 1 && path[0] === 'id') return 'id';
  return memberWithin(plan.members, path, plans);
}

function memberWithin(
  members: ReadonlyMap<string, Member>,
  path: readonly string[],
  plans: TypePlans,
): Member | 'id' | undefined {
  const [head = '', ...rest] = path;
  const member = members.get(head);
  if (member?.kind === 'value' || member?.kind === 'reference') return rest.length === 0 ? member : undefined;
  if (member === undefined || rest.length === 0) return undefined;
  if (member.kind === 'embedded') return memberWithin(member.members, rest, plans);
  const target = plans.get(member.target);
  return target === undefined ? undefined : memberAt(target, rest, plans);
}

/** Every column that a header may have, lists within lists left out. */
function pathsOf(plan: TypePlan, plans: TypePlans): readonly string[] {
  const within = (members: ReadonlyMap<string, Member>, prefix: string, depth: number): readonly string[] =>
    [...members].flatMap(([name, member]): readonly string[] => {
      if (member.kind === 'embedded') return within(member.members, `${prefix}${name}.`, depth);
      if (member.kind !== 'list') return [`${prefix}${name}`];
      const target = depth > 0 ? undefined : plans.get(member.target);
      return target === undefined ? [] : within(target.members, `${prefix}${name}.`, depth + 1);
    });
  return ['id', ...within(plan.members, '', 0)];
}

interface Step {
  readonly name: string;
  /** The next step is within the one child of a list. */
  readonly isList: boolean;
}

/** A path means the same for every type that has it, or the header is refused. */
function stepsOf(name: string, known: readonly TypePlan[], plans: TypePlans): readonly Step[] {
  const path = name.split('.');
  const readings = known
    .filter((plan) => memberAt(plan, path, plans) !== undefined)
    .map((plan) => stepsFrom(plan, path, plans));
  const [first = [{ name, isList: false }], ...others] = readings;
  if (others.some((other) => JSON.stringify(other) !== JSON.stringify(first))) {
    throw new Failure('IMPORT_INVALID', `column "${name}" is a list of one type and an object of another: use NDJSON`);
  }
  return first;
}

function stepsFrom(plan: TypePlan, path: readonly string[], plans: TypePlans): readonly Step[] {
  let members: ReadonlyMap<string, Member> = plan.members;
  return path.map((name) => {
    const member = members.get(name);
    if (member?.kind === 'embedded') ({ members } = member);
    if (member?.kind === 'list') members = plans.get(member.target)?.members ?? new Map();
    return { name, isList: member?.kind === 'list' };
  });
}

function readFields(fields: readonly string[], paths: readonly (readonly Step[])[]): SourceRow['content'] | undefined {
  if (fields.every((field) => field === '')) return undefined;
  if (fields.length !== paths.length) return { problem: 'COLUMN_COUNT' };
  const value: Target = {};
  paths.forEach((path, index) => {
    const field = fields[index] ?? '';
    if (field !== '') place(value, path, field);
  });
  return { value };
}

type Target = Record<string, unknown>;

function place(root: Target, path: readonly Step[], field: string): void {
  let target = root;
  path.forEach(({ name, isList }, index) => {
    if (index === path.length - 1) target[name] = field;
    else target = childOf(target, name, isList);
  });
}

function childOf(target: Target, name: string, isList: boolean): Target {
  const known = target[name];
  if (known !== undefined) return (isList ? (known as readonly Target[])[0] : known) as Target;
  const child: Target = {};
  target[name] = isList ? [child] : child;
  return child;
}
