/** The organisations that are owed notices of a person: those that were served, and with what. */
import type { Executor } from './personEntries.js';
import { everyEntryOf } from './personEntries.js';
import type { PolicyNames } from './policyNames.js';

/** By organisation: coordinates that it was served, with the roles that were. */
export type Recipients = ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>;

/** `before`: entries with a smaller id; undefined: all. */
export async function recipientsOf(
  executor: Executor,
  names: PolicyNames,
  person: string,
  before?: number,
): Promise<Recipients> {
  const recipients = new Map<string, Map<string, Set<string>>>();
  for await (const entry of everyEntryOf(executor, person, before)) {
    const { organisation, role, kind, fields } = entry;
    if (organisation === null || role === null || kind !== 'READ' || !names.isRecipient(role)) continue;
    const served = recipients.get(organisation) ?? new Map<string, Set<string>>();
    recipients.set(organisation, served);
    for (const { coordinate } of fields) served.set(coordinate, (served.get(coordinate) ?? new Set()).add(role));
  }
  return recipients;
}
