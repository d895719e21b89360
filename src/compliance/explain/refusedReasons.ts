/** Why a role may not read a field, and who may. */
import type { StatedGrant } from '../../policy/statements.js';
import { printPlace } from '../../policy/statements.js';
import type { AskedWay } from './grantedReasons.js';

/** At least one, the nearest first: what is granted to the role itself, then to others, then to nobody. */
export function refusedReasons(way: AskedWay): readonly string[] {
  const { stated, role, type, path, purpose, precision } = way;
  const grants = stated.statements.grants.get(`${type.name}.${path}`) ?? [];
  const isOwn = ({ to }: StatedGrant): boolean => to.includes(role.role);
  const here = grants.filter((grant) => grant.precision === precision);
  const own = here.filter(isOwn);
  if (own.some(({ purposes }) => purposes.includes(purpose)))
    return [`it is granted, but no root, relation or payload of ${role.role} leads to ${type.name}`];
  const otherRungs = grants.filter((grant) => grant.precision !== precision && isOwn(grant));
  return [
    `no @disclose grants it to ${role.role} for ${purpose}`,
    ...own.map((grant) => `${role.role} has it for ${grant.purposes.join(', ')} (${printPlace(grant.place)})`),
    ...otherRungs.map(
      (grant) =>
        `${role.role} has it as ${grant.precision} for ${grant.purposes.join(', ')} (${printPlace(grant.place)})`,
    ),
    ...othersOf(here, role.role),
  ];
}

function othersOf(grants: readonly StatedGrant[], role: string): readonly string[] {
  const others = grants.flatMap(({ to, purposes, place }) => {
    const roles = to.filter((each) => each !== role);
    return roles.length === 0 ? [] : [`${roles.join(', ')} for ${purposes.join(', ')} (${printPlace(place)})`];
  });
  return [others.length === 0 ? 'nobody else is granted it so' : `granted so to ${others.join('; ')}`];
}
