/** In whose contracts the engine's own roots are. */
import type { RolePolicy } from './compiled.js';
import { isRecipient } from './isRecipient.js';

/**
 * In whose contracts a root is. REGISTERED: roles whose accounts stand in the register; RECIPIENT: partners; DATA_SUBJECT: the
 * persons themselves; APPROVER: those of them of whom something is read only with their approval; ASKED: those whom a @request may
 * ask; CONFIRMING: roles that answer one for persons whom they reach; ANSWERING: both.
 */
export type EngineAudience =
  'EVERYBODY' | 'REGISTERED' | 'RECIPIENT' | 'DATA_SUBJECT' | 'APPROVER' | 'ASKED' | 'CONFIRMING' | 'ANSWERING';

export function isInAudience(
  audience: EngineAudience,
  {
    party,
    authentication,
    approvables,
    answers,
  }: Pick<RolePolicy, 'party' | 'authentication' | 'approvables' | 'answers'>,
): boolean {
  switch (audience) {
    case 'EVERYBODY':
      return true;
    case 'REGISTERED':
      return authentication.isRegistered;
    case 'RECIPIENT':
      return isRecipient(party);
    case 'DATA_SUBJECT':
      return party === 'DATA_SUBJECT';
    case 'APPROVER':
      return approvables.length > 0;
    case 'ASKED':
      return party === 'DATA_SUBJECT' && answers.size > 0;
    case 'CONFIRMING':
      return party !== 'DATA_SUBJECT' && answers.size > 0;
    case 'ANSWERING':
      return answers.size > 0;
  }
}
