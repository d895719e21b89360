/** The outer wall before the person's side: what the door said of the caller. What it gets is picked by its claims below. */
import { GraphQLError } from 'graphql';
import type { Caller } from '../kernel/caller.js';
import { statusOfCode } from '../kernel/codes.js';
import type { RolePolicy } from '../policy/compiled.js';
import type { GatewayContext } from './gatewayContext.js';
import { rule } from './shieldLibrary.js';

/** For a person itself or a partner's organisation, by the role. */
export function ownSideOnly({ role, party }: RolePolicy): ReturnType<ReturnType<typeof rule>> {
  const isItself = party === 'DATA_SUBJECT' ? isPerson : isOrganisation;
  return rule(`what was disclosed, for ${role}`, { cache: 'no_cache' })(
    (_parent: unknown, _args: unknown, { caller }: GatewayContext) =>
      caller.role === role && isItself(caller) ? true : forbidden(),
  );
}

/** For who answers for persons: somebody of that role in good standing, and no machine. */
export function answerersOnly({ role, party }: RolePolicy): ReturnType<ReturnType<typeof rule>> {
  const answers = party === 'DATA_SUBJECT' ? isPerson : isAnswerer;
  return rule(`who answers, of ${role}`, { cache: 'no_cache' })(
    (_parent: unknown, _args: unknown, { caller }: GatewayContext) =>
      caller.role === role && answers(caller) ? true : forbidden(),
  );
}

function isAnswerer({ kind, standing }: Caller): boolean {
  return kind === 'PERSON' && !standing.isInQuarantine && !standing.isSubmissionOnly;
}

function isPerson({ claims, kind, standing }: Caller): boolean {
  return claims.SUBJECT !== undefined && kind === 'PERSON' && !standing.isSubmissionOnly;
}

function isOrganisation({ claims, standing }: Caller): boolean {
  return claims.ORGANISATION !== undefined && !standing.isInQuarantine && !standing.isSubmissionOnly;
}

function forbidden(): GraphQLError {
  const code = 'FORBIDDEN';
  return new GraphQLError('This is not granted.', { extensions: { code, http: { status: statusOfCode[code] } } });
}
