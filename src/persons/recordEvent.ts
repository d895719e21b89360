/** What was done with persons' data beside reading and writing it, as the ledger keeps it. */
import type { Caller } from '../kernel/caller.js';
import type { Executor } from './personEntries.js';

export interface PersonEvent {
  /** What was done. */
  readonly event: string;
  /** `operator:NAME`, when no account did it. */
  readonly actor?: string;
  readonly caller?: Caller;
  readonly persons: readonly string[];
  readonly shapes: readonly (readonly string[])[];
  /** Ids and names: never a value. */
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Committed when it resolves, or with the transaction that `executor` is. */
export async function recordEvent(executor: Executor, event: PersonEvent): Promise<void> {
  await executor.read({
    name: 'persons_record_event',
    text: `SELECT cloison.append_entries(jsonb_build_array(
  $1::jsonb || jsonb_build_object('salt', encode(uuid_send(gen_random_uuid()), 'hex'))))`,
    values: [JSON.stringify(entryOf(event))],
  });
}

function entryOf({ event, actor, caller, persons, shapes, detail }: PersonEvent): unknown {
  return {
    kind: 'EVENT',
    account: caller?.claims.ACCOUNT,
    organisation: caller?.claims.ORGANISATION,
    unit: caller?.claims.UNIT,
    application: caller?.application,
    actor: caller?.actor ?? actor,
    token: caller?.tokenId,
    role: caller?.role,
    purpose: caller?.purpose,
    persons: `{${persons.join()}}`,
    shapes,
    detail: { event, ...detail },
  };
}
