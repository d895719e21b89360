/** Who looks after whose accounts, in the tests of administration: two landlords, an agency and a fund, as their software asks. */
import type { DemoAccount } from '../../src/demo/accounts.js';
import { brick, harbour, rentalAccounts } from '../support/rentalAccounts.js';

export const harbourUnit = 'harbour-quay';

export const administrationAccounts: readonly DemoAccount[] = [
  ...rentalAccounts,
  landlord('anna', brick, { isAdministrator: true }),
  landlord('bert', brick, { isAdministrator: true }),
  landlord('busy', brick, { isAdministrator: true }),
  landlord('hasty', brick, { isAdministrator: true }),
  { ...landlord('hugo', harbour, { isAdministrator: true }), claims: claimsOf('hugo', harbour, harbourUnit) },
  { ...landlord('chief', 'home-organisation', { isAdministrator: true }), role: 'AGENT', claims: { ACCOUNT: 'chief' } },
];

function landlord(name: string, organisation: string, more: Partial<DemoAccount>): DemoAccount {
  return {
    name,
    role: 'LANDLORD',
    claims: claimsOf(name, organisation),
    purposes: ['LETTING'],
    defaultPurpose: 'LETTING',
    ...more,
  };
}

function claimsOf(name: string, organisation: string, unit?: string): DemoAccount['claims'] {
  return { ACCOUNT: name, ORGANISATION: organisation, ...(unit === undefined ? {} : { UNIT: unit }) };
}

/** Each change of the account, as an operation. */
export const changes = {
  approve: (id: string) => `mutation { approveAccount(account: ${JSON.stringify(id)}) { id state approvedBy } }`,
  close: (id: string) => `mutation { closeAccount(account: ${JSON.stringify(id)}) { id state } }`,
  stop: (id: string) =>
    `mutation { stopAccount(account: ${JSON.stringify(id)}, reason: "A laptop is lost.") { id state } }`,
  reinstate: (id: string) => `mutation { reinstateAccount(account: ${JSON.stringify(id)}) { id state } }`,
} as const;

export function create(id: string, more = ''): string {
  return `mutation { createAccount(account: { id: ${JSON.stringify(id)} ${more} }) { id state createdBy approvedBy } }`;
}

/** Every change, of one account, named. */
export function everyChange(id: string): readonly (readonly [name: string, operation: string])[] {
  return Object.entries(changes).map(([name, of]) => [name, of(id)] as const);
}
