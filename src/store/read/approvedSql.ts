/**
 * The person's approval as SQL: whether one lives now that the person of the link `l` gave the caller's organisation for a
 * purpose. Whoever has no organisation has none.
 */
import { invariant } from '../../kernel/invariant.js';
import type { Reach } from '../../policy/compiled.js';
import { identifier } from './identifier.js';
import type { Parameters } from './parameters.js';

export interface ApprovedLink {
  readonly reach: Reach;
  /** GraphQL type of the person: an approval is given by one. */
  readonly person: string;
  /** For which purpose an approval counts; undefined: the operation's. */
  readonly purpose?: string;
}

/** The fence keeps it a look-up by the person: joined, it could come before the links, and undo the order in which they are walked. */
export function approvedSql(link: ApprovedLink, parameters: Parameters): string {
  return `EXISTS (SELECT FROM cloison.approval p WHERE ${livingSql(link, parameters)} OFFSET 0)`;
}

/** When the newest of them was given; NULL: none lives. */
export function approvedSinceSql(link: ApprovedLink, parameters: Parameters): string {
  return `(SELECT max(p.given_at) FROM cloison.approval p WHERE ${livingSql(link, parameters)})`;
}

function livingSql({ reach, person, purpose }: ApprovedLink, parameters: Parameters): string {
  const organisation = parameters.isSeveral('ORGANISATION')
    ? `ANY(${parameters.organisations('text')})`
    : parameters.claim('ORGANISATION', 'text');
  return [
    `p.person = l.${identifier(reach.subject)}`,
    `p.subject_type = ${quoted(person)}`,
    `p.organisation = ${organisation}`,
    `p.purpose = ${purpose === undefined ? parameters.purpose() : quoted(purpose)}`,
    'p.withdrawn_at IS NULL',
    `p.given_at <= ${parameters.now()}`,
    `p.ends_at > ${parameters.now()}`,
  ].join(' AND ');
}

/** A name of the policy: GraphQL has none with a quote in it. */
function quoted(name: string): string {
  invariant(/^[A-Za-z_][A-Za-z0-9_]*$/.test(name), 'a name of GraphQL');
  return `'${name}'`;
}
