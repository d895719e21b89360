import { headOf } from '../ledger/entry.js';
import type { CorridorRooms } from '../disclosure/disclosureContext.js';
import type { Caller } from '../kernel/caller.js';

interface NotedRefusal {
  readonly code: string;
  readonly message: string;
}

/** Into the ledger: who tried what and by which rule it was refused. A message of ours names coordinates and no value. */
export function noteRefusal({ policy, ledger }: CorridorRooms, caller: Caller, { code, message }: NotedRefusal): void {
  const head = headOf(caller, { kind: 'REFUSAL', policy: policy.digest.slice(0, 16) });
  ledger.refused({ ...head, detail: { code, message } });
}
