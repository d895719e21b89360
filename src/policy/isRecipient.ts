import type { Party } from './compiled.js';

/** To whom data are disclosed (GDPR Art. 4(9)): not the controller's own staff, the person, or an authority that inquires. */
export function isRecipient(party: Party): boolean {
  return party === 'JOINT_CONTROLLER' || party === 'PROCESSOR' || party === 'RECIPIENT';
}
