/** Who asks of a policy's amounts, and the tables of the tenancy through which it reaches persons. */
import type { Caller, PurposeName, RoleName } from '../../src/kernel/caller.js';
import type { CompiledPolicy } from '../../src/policy/compiled.js';
import type { ColumnTypes } from '../../src/store/read/linkSql.js';
import type { Reading } from '../../src/store/read/parameters.js';
import { readTimes } from '../../src/store/read/readTimes.js';
import type { Desk } from './desk.js';

/** In milliseconds since the epoch. */
export const now = Date.UTC(2027, 0, 15, 8);

export const types: ColumnTypes = (_table, column) => (column.endsWith('_on') ? 'date' : 'text');

export function callerWith(role: string, purpose: string, claims: Caller['claims']): Caller {
  return {
    role: role as RoleName,
    purpose: purpose as PurposeName,
    claims,
    application: 'app',
    tokenId: 'token',
    expiresAt: now / 1000 + 300,
    kind: 'PERSON',
    actor: undefined,
    sender: 'DPOP',
    key: undefined,
    authenticatedAt: now / 1000,
    standing: {
      isInQuarantine: false,
      isAdministrator: false,
      isSubmissionOnly: false,
      stoppedFields: [],
      absorbed: [],
    },
    registerVersion: '1',
  };
}

export function readingOf(policy: CompiledPolicy, { claims, purpose, standing }: Caller): Reading {
  return { claims, purpose, absorbed: standing.absorbed, times: readTimes(now, policy.zones) };
}

/** The links of agencies and of managers, empty. */
export async function makeLinks({ query }: Pick<Desk, 'query'>): Promise<void> {
  await query(
    'CREATE TABLE public.lease (tenant_id uuid, agency_id text, offered_on date, ended_on date, objected_on date)',
  );
  await query('CREATE TABLE public.mandate (tenant_id uuid, account text, starts_on date, ends_on date)');
}
