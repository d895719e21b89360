import type { ClaimName } from './kernel/caller.js';
import type { AdmittedRole, AdmittedRoles } from './identity/admittedToken.js';
import type { CompiledPolicy, RolePolicy } from './policy/compiled.js';

/** The policy's roles in the plain data that identity takes: it knows no policy. */
export function admittedRoles(policy: CompiledPolicy): AdmittedRoles {
  return new Map([...policy.roles.values()].map((role) => [role.role, admittedRole(role)]));
}

function admittedRole(role: RolePolicy): AdmittedRole {
  return Object.freeze({
    purposes: new Set(role.purposes),
    claims: neededClaims(role),
    authentication: role.authentication,
  });
}

/** By what persons are counted is always needed; what reaches compare, when all of them compare the same. */
function neededClaims(role: RolePolicy): readonly ClaimName[] {
  const own = role.exceptional.flatMap(({ persons, misses }) => [...persons, ...misses]);
  const counted = [...role.bound.persons, ...role.bound.misses, ...own].map((allowance) => allowance.by);
  const linking = [...role.types.values()].flatMap(({ reaches }) =>
    reaches.filter(({ opened }) => opened === undefined),
  );
  const compared = new Set(linking.map((reach) => reach.claim));
  return Object.freeze([...new Set([...counted, ...(compared.size === 1 ? compared : [])])]);
}
