/** Which organisations have a link to one person now, by the same arms as every read: what a person may be offered to approve. */
import { parseDuration } from '../../kernel/duration.js';
import { invariant } from '../../kernel/invariant.js';
import type { Reach } from '../../policy/compiled.js';
import { identifier } from './identifier.js';
import type { ColumnTypes } from './linkSql.js';
import { linkArm } from './linkSql.js';
import { Parameters } from './parameters.js';
import type { RowsSql } from './rowsSql.js';

export interface OrganisationArm {
  /** What the links are asked for: it comes back with each organisation. */
  readonly name: string;
  /** GraphQL type of the person. */
  readonly person: string;
  readonly reach: Reach;
}

const organisationsAtMost = 100;

/** Rows of `name`, `id` and `organisation`, its name, of those that the register lets act. Given: `person`. */
export function linkedOrganisationsSql(arms: readonly OrganisationArm[], types: ColumnTypes): RowsSql {
  const parameters = new Parameters('ONE');
  const selects = arms.map((arm, index) => armSql(arm, index, parameters, types));
  const text = `SELECT y.name, y.id, y.organisation FROM (
SELECT x.name, s.id::text AS id, s.name AS organisation, row_number() OVER (PARTITION BY x.name ORDER BY s.name, s.id) AS n FROM (
${selects.join('\nUNION\n')}
) x JOIN cloison.organisation o ON o.id = x.organisation JOIN cloison.organisation s ON s.id = coalesce(o.absorbed_by, o.id) AND s.state = 'ACTIVE'
 GROUP BY x.name, s.id, s.name) y WHERE y.n <= ${String(organisationsAtMost)} ORDER BY y.name, y.n`;
  return Object.freeze({ text, parameters: parameters.list() });
}

function armSql({ person, reach }: OrganisationArm, index: number, parameters: Parameters, types: ColumnTypes): string {
  const within = parseDuration('PT0S');
  invariant(within !== undefined, 'a duration of nothing');
  const column = `l.${identifier(reach.column)}`;
  const terms = [{ bit: 1, within, approval: false }];
  // Whoever is linked: the claim is the link's own.
  const { where } = linkArm({ reach, person, terms, claimed: column }, parameters, types);
  return `SELECT ${parameters.given(`name${String(index)}`, 'text')} AS name, ${column}::text AS organisation FROM ${identifier(reach.through)} l
 WHERE l.${identifier(reach.subject)} = ${parameters.given('person', 'uuid')} AND ${where}`;
}
