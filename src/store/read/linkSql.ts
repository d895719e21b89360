/**
 * Reach as SQL: one arm a @reach, each link with a bit for every term (reach and window) under which it is alive now.
 * The same arms serve every path (law 4): node, list, nested list, lookup, write.
 */
import type { Duration } from '../../kernel/duration.js';
import { invariant } from '../../kernel/invariant.js';
import type { Gate, GateTerm, Reach } from '../../policy/compiled.js';
import type { ApprovedLink } from './approvedSql.js';
import { approvedSql } from './approvedSql.js';
import { identifier, word } from './identifier.js';
import type { Parameters } from './parameters.js';

/** SQL type of a column, `undefined` when there is no such column: read from the database's catalogue at start. */
export type ColumnTypes = (table: string, column: string) => string | undefined;

/** The distinct terms of a selection's gates, each with its bit. */
export class TermBits {
  readonly #terms: { readonly key: string; readonly term: GateTerm }[] = [];

  /** The bits of a gate's terms; an open gate has none. */
  maskOf(gate: Gate): number {
    if (gate.kind === 'open') return 0;
    return gate.terms.reduce((mask, term) => mask | (1 << this.#bitOf(term)), 0);
  }

  /** Terms by reach, in the order in which they were met. */
  byReach(): ReadonlyMap<Reach, readonly LinkTerm[]> {
    const arms = new Map<Reach, LinkTerm[]>();
    this.#terms.forEach(({ term: { reach, within, approval } }, index) => {
      const arm = arms.get(reach) ?? [];
      arm.push({ bit: 1 << index, within, approval });
      arms.set(reach, arm);
    });
    return arms;
  }

  #bitOf(term: GateTerm): number {
    const key = `${term.reach.id}+${term.within.text}${term.approval ? ' approved' : ''}`;
    const known = this.#terms.findIndex((each) => each.key === key);
    if (known >= 0) return known;
    const index = this.#terms.push({ key, term }) - 1;
    invariant(index < 30, 'a selection has more than 30 terms of reach');
    return index;
  }
}

export interface LinkTerm {
  readonly bit: number;
  readonly within: Duration;
  /** Whether it lives only under the person's approval. */
  readonly approval: boolean;
}

export interface LinkArm extends ApprovedLink {
  readonly terms: readonly LinkTerm[];
  /** SQL of the one value that stands for the claim, where a statement goes through the caller's organisations one by one. */
  readonly claimed?: string;
}

/** FROM and WHERE of one arm (alias `l`), and the expression of its bits. */
export function linkArm(
  arm: LinkArm,
  parameters: Parameters,
  types: ColumnTypes,
): { readonly mask: string; readonly where: string } {
  const { reach } = arm;
  const conditions = [
    `l.${identifier(reach.column)} = ${arm.claimed ?? claimedSql(reach, parameters, types)}`,
    startedSql(reach, parameters, types),
    ...reach.closes.map((column) => notClosedSql(reach, column, parameters, types)),
    ...openedSql(reach),
  ];
  const alive = arm.terms.map((term) => aliveTerm(arm, term, parameters, types));
  const [only] = alive;
  if (alive.length === 1 && only !== undefined) {
    return { mask: String(only.bit), where: [...conditions, only.sql].join(' AND ') };
  }
  const mask = alive.map(({ bit, sql }) => `CASE WHEN ${sql} THEN ${String(bit)} ELSE 0 END`).join(' | ');
  const opening = openingTerms(alive).map(({ sql }) => sql);
  return { mask: `(${mask})`, where: [...conditions, `(${opening.join(' OR ')})`].join(' AND ') };
}

interface AliveTerm {
  readonly bit: number;
  /** Whether the link lives, whoever approves. */
  readonly link: string;
  readonly sql: string;
}

function aliveTerm(
  arm: LinkArm,
  { bit, within, approval }: LinkTerm,
  parameters: Parameters,
  types: ColumnTypes,
): AliveTerm {
  const link = aliveSql(arm.reach, within, parameters, types);
  return { bit, link, sql: approval ? `${link} AND ${approvedSql(arm, parameters)}` : link };
}

/** A link that lives without an approval is there whether or not one lives. */
function openingTerms(alive: readonly AliveTerm[]): readonly AliveTerm[] {
  return alive.filter(({ link, sql }) => sql === link || !alive.some((other) => other.sql === link));
}

/** Of an exceptional reach: the rows of the engine's table that are its own, and no other reach's. */
export function openedSql({ opened = [] }: Reach): readonly string[] {
  return opened.map(({ column, value }) => `l.${identifier(column)} = ${word(value)}`);
}

/** The conditions of {@link linkArm} one by one, for who asks why a link opens or does not. */
export interface LinkConditions {
  readonly isCallers: string;
  readonly isStarted: string;
  /** By column of `closes`: true while it closes nothing. */
  readonly isNotClosed: readonly { readonly column: string; readonly sql: string }[];
  /** Not past `ends`, not past `longest`, each with the window on top. */
  readonly isNotEnded: (within: Duration) => string;
  readonly isNotAged: (within: Duration) => string;
}

export function linkConditions(reach: Reach, parameters: Parameters, types: ColumnTypes): LinkConditions {
  return {
    isCallers: [`l.${identifier(reach.column)} = ${claimedSql(reach, parameters, types)}`, ...openedSql(reach)].join(
      ' AND ',
    ),
    isStarted: startedSql(reach, parameters, types),
    isNotClosed: reach.closes.map((column) => ({ column, sql: notClosedSql(reach, column, parameters, types) })),
    isNotEnded: (within) => notEndedSql(reach, within, parameters, types) ?? 'TRUE',
    isNotAged: (within) => notAgedSql(reach, within, parameters, types) ?? 'TRUE',
  };
}

/** SQL type of the column that is compared with the claim. */
export function claimType({ through, column }: Reach, types: ColumnTypes): string {
  const type = types(through, column);
  invariant(type !== undefined, `no column ${through}.${column}`);
  return type;
}

function claimedSql(reach: Reach, parameters: Parameters, types: ColumnTypes): string {
  const type = claimType(reach, types);
  return parameters.isSeveral(reach.claim)
    ? `ANY(${parameters.organisations(type)})`
    : parameters.claim(reach.claim, type);
}

function startedSql(reach: Reach, parameters: Parameters, types: ColumnTypes): string {
  const column = `l.${identifier(reach.starts)}`;
  return isDate(reach, reach.starts, types)
    ? `${column} <= ${parameters.startedDay()}`
    : `${column} <= ${parameters.now()}`;
}

/** `closes` ends a link with no window: as soon as its date starts anywhere. */
function notClosedSql(reach: Reach, name: string, parameters: Parameters, types: ColumnTypes): string {
  const column = `l.${identifier(name)}`;
  const later = isDate(reach, name, types) ? parameters.startedDay() : parameters.now();
  return `(${column} IS NULL OR ${column} > ${later})`;
}

/** Alive until the earliest of `ends` and `longest` after the start, plus the window. */
function aliveSql(reach: Reach, within: Duration, parameters: Parameters, types: ColumnTypes): string {
  const ended = notEndedSql(reach, within, parameters, types);
  const aged = notAgedSql(reach, within, parameters, types);
  return [ended, aged].filter((condition) => condition !== undefined).join(' AND ') || 'TRUE';
}

function notEndedSql(reach: Reach, within: Duration, parameters: Parameters, types: ColumnTypes): string | undefined {
  if (reach.ends === undefined) return undefined;
  const ends = { column: `l.${identifier(reach.ends)}`, isDate: isDate(reach, reach.ends, types) };
  const isLiving = notOverSql(ends, [within], parameters);
  // What was opened always ends; so said, an index finds what is open among all that ever was.
  return reach.opened === undefined ? `(${ends.column} IS NULL OR ${isLiving})` : isLiving;
}

function notAgedSql(reach: Reach, within: Duration, parameters: Parameters, types: ColumnTypes): string | undefined {
  if (reach.longest === undefined) return undefined;
  const starts = { column: `l.${identifier(reach.starts)}`, isDate: isDate(reach, reach.starts, types) };
  return notOverSql(starts, [reach.longest, within], parameters);
}

interface End {
  readonly column: string;
  readonly isDate: boolean;
}

function notOverSql({ column, isDate: date }: End, later: readonly Duration[], parameters: Parameters): string {
  const durations = later.filter((duration) => !isZero(duration));
  // Adding months is monotone, so the rows are compared with one date and none of them is added to.
  if (date) return `${column} >= ${parameters.earliestLiving(durations)}`;
  return `${durations.reduce(addToInstant, column)} > ${parameters.now()}`;
}

function isZero({ months, days, seconds }: Duration): boolean {
  return months === 0 && days === 0 && seconds === 0;
}

function addToInstant(sql: string, duration: Duration): string {
  return `(${sql} + ${intervalSql(duration.months, duration.days, duration.seconds)})`;
}

function intervalSql(months: number, days: number, seconds: number): string {
  return `interval '${String(months)} months ${String(days)} days ${String(seconds)} seconds'`;
}

function isDate(reach: Reach, column: string, types: ColumnTypes): boolean {
  const type = types(reach.through, column);
  invariant(
    type === 'date' || type === 'timestamptz',
    `${reach.through}.${column} is neither a date nor a timestamptz`,
  );
  return type === 'date';
}
