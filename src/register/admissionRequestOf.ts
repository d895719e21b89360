import type { Caller } from '../kernel/caller.js';
import type { AdmissionRequest } from './admission.js';

/** What the register is asked again of a caller whom it has let in. */
export function admissionRequestOf(caller: Caller, isRegistered: boolean): AdmissionRequest {
  const { claims, actor, application, role, kind, authenticatedAt } = caller;
  return {
    account: claims.ACCOUNT,
    actor,
    application,
    role,
    organisation: claims.ORGANISATION,
    unit: claims.UNIT,
    kind,
    isRegistered,
    authenticatedAt,
  };
}
