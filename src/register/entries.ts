/** What is registered ready to be used, in bulk: a deployment's first partners, the demo's, a test's. */
import { refuse } from '../kernel/refusal.js';
import type { Actor } from './actor.js';
import { requireIds } from './registerId.js';

export interface RegisterEntries {
  readonly organisations: readonly OrganisationEntry[];
  readonly units: readonly UnitEntry[];
  readonly applications: readonly ApplicationEntry[];
  readonly accounts: readonly AccountEntry[];
}

export interface OrganisationEntry {
  readonly id: string;
  readonly name: string;
}

export interface UnitEntry {
  readonly id: string;
  readonly organisation: string;
}

export interface ApplicationEntry {
  /** `client_id`. */
  readonly id: string;
  /** Whose accounts it serves; undefined: everybody's. */
  readonly organisation?: string | undefined;
}

export interface AccountEntry {
  /** `sub`. */
  readonly id: string;
  readonly kind: AccountKind;
  readonly organisation: string;
  readonly unit?: string | undefined;
  /** The only application that may ask for it; undefined: any that serves its organisation. */
  readonly application?: string | undefined;
  readonly isAdministrator?: boolean | undefined;
}

export type AccountKind = 'PERSON' | 'MACHINE';

/** The two who answer for entries in bulk: who wrote them and who looked at them. */
export interface Signatories {
  readonly createdBy: Actor;
  readonly approvedBy: Actor;
}

/** Throws Refused ARGUMENT_INVALID or SECOND_PERSON_NEEDED. */
export function requireEntries(entries: RegisterEntries, { createdBy, approvedBy }: Signatories): void {
  if (createdBy === approvedBy)
    throw refuse('SECOND_PERSON_NEEDED', 'Who wrote the entries and who approved them are two persons.');
  const { organisations, units, applications, accounts } = entries;
  requireIds([...organisations, ...units, ...applications, ...accounts].map(({ id }) => id));
  requireIds([...units, ...applications, ...accounts].map(({ organisation }) => organisation));
  requireIds(accounts.flatMap(({ unit, application }) => [unit, application]));
  for (const { name } of organisations) requireName(name);
  if (accounts.some(({ kind, isAdministrator }) => kind === 'MACHINE' && isAdministrator === true))
    throw refuse('ARGUMENT_INVALID', 'A machine administers nothing.');
}

/** Throws Refused ARGUMENT_INVALID. */
export function requireName(name: string): void {
  if (name.trim() !== '' && name.length <= 200 && !/\p{Cc}/u.test(name)) return;
  throw refuse('ARGUMENT_INVALID', 'The name of an organisation is 1 to 200 printable characters.');
}
