/** The outer wall before the accounts of an organisation: what the door said of the caller. The register asks for itself. */
import { GraphQLError } from 'graphql';
import type { Caller } from '../kernel/caller.js';
import { statusOfCode } from '../kernel/codes.js';
import type { RolePolicy } from '../policy/compiled.js';
import type { GatewayContext } from './gatewayContext.js';
import { rule } from './shieldLibrary.js';

export function administratorsOnly({ role }: RolePolicy): ReturnType<ReturnType<typeof rule>> {
  return rule(`administrators who are ${role}`, { cache: 'no_cache' })(
    (_parent: unknown, _args: unknown, { caller }: GatewayContext) =>
      caller.role === role && administers(caller) ? true : administratorNeeded(),
  );
}

function administers({ kind, actor, standing }: Caller): boolean {
  const isItself = kind === 'PERSON' && actor === undefined;
  return isItself && standing.isAdministrator && !standing.isInQuarantine && !standing.isSubmissionOnly;
}

function administratorNeeded(): GraphQLError {
  const code = 'ADMINISTRATOR_NEEDED';
  return new GraphQLError('Only an administrator of the organisation may ask for its accounts.', {
    extensions: { code, http: { status: statusOfCode[code] } },
  });
}
