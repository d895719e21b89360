/**
 * Which parts of a compiled policy the comparisons know. What is not named here and differs is reported as a widening: a new
 * word of the vocabulary is never overlooked because nobody taught it to this room.
 */

/** Compared by `kinds/`, one line a file. */
const compared: readonly string[] = [
  'zones.*',
  ...under('purposes.*', ['name', 'basis', 'text']),
  'categories.*',
  ...under('types.*', ['name', 'kind', 'table', 'key', 'subject.type', 'subject.column', 'population', 'description']),
  ...under('types.*.fields.*', [
    'kind',
    'path',
    'category',
    'description',
    'typeName',
    'scalar',
    'values.*',
    'pattern',
    'storage',
    'required',
    'column',
    'target',
  ]),
  ...under('types.*.fields.*.lists.*', ['target', 'column']),
  ...under('types.*.indexes.*', ['fields.*', 'unique', 'bits', 'column']),
  ...under('types.*.retain', ['from', 'keep.text', 'keep.months', 'keep.days', 'keep.seconds']),
  ...under('types.*.restricts.*', ['column', 'fields.*', 'except.*']),
  ...under('roles.*', ['role', 'party', 'roots.*']),
  ...under('roles.*.authentication', ['acr.*', 'maxAgeSeconds', 'stepUpAgeSeconds', 'machine']),
  ...under('roles.*.bound', ['page', 'cost', ...allowance('persons.*'), ...allowance('misses.*')]),
  ...reach('roles.*.reaches.*.*'),
  ...under('roles.*.types.*.fields.*', ['path', 'precision', 'stepUpFor.*']),
  ...under('roles.*.types.*.fields.*.gates.*', [
    'kind',
    ...under('terms.*', ['reach.name', 'approval', ...duration('within')]),
  ]),
  ...under('roots.*', ['name', 'kind', 'type', 'members.*', 'takesId', 'by.*.*', 'changedSince', 'description']),
  ...under('roots.*.filter', ['argument', 'inputType', 'compares.*']),
  ...under('roots.*.find', ['argument', 'inputType', 'sets.*']),
  ...under('matches.*', ['name', 'description', 'type', 'on.*', 'to.*', 'purposes.*', 'through.*']),
  ...under('matches.*', [...allowance('misses.*'), ...brought('brought.*')]),
  ...under('requests.*', [
    'name',
    'description',
    'type',
    'subject',
    'by.*',
    'starts.*',
    'to.*',
    'purposes.*',
    'confirm.*',
  ]),
  ...under('requests.*', ['constants.*.field', 'constants.*.value', 'constants.*.claim', ...duration('expires')]),
  ...under('requests.*', [...allowance('misses.*'), ...brought('brought.*'), ...brought('named.*')]),
  ...under('writes.*', ['name', 'description', 'payload', ...under('payloadField', ['name', 'type', 'list'])]),
  ...under('writes.*.opens', ['reach', 'type', 'to.*', 'purposes.*', 'index.fields.*', 'brings.*', 'reasons.*']),
  ...under('roles.*.exceptional.*', ['name', 'type', 'role', ...duration('lasts'), ...duration('review')]),
  ...under('roles.*.exceptional.*', [...allowance('persons.*'), ...allowance('misses.*')]),
  ...under('writes.*.arguments.*', ['name', 'type', 'typeName', 'list', 'role', 'required']),
  ...under('writes.*.arguments.*.fields.*', ['name', 'typeName', 'required', 'writes', 'sets', 'from.*']),
  ...under('writes.*.steps.*', ['kind', 'type', 'to.*', 'purposes.*', 'through.*', 'rows', 'shortens.*']),
  ...under('writes.*.steps.*.constants.*', ['field', 'value', 'claim', 'from.*']),
];

/** Made by the compiler of what is compared, so that they differ only where it does. */
const derived: readonly string[] = [
  'digest',
  'types.*.fields.*.coordinate',
  'types.*.fields.*.members.*',
  // Of the list that holds them.
  ...under('types.*.fields.*.lists.*', ['kind', 'path', 'category', 'description', 'coordinate']),
  // Of the party.
  ...under('roles.*.authentication', ['isSenderConstrained', 'isRegistered']),
  // Of what the role reads and writes.
  ...under('roles.*', ['purposes.*', 'writes.*', 'matches.*', 'requests.*', 'contract']),
  'roles.*.reaches.*.*.id',
  ...under('roles.*.types.*', ['type', ...reach('reaches.*'), 'reaches.*.id']),
  // Of the mutations that take a version.
  'roles.*.types.*.isVersioned',
  // Of the type's indexes.
  ...under('writes.*.opens.index', ['column', 'unique', 'bits']),
  // Of the type's @restrict.
  ...under('roles.*.types.*.fields.*', ['name', 'restrictedBy.*']),
  // The role's own reaches again, and the union of its fields' gates.
  ...gateReach('roles.*.types.*.fields.*.gates.*'),
  ...under('roles.*.types.*.visible.*', ['kind', ...under('terms.*', ['approval', ...duration('within')])]),
  ...gateReach('roles.*.types.*.visible.*'),
];

/** As above, with all that is in it: what persons may approve, and through which reaches requests are answered. */
const derivedWhole: readonly string[] = ['roles.*.approvables.', 'roles.*.answers.'];

const understood: ReadonlySet<string> = new Set([...compared, ...derived]);

/** Whether the comparisons know what stands at such a path (`types.*.table`). */
export function isUnderstood(pattern: string): boolean {
  return understood.has(pattern) || derivedWhole.some((whole) => pattern.startsWith(whole));
}

function under(path: string, names: readonly string[]): readonly string[] {
  return names.map((name) => `${path}.${name}`);
}

function duration(path: string): readonly string[] {
  return under(path, ['text', 'months', 'days', 'seconds']);
}

function allowance(path: string): readonly string[] {
  return under(path, ['of', 'share', 'floor', 'cap', 'by', 'shadow', ...duration('per')]);
}

function reach(path: string): readonly string[] {
  return under(path, [
    'name',
    'type',
    'role',
    'through',
    'subject',
    'column',
    'row',
    'claim',
    'starts',
    'ends',
    'closes.*',
    // Of its name, type and role.
    'opened.*.column',
    'opened.*.value',
    ...duration('longest'),
  ]);
}

function brought(path: string): readonly string[] {
  return under(path, ['argument', 'path.*', 'sets']);
}

function gateReach(path: string): readonly string[] {
  return [...reach(`${path}.terms.*.reach`), `${path}.terms.*.reach.id`];
}
