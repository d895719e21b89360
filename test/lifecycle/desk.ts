/** The store of tenants and landlords, served, with an erasure register of its own; and what is at rest of a person. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planNamed } from '../../src/lifecycle/erasurePlan.js';
import { ErasureRegister } from '../../src/lifecycle/erasureRegister.js';
import type { RetentionReport } from '../../src/lifecycle/retain.js';
import { retain } from '../../src/lifecycle/retain.js';
import { confirmErasure, proposeErasure } from '../../src/lifecycle/rightToErasure.js';
import { parseUuid } from '../../src/kernel/uuid.js';
import type { Uuid } from '../../src/kernel/uuid.js';
import { operator } from '../../src/register/actor.js';
import { rentalFolder } from '../support/policies.js';
import { rentalAccounts } from '../support/rentalAccounts.js';
import type { TenantRow } from '../support/rentalRows.js';
import { fillRental, run } from '../support/rentalRows.js';
import type { Service, ServiceOptions } from '../support/service.js';
import { clockAt, startService } from '../support/service.js';

export const alice = operator('alice');
export const bert = operator('bert');

export interface Desk {
  readonly service: Service;
  readonly path: string;
  readonly register: ErasureRegister;
  close(): Promise<void>;
}

/** Whoever looks at the store need not serve it. */
export interface Stored {
  readonly service: Pick<Service, 'store'>;
}

export async function openDesk(
  instant: string,
  tenants: readonly TenantRow[] = [],
  options: Partial<ServiceOptions> = {},
): Promise<Desk> {
  const folder = mkdtempSync(join(tmpdir(), 'cloison-lifecycle-'));
  const path = join(folder, 'erasures.ndjson');
  const service = await startService({
    folder: rentalFolder,
    accounts: rentalAccounts,
    clock: clockAt(instant),
    erasureRegister: path,
    fill: (store) => fillRental(store, tenants),
    ...options,
  });
  return {
    service,
    path,
    register: new ErasureRegister(path, service.store.rooms.vault.erasures),
    close: async () => {
      await service.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function retainAll(
  { service, register }: Stored & Pick<Desk, 'register'>,
  limit = Infinity,
): Promise<RetentionReport> {
  return retain(service.store.lifecycle, register, {
    limit,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
}

/** As two operators do it. */
export async function eraseByRight(
  { service, register }: Stored & Pick<Desk, 'register'>,
  person: string,
): Promise<void> {
  const { lifecycle } = service.store;
  const plan = planNamed(lifecycle.plans, undefined);
  await proposeErasure(lifecycle, { plan, person: uuid(person), actor: alice }, 'The person asked for it.');
  await confirmErasure(lifecycle, register, { plan, person: uuid(person), actor: bert });
}

export function uuid(text: string): Uuid {
  const parsed = parseUuid(text);
  if (parsed === undefined) throw new Error(`no UUID: ${text}`);
  return parsed;
}

/** What is not NULL, of the row and the person's leases, by column. */
export async function leftOf({ service }: Stored, person: string): Promise<readonly string[]> {
  const rows = await run(
    service.store,
    `SELECT DISTINCT j.key FROM (SELECT to_jsonb(t) AS row FROM tenant t WHERE t.id = '${person}'
      UNION ALL SELECT to_jsonb(l) FROM lease l WHERE l.tenant_id = '${person}') x, jsonb_each(x.row) j
      WHERE j.value <> 'null' ORDER BY 1`,
  );
  return rows.map(({ key }) => String(key));
}

/** Columns of a person's rows that hold a key, a token or sealed bytes. */
export const secrets = [
  'born',
  'data_key',
  'file_number',
  'file_number_bidx',
  'file_number_surname_bidx',
  'forename',
  'phone',
  'rent',
  'surname',
  'surname_born_bidx',
];

/** Those that are still there. */
export async function secretsOf(desk: Stored, person: string): Promise<readonly string[]> {
  return (await leftOf(desk, person)).filter((column) => secrets.includes(column));
}
