/** How many persons the links of a caller reach now, by the same arms as every read (law 4). */
import type { Duration } from '../../kernel/duration.js';
import type { Reach } from '../../policy/compiled.js';
import { identifier } from './identifier.js';
import type { ColumnTypes } from './linkSql.js';
import { linkArm } from './linkSql.js';
import type { Organisations } from './parameters.js';
import { Parameters } from './parameters.js';
import type { RowsSql } from './rowsSql.js';

export interface CaseloadArm {
  readonly reach: Reach;
  /** How long after a link's end it still opens something: all windows. */
  readonly withins: readonly Duration[];
}

export function caseloadSql(arms: readonly CaseloadArm[], types: ColumnTypes, organisations: Organisations): RowsSql {
  const parameters = new Parameters(organisations);
  const selects = arms.map(({ reach, withins }) => {
    const terms = withins.map((within, index) => ({ bit: 1 << index, within }));
    const { where } = linkArm({ reach, terms }, parameters, types);
    return `SELECT l.${identifier(reach.subject)} AS person FROM ${identifier(reach.through)} l WHERE ${where}`;
  });
  const text = `SELECT count(DISTINCT x.person)::int AS persons FROM (\n${selects.join('\nUNION ALL\n')}\n) x`;
  return Object.freeze({ text, parameters: parameters.list() });
}
