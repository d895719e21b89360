/**
 * Every link of one reach between a caller and one person, whatever its state, with each condition of `linkSql.ts` apart: what
 * opens a row and what is said of it come from one text.
 */
import type { Duration } from '../../kernel/duration.js';
import { parseDuration } from '../../kernel/duration.js';
import { invariant } from '../../kernel/invariant.js';
import type { Reach } from '../../policy/compiled.js';
import type { Statement } from '../statement.js';
import { identifier } from './identifier.js';
import type { ColumnTypes } from './linkSql.js';
import { linkConditions } from './linkSql.js';
import type { Reading } from './parameters.js';
import { organisationsOf, Parameters, valuesOf } from './parameters.js';

export interface LinkQuestion {
  readonly reach: Reach;
  readonly withins: readonly Duration[];
  readonly reading: Reading;
  /** UUID of the person. */
  readonly person: string;
}

/**
 * Rows of `row` (the record that is linked, or null), `starts` and `ends` as text, `closes` (text by column), `is_started`,
 * `is_closed` (by column of `closes`), `is_active`, and by window `is_ended` and `is_aged`: past its end, past its longest.
 */
export function explainedLinks({ reach, withins, reading, person }: LinkQuestion, types: ColumnTypes): Statement {
  const parameters = new Parameters(organisationsOf(reading));
  const conditions = linkConditions(reach, parameters, types);
  const none = noWindow();
  const columns = [
    `${column(reach.row)} AS "row"`,
    `${column(reach.starts)} AS starts`,
    `${column(reach.ends)} AS ends`,
    `${arrayOf(reach.closes.map(column), 'text')} AS closes`,
    `(${conditions.isStarted}) IS TRUE AS is_started`,
    `${arrayOf(
      conditions.isNotClosed.map(({ sql }) => `(${sql}) IS NOT TRUE`),
      'boolean',
    )} AS is_closed`,
    `(${conditions.isNotEnded(none)} AND ${conditions.isNotAged(none)}) IS TRUE AS is_active`,
    `${arrayOf(
      withins.map((within) => `(${conditions.isNotEnded(within)}) IS NOT TRUE`),
      'boolean',
    )} AS is_ended`,
    `${arrayOf(
      withins.map((within) => `(${conditions.isNotAged(within)}) IS NOT TRUE`),
      'boolean',
    )} AS is_aged`,
  ];
  const text = `SELECT ${columns.join(',\n       ')}
  FROM ${identifier(reach.through)} l
 WHERE l.${identifier(reach.subject)} = ${parameters.given('person', 'uuid')} AND ${conditions.isCallers}
 ORDER BY 2, 1`;
  return { name: '', text, values: valuesOf(parameters.list(), reading, { person }) };
}

function column(name: string | undefined): string {
  return name === undefined ? 'NULL' : `l.${identifier(name)}::text`;
}

function arrayOf(members: readonly string[], type: string): string {
  return `ARRAY[${members.join(', ')}]::${type}[]`;
}

function noWindow(): Duration {
  const none = parseDuration('PT0S');
  invariant(none, 'PT0S is a duration');
  return none;
}
