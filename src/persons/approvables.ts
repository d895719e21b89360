/** What a person may approve, and which organisations are linked to it: what a front end offers. */
import type { Caller } from '../kernel/caller.js';
import type { Approvable } from '../policy/compiled.js';
import { linkedOrganisationsSql } from '../store/read/linkedOrganisationsSql.js';
import type { ColumnTypes } from '../store/read/linkSql.js';
import { valuesOf } from '../store/read/parameters.js';
import { readTimes } from '../store/read/readTimes.js';
import type { Row } from '../store/statement.js';
import type { ApprovalDesk } from './ownApprovals.js';
import { approvablesOf, opensOf, personOf } from './ownApprovals.js';
import type { DisclosedField, Executor } from './personEntries.js';

export interface OfferedApproval {
  readonly purpose: string;
  readonly purposeText: string;
  readonly opens: readonly DisclosedField[];
  readonly organisations: readonly { readonly id: string; readonly name: string }[];
}

/** Throws Refused FORBIDDEN. */
export async function offeredApprovals(
  desk: ApprovalDesk & { readonly types: ColumnTypes },
  executor: Executor,
  caller: Caller,
): Promise<readonly OfferedApproval[]> {
  const approvables = approvablesOf(desk, caller);
  const linked = await linkedOrganisations(desk, executor, caller);
  return approvables.map((approvable) => ({
    purpose: approvable.purpose,
    purposeText: desk.policy.purposes.get(approvable.purpose)?.text ?? '',
    opens: opensOf(approvable),
    organisations: linked
      .filter(({ name }) => name === nameOf(approvable))
      .map(({ id, organisation }) => ({ id: String(id), name: String(organisation) })),
  }));
}

async function linkedOrganisations(
  { policy, types, now }: ApprovalDesk & { readonly types: ColumnTypes },
  executor: Executor,
  caller: Caller,
): Promise<readonly Row[]> {
  const person = personOf(caller);
  const arms = approvablesOf({ policy }, caller).flatMap((approvable) =>
    approvable.roles
      .flatMap(({ reaches }) => reaches)
      .filter(({ claim }) => claim === 'ORGANISATION')
      .map((reach) => ({ name: nameOf(approvable), person: approvable.type, reach })),
  );
  if (person === undefined || arms.length === 0) return [];
  const { text, parameters } = linkedOrganisationsSql(arms, types);
  const names = Object.fromEntries(arms.map(({ name }, index) => [`name${String(index)}`, name]));
  const reading = { claims: {}, absorbed: [], purpose: caller.purpose, times: readTimes(now, policy.zones) };
  return executor.read({ name: '', text, values: valuesOf(parameters, reading, { ...names, person }) });
}

function nameOf({ type, purpose }: Approvable): string {
  return `${type} ${purpose}`;
}
