/**
 * Whom links reach at any instant of a stretch of time, counted by the terms that open: what `linkSql.ts` says of one instant,
 * widened. A link counts when it starts before the end and is not over at the beginning, so that no instant between has more.
 */
import type { ClaimName } from '../../kernel/caller.js';
import type { Duration } from '../../kernel/duration.js';
import { invariant } from '../../kernel/invariant.js';
import type { ObjectModel, Reach } from '../../policy/compiled.js';
import type { Statement } from '../statement.js';
import { identifier } from './identifier.js';
import type { ColumnTypes } from './linkSql.js';
import { openedSql } from './linkSql.js';
import type { ReadTimes } from './readTimes.js';

export interface ReachedArm {
  readonly reach: Reach;
  /** Whose row holds the data key: a person without one is nobody (law 10). */
  readonly holder: ObjectModel;
  readonly terms: readonly { readonly bit: number; readonly within: Duration }[];
}

/** ANY: whoever holds the claim. A claim that is not there reaches nobody. */
export type ClaimValues = Readonly<Partial<Record<ClaimName, readonly string[] | 'ANY'>>>;

export interface Stretch {
  readonly from: ReadTimes;
  readonly until: ReadTimes;
}

/** As many as a number of JavaScript holds exactly. */
export const reachedTermsAtMost = 52;

/** Rows of `mask`, the bits of the terms that open, and `persons`, how many are reached by just these. */
export function reachedPersons(
  arms: readonly ReachedArm[],
  types: ColumnTypes,
  claims: ClaimValues,
  stretch: Stretch,
): Statement {
  const writer = new ReachedWriter(types, claims, stretch);
  const selects = arms.map((arm) =>
    writer.armSql(
      arm,
      arms.findIndex(({ holder }) => holder === arm.holder),
    ),
  );
  const text = `SELECT x.mask, count(*)::int AS persons FROM (
SELECT a.holder, a.person, bit_or(a.mask) AS mask FROM (
${selects.join('\nUNION ALL\n')}
) a GROUP BY 1, 2) x GROUP BY 1`;
  return { name: '', text, values: writer.values };
}

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

class ReachedWriter {
  readonly values: unknown[] = [];
  readonly #types: ColumnTypes;
  readonly #claims: ClaimValues;
  readonly #stretch: Stretch;

  constructor(types: ColumnTypes, claims: ClaimValues, stretch: Stretch) {
    this.#types = types;
    this.#claims = claims;
    this.#stretch = stretch;
  }

  armSql({ reach, holder, terms }: ReachedArm, holderIndex: number): string {
    const alive = terms.map(({ bit, within }) => ({ bit, sql: this.#aliveSql(reach, within) }));
    const mask = alive.map(({ bit, sql }) => `CASE WHEN ${sql} THEN ${2 ** bit}::bigint ELSE 0 END`).join(' | ');
    const where = [
      this.#claimSql(reach),
      this.#startedSql(reach),
      ...reach.closes.map((column) => this.#notClosedSql(reach, column)),
      ...openedSql(reach),
      `(${alive.map(({ sql }) => sql).join(' OR ')})`,
    ];
    return `SELECT ${holderIndex} AS holder, l.${identifier(reach.subject)} AS person, (${mask}) AS mask FROM ${identifier(reach.through)} l
  JOIN ${identifier(holder.table)} h ON h.${identifier(holder.key)} = l.${identifier(reach.subject)} AND h.data_key IS NOT NULL
 WHERE ${where.join(' AND ')}`;
  }

  #claimSql({ through, column, claim }: Reach): string {
    const type = this.#types(through, column);
    invariant(type !== undefined, `no column ${through}.${column}`);
    const values = this.#claims[claim] ?? [];
    if (values === 'ANY') return `l.${identifier(column)} IS NOT NULL`;
    const comparable = type === 'uuid' ? values.filter((value) => uuidForm.test(value)) : values;
    return `l.${identifier(column)} = ANY(${this.#given([...comparable], `${type}[]`)})`;
  }

  #startedSql(reach: Reach): string {
    const { until } = this.#stretch;
    const column = `l.${identifier(reach.starts)}`;
    return this.#isDate(reach, reach.starts)
      ? `${column} <= ${this.#given(until.startedDay, 'date')}`
      : `${column} <= ${this.#given(until.now, 'timestamptz')}`;
  }

  #notClosedSql(reach: Reach, name: string): string {
    const { from } = this.#stretch;
    const column = `l.${identifier(name)}`;
    const later = this.#isDate(reach, name)
      ? this.#given(from.startedDay, 'date')
      : this.#given(from.now, 'timestamptz');
    return `(${column} IS NULL OR ${column} > ${later})`;
  }

  #aliveSql(reach: Reach, within: Duration): string {
    const conditions: string[] = [];
    if (reach.ends !== undefined) {
      conditions.push(`(l.${identifier(reach.ends)} IS NULL OR ${this.#notOverSql(reach, reach.ends, [within])})`);
    }
    if (reach.longest !== undefined) conditions.push(this.#notOverSql(reach, reach.starts, [reach.longest, within]));
    return conditions.length === 0 ? 'TRUE' : conditions.join(' AND ');
  }

  #notOverSql(reach: Reach, name: string, later: readonly Duration[]): string {
    const { from } = this.#stretch;
    const column = `l.${identifier(name)}`;
    if (this.#isDate(reach, name)) return `${column} >= ${this.#given(from.earliestLiving(later), 'date')}`;
    const sum = later.reduce((sql, duration) => `(${sql} + ${intervalSql(duration)})`, column);
    return `${sum} > ${this.#given(from.now, 'timestamptz')}`;
  }

  #isDate({ through }: Reach, column: string): boolean {
    return this.#types(through, column) === 'date';
  }

  #given(value: unknown, type: string): string {
    return `$${this.values.push(value)}::${type}`;
  }
}

function intervalSql({ months, days, seconds }: Duration): string {
  return `interval '${months} months ${days} days ${seconds} seconds'`;
}
