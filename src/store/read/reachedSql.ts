import { parseDuration } from '../../kernel/duration.js';
import { invariant } from '../../kernel/invariant.js';
import type { Reach } from '../../policy/compiled.js';
import { identifier } from './identifier.js';
import type { ColumnTypes } from './linkSql.js';
import { linkArm } from './linkSql.js';
import type { Organisations } from './parameters.js';
import { Parameters } from './parameters.js';

/** A request, and the reaches of its person through which the caller answers it. */
export interface ReachedChoice {
  readonly request: string;
  readonly reaches: readonly Reach[];
}

/**
 * Whether the caller reaches the person of `r`, a row of `cloison.link_request`, now and with no window, by the reaches of its
 * request. given: request0…
 */
export function reachedSql(
  choices: readonly ReachedChoice[],
  types: ColumnTypes,
  organisations: Organisations,
): { readonly sql: string; readonly parameters: Parameters } {
  const parameters = new Parameters(organisations);
  const within = parseDuration('PT0S');
  invariant(within, 'a duration of nothing');
  const each = choices.map(({ reaches }, index) => {
    const arms = reaches.map((reach) => {
      const { where } = linkArm(
        { reach, person: reach.type, terms: [{ bit: 1, within, approval: false }] },
        parameters,
        types,
      );
      return `EXISTS (SELECT FROM ${identifier(reach.through)} l WHERE l.${identifier(reach.subject)} = r.person AND ${where})`;
    });
    return `(r.request = ${parameters.given(`request${String(index)}`, 'text')} AND (${arms.join(' OR ')}))`;
  });
  return { sql: each.length === 0 ? 'FALSE' : each.join(' OR '), parameters };
}
