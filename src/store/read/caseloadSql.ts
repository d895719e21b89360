/** How many persons the links of a caller reach now, by the same arms as every read (law 4). */
import { identifier } from './identifier.js';
import type { ColumnTypes, LinkArm } from './linkSql.js';
import { linkArm } from './linkSql.js';
import type { Organisations } from './parameters.js';
import { Parameters } from './parameters.js';
import type { RowsSql } from './rowsSql.js';

/** `arms`: of each reach all terms under which it still opens something. */
export function caseloadSql(arms: readonly LinkArm[], types: ColumnTypes, organisations: Organisations): RowsSql {
  const parameters = new Parameters(organisations);
  const selects = arms.map((arm) => {
    const { reach } = arm;
    const { where } = linkArm(arm, parameters, types);
    return `SELECT l.${identifier(reach.subject)} AS person FROM ${identifier(reach.through)} l WHERE ${where}`;
  });
  const text = `SELECT count(DISTINCT x.person)::int AS persons FROM (\n${selects.join('\nUNION ALL\n')}\n) x`;
  return Object.freeze({ text, parameters: parameters.list() });
}
