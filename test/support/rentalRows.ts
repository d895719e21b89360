/** Fills the store of tenants and landlords: the fixture's rows, and more that a test makes up. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadRows } from '../../src/intake/loadRows.js';
import type { OpenStore } from '../../src/main.js';
import { rentalFolder } from './policies.js';
import { brick } from './rentalAccounts.js';

export type TenantRow = Readonly<Record<string, unknown>> & { readonly id: string };

export const orla = 'e0000000-0000-4000-8000-000000000001';
export const silas = 'e0000000-0000-4000-8000-000000000002';
export const wren = 'e0000000-0000-4000-8000-000000000003';

const brickDwelling = 'd0000000-0000-4000-8000-000000000001';

export async function fillRental(store: OpenStore, more: Iterable<TenantRow> = []): Promise<void> {
  const { policy, vault, database } = store.rooms;
  const fixture = readFileSync(join(rentalFolder, 'rows.ndjson'), 'utf8').trim().split('\n');
  const rows = [...fixture.map((line) => JSON.parse(line) as object), ...more];
  await loadRows(rows, { policy, vault, database, catalogue: store.catalogue });
  await run(store, readFileSync(join(rentalFolder, 'mandates.sql'), 'utf8'));
}

/** A statement of a test's own, straight to the database. */
export async function run(store: OpenStore, text: string): Promise<readonly Readonly<Record<string, unknown>>[]> {
  return store.rooms.database.read({ name: '', text, values: [] });
}

/** A tenant of brick with one running lease; `number` makes ids, file number and lease. */
export function tenantRow(number: number, fields: Readonly<Record<string, unknown>> = {}): TenantRow {
  const tail = String(number).padStart(12, '0');
  return {
    __typename: 'Tenant',
    id: `e1000000-0000-4000-8000-${tail}`,
    fileNumber: `U-${String(number).padStart(4, '0')}`,
    surname: `Invented-${number}`,
    forename: 'Ada',
    born: '1990-01-01',
    phone: `+44163296${String(1000 + number).slice(-4)}`,
    cameOn: '2024-01-01',
    leases: [leaseRow(`f1000000-0000-4000-8000-${tail}`)],
    ...fields,
  };
}

export function leaseRow(
  id: string,
  fields: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  return {
    id,
    dwelling: brickDwelling,
    landlord: brick,
    status: 'RUNNING',
    rent: 80_000,
    beginsOn: '2024-01-15',
    ...fields,
  };
}
