import type { AccountEntry, RegisterEntries } from '../register/entries.js';
import { demoAccounts, demoApplication, demoColleagues } from './accounts.js';
import type { DemoAccount } from './accounts.js';
import { castOrganisations } from './cast.js';

/** What stands in the demo's register, approved: all but the newcomer, whom an account creates, and the person, who is no partner. */
export function demoRegister(): RegisterEntries {
  const { secondAdministrator, machine } = demoColleagues;
  const organisations = castOrganisations();
  return Object.freeze({
    organisations: organisations.map(({ id, name }) => ({ id, name })),
    units: organisations.map(({ id, unit }) => ({ id: unit, organisation: id })),
    applications: [{ id: demoApplication }, { id: machine.name, organisation: machine.claims.ORGANISATION }],
    accounts: [...demoAccounts, secondAdministrator, machine].flatMap(entryOf),
  });
}

function entryOf({ claims, kind, application, isAdministrator }: DemoAccount): readonly AccountEntry[] {
  const { ACCOUNT: id, ORGANISATION: organisation, UNIT: unit } = claims;
  return organisation === undefined
    ? []
    : [{ id, kind: kind ?? 'PERSON', organisation, unit, application, isAdministrator }];
}
