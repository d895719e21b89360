/** Compares an answer with the reading, leaf by leaf: each is a case. */
import type { CallerReading, Shown } from '../reading/callerReading.js';
import type { Granted } from '../reading/granted.js';
import type { HeldRow } from '../reading/heldWorld.js';
import type { CaseKind, Tally } from '../tally.js';
import type { AskedField, AskedRow } from './askedRow.js';
import type { Pseudonyms } from './pseudonyms.js';

export interface Judging {
  readonly reading: CallerReading;
  readonly tally: Tally;
  readonly kind: CaseKind;
  /** Paths of the answer that it calls withheld, as JSON. */
  readonly withheld: ReadonlySet<string>;
  /** The id by which this caller knows a row. */
  readonly idOf: (type: string, key: string) => string;
  readonly pseudonyms: Pseudonyms;
  readonly noteStates: (row: HeldRow, granted: Granted) => void;
}

/** What stands in an answer, and where. */
export interface Served {
  readonly value: unknown;
  readonly path: readonly (string | number)[];
}

export interface ExpectedRow {
  readonly asked: AskedRow;
  /** What the reading says must be there; undefined: nothing. */
  readonly row: HeldRow | undefined;
  /** Who must not be there, where somebody was meant. */
  readonly hidden?: HeldRow | undefined;
}

/** A row that must be there, and what was served in its place. */
interface ServedRow {
  readonly asked: AskedRow;
  readonly row: HeldRow;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly path: Served['path'];
}

export function judgeRow(judging: Judging, { asked, row, hidden }: ExpectedRow, served: Served): void {
  const place = { type: asked.type, name: 'id', row: row ?? hidden };
  if (row === undefined || !isObject(served.value)) {
    const isAbsent = kindOf(judging, served) === 'EMPTY';
    add(judging, place, [row === undefined ? 'ABSENT' : 'ROW', isAbsent ? 'ABSENT' : kindOf(judging, served)]);
    if (hidden !== undefined) noteHidden(judging, asked, hidden);
    return;
  }
  const isSame = served.value['id'] === judging.idOf(row.type, row.id);
  add(judging, place, ['ROW', isSame ? 'ROW' : 'ANOTHER_ROW']);
  for (const field of asked.fields) {
    judging.noteStates(row, field.granted);
    judgeField(judging, { asked, row, fields: served.value, path: served.path }, field);
  }
}

function judgeField(judging: Judging, at: ServedRow, field: AskedField): void {
  const { granted, below } = field;
  if (below === undefined) return judgeValue(judging, at, granted);
  const { row, fields, path } = at;
  const served = { value: fields[granted.name], path: [...path, granted.name] };
  if (!judging.reading.isOpen(row, granted)) {
    const place = { type: row.type, name: granted.name, row, granted };
    add(judging, place, ['WITHHELD', kindOf(judging, served)]);
  } else if (granted.field.kind === 'relation') {
    const related = judging.reading.related(row, granted);
    judgeRow(judging, { asked: askedOf(below, related), row: related }, served);
  } else judgeList(judging, { row, granted, below, first: field.first }, served);
}

function judgeValue(judging: Judging, { asked, row, fields, path }: ServedRow, granted: Granted): void {
  const [owner = '', member] = granted.name.split('.');
  const held = fields[owner];
  // An embedded object of which nothing is there, or nothing may be known, is itself absent.
  const isWhole = member === undefined || !isObject(held) || isEmptyOwner(judging, asked, owner, row);
  const served = { value: isWhole ? held : held[member], path: [...path, ...granted.name.split('.')] };
  const shown = judging.reading.shown(row, granted);
  const place = { type: row.type, name: granted.name, row, granted };
  add(judging, place, [shown.kind, wordOf(judging, { row, granted, shown }, served)]);
}

function isEmptyOwner({ reading }: Judging, { fields }: AskedRow, owner: string, row: HeldRow): boolean {
  return fields
    .filter(({ granted }) => granted.name.startsWith(`${owner}.`))
    .every(({ granted }) => ['EMPTY', 'WITHHELD'].includes(reading.shown(row, granted).kind));
}

interface ExpectedValue {
  readonly row: HeldRow;
  readonly granted: Granted;
  readonly shown: Shown;
}

/** The kind of what was expected where just that was served. */
function wordOf(judging: Judging, { row, granted, shown }: ExpectedValue, served: Served): string {
  const kind = kindOf(judging, served);
  if (kind !== 'VALUE') return kind;
  if (shown.kind === 'VALUE') return shown.value === served.value ? 'VALUE' : 'ANOTHER_VALUE';
  if (shown.kind !== 'PSEUDONYM') return kind;
  const { reading, pseudonyms } = judging;
  return pseudonyms.judge(reading.asker, `${row.type}.${granted.name}`, { value: shown.of, served: served.value });
}

interface ExpectedList {
  readonly row: HeldRow;
  readonly granted: Granted;
  readonly below: readonly AskedRow[];
  readonly first: number;
}

function judgeList(judging: Judging, { row, granted, below, first }: ExpectedList, served: Served): void {
  const { reading } = judging;
  noteAll(judging, reading.rowsBelow(row, granted));
  const place = { type: row.type, name: granted.name, row, granted };
  judgePage(judging, { place, below, rows: reading.listed(row, granted), first }, served);
}

/** Whoever is absent takes along what hangs below it: that was asked, too. */
function noteHidden(judging: Judging, { fields }: AskedRow, hidden: HeldRow): void {
  noteAll(judging, [hidden]);
  for (const { granted, below } of fields) {
    for (const row of below === undefined ? [] : judging.reading.rowsBelow(hidden, granted)) {
      const asked = below?.find(({ type }) => type === row.type);
      if (asked !== undefined) noteHidden(judging, asked, row);
    }
  }
}

/** What is not in a list was met too, as an absence. */
export function noteAll({ reading, noteStates }: Judging, rows: readonly HeldRow[]): void {
  for (const row of rows) for (const granted of reading.granted(row.type)) noteStates(row, granted);
}

export interface ExpectedPage {
  readonly place: Place;
  readonly below: readonly AskedRow[];
  /** All that the list holds from here on. */
  readonly rows: readonly HeldRow[];
  readonly first: number;
}

/** How many rows there are, whether more follow, and each of them. */
export function judgePage(judging: Judging, { place, below, rows, first }: ExpectedPage, served: Served): void {
  const shown = rows.slice(0, first);
  const { value, path } = served;
  const expected = pageWord(shown.length, rows.length > first);
  if (!isObject(value) || !Array.isArray(value['nodes']))
    return add(judging, place, [expected, kindOf(judging, served)]);
  const nodes = value['nodes'] as readonly unknown[];
  const { pageInfo } = value;
  add(judging, place, [expected, pageWord(nodes.length, isObject(pageInfo) && pageInfo['hasNextPage'] === true)]);
  for (let index = 0; index < Math.max(shown.length, nodes.length); index++) {
    const row = shown[index];
    const node = { value: nodes[index], path: [...path, 'nodes', index] };
    if (row !== undefined && !below.some(({ type }) => type === row.type)) judgeStranger(judging, row, node);
    else judgeRow(judging, { asked: askedOf(below, row), row }, node);
  }
}

/** Of a row nothing of which was asked, only its type is known. */
function judgeStranger(judging: Judging, row: HeldRow, { value }: Served): void {
  const isSame = isObject(value) && value['__typename'] === row.type;
  add(judging, { type: row.type, name: 'id', row }, ['ROW', isSame ? 'ROW' : 'ANOTHER_ROW']);
}

function askedOf(below: readonly AskedRow[], row: HeldRow | undefined): AskedRow {
  const asked = below.find(({ type }) => row === undefined || type === row.type);
  return asked ?? { type: row?.type ?? '', fields: [] };
}

function pageWord(rows: number, hasMore: boolean): string {
  return `${rows} ROWS${hasMore ? ' AND MORE' : ''}`;
}

interface Place {
  readonly type: string;
  readonly name: string;
  readonly row?: HeldRow | undefined;
  readonly granted?: Granted;
}

function add(
  { tally, kind, reading }: Judging,
  { type, name, row, granted }: Place,
  [expected, served]: readonly [expected: string, served: string],
): void {
  const { role, purpose } = reading.asker;
  const state = row === undefined ? 'NONE' : stateOf(reading, row, granted);
  tally.add({ kind, role, purpose, coordinate: `${type}.${name}`, state }, expected, served);
}

/** Of a row itself: the best of all that may open it. */
function stateOf(reading: CallerReading, row: HeldRow, granted: Granted | undefined): string {
  if (granted !== undefined) return reading.stateFor(row, granted);
  const all = reading.granted(row.type);
  return (
    all.map((each) => reading.stateFor(row, each)).find((state) => state === 'ACTIVE') ??
    (all[0] === undefined ? 'NONE' : reading.stateFor(row, all[0]))
  );
}

/** What was served, in a word. */
function kindOf({ withheld }: Judging, { value, path }: Served): string {
  if (value === undefined) return 'MISSING';
  if (value === null) return withheld.has(JSON.stringify(path)) ? 'WITHHELD' : 'EMPTY';
  return withheld.has(JSON.stringify(path)) ? 'VALUE_CALLED_WITHHELD' : 'VALUE';
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
