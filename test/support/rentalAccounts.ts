/** Who asks the store of tenants and landlords. */
import type { DemoAccount } from '../../src/demo/accounts.js';

export const brick = 'a0000000-0000-4000-8000-000000000001';
export const harbour = 'a0000000-0000-4000-8000-000000000002';

export const rentalAccounts: readonly DemoAccount[] = [
  landlord('brick', brick),
  landlord('harbour', harbour),
  account('agent-north', 'AGENT', { ACCOUNT: 'agent-north' }, 'LETTING'),
  account('agent-south', 'AGENT', { ACCOUNT: 'agent-south' }, 'LETTING'),
  account(
    'surety',
    'GUARANTEE_FUND',
    { ACCOUNT: 'surety', ORGANISATION: 'b0000000-0000-4000-8000-000000000001' },
    'GUARANTEE',
  ),
  account('orla', 'TENANT', { ACCOUNT: 'orla', SUBJECT: 'e0000000-0000-4000-8000-000000000001' }, 'OWN_FILE'),
  account('misnamed', 'TENANT', { ACCOUNT: 'misnamed', SUBJECT: 'no-key-of-any-row' }, 'OWN_FILE'),
];

function landlord(name: string, organisation: string): DemoAccount {
  return account(name, 'LANDLORD', { ACCOUNT: name, ORGANISATION: organisation }, 'LETTING');
}

function account(name: string, role: string, claims: DemoAccount['claims'], purpose: string): DemoAccount {
  return { name, role, claims, purposes: [purpose], defaultPurpose: purpose };
}
