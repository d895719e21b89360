/** Why a role may read a field: each @disclose, each link that opens it, each thing that it asks for beside. */
import type { Precision } from '../../kernel/precision.js';
import type { FieldGrant, GateTerm, ObjectModel, RolePolicy } from '../../policy/compiled.js';
import type { PolicyStatements, StatedGrant } from '../../policy/statements.js';
import { printPlace } from '../../policy/statements.js';
import { reachWords, secondsWords, windowWords } from './words.js';

/** One rung of one field for one purpose, as a role would read it. */
export interface AskedWay {
  readonly stated: { readonly statements: PolicyStatements };
  readonly role: RolePolicy;
  readonly type: ObjectModel;
  readonly path: string;
  readonly purpose: string;
  readonly precision: Precision;
}

export function grantedReasons(way: AskedWay, grant: FieldGrant): readonly string[] {
  const gate = grant.gates.get(way.purpose);
  return [
    ...grantsOf(way).map(({ place }) => `@disclose at ${printPlace(place)} grants it to ${way.role.role}`),
    ...(gate === undefined || gate.kind === 'open'
      ? ['it is about no person, so that no link is needed']
      : gate.terms.map((term) => termWords(way, term))),
    ...askedBeside(way, grant),
    ...restrictions(way),
  ];
}

function grantsOf({ stated, role, type, path, purpose, precision }: AskedWay): readonly StatedGrant[] {
  return (stated.statements.grants.get(`${type.name}.${path}`) ?? []).filter(
    (grant) => grant.precision === precision && grant.purposes.includes(purpose) && grant.to.includes(role.role),
  );
}

function termWords({ stated }: AskedWay, { reach, within, approval }: GateTerm): string {
  const by = reach.opened === undefined ? '@reach' : '@exceptional';
  const at = ` (${by} at ${printPlace(stated.statements.reaches.get(reach.id))})`;
  const approved = approval ? ", while the person's approval for the purpose lives" : '';
  return `through "${reach.name}": ${reachWords(reach)}; ${windowWords(within)}${approved}${at}`;
}

function askedBeside(way: AskedWay, grant: FieldGrant): readonly string[] {
  const { stepUpAgeSeconds, machine } = way.role.authentication;
  const age = secondsWords(stepUpAgeSeconds ?? 0);
  if (!grant.stepUpFor.has(way.purpose)) return [];
  return [`it asks for an authentication no older than ${age}${machine ? ', so that no machine reads it' : ''}`];
}

function restrictions({ stated, role, type, path }: AskedWay): readonly string[] {
  return (stated.statements.restricts.get(`${type.name}.${path}`) ?? []).map(({ place, column, except }) =>
    except.includes(role.role)
      ? `${column} withholds it from others, not from ${role.role} (@restrict at ${printPlace(place)})`
      : `withheld while ${column} is true (@restrict at ${printPlace(place)})`,
  );
}
