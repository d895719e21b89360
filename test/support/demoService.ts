/** The demo's store, served to its accounts: all of it, or its first persons only. */
import { demoAccounts } from '../../src/demo/accounts.js';
import { demoStore } from '../../src/demo/store/demoStore.js';
import type { DemoRow } from '../../src/demo/world/rows.js';
import { loadRows } from '../../src/intake/loadRows.js';
import type { OpenStore } from '../../src/main.js';
import { storeFolder } from './policies.js';
import type { MovableClock, Service } from './service.js';
import { startService } from './service.js';

export interface DemoServiceOptions {
  /** `2026-03-01`: every date of the store is relative to it. */
  readonly today: string;
  readonly clock: MovableClock;
  /** How many persons; all of them when it is left out. */
  readonly persons?: number;
  /** Further accounts of the issuer. */
  readonly accounts?: typeof demoAccounts;
}

export function startDemoService({ today, clock, persons, accounts = [] }: DemoServiceOptions): Promise<Service> {
  return startService({
    folder: storeFolder,
    accounts: [...demoAccounts, ...accounts],
    clock,
    fill: (store) => fillDemo(store, demoRows(today, persons)),
  });
}

async function fillDemo({ rooms, catalogue }: OpenStore, rows: readonly DemoRow[]): Promise<void> {
  const { policy, vault, database } = rooms;
  await loadRows(rows, { policy, vault, database, catalogue });
  await database.read({ name: '', text: 'ANALYZE', values: [] });
}

/** What is about no person, then the first `persons` persons. */
function demoRows(today: string, persons = Infinity): readonly DemoRow[] {
  const rows = [...demoStore(today)];
  const people = demoPeople(today).slice(0, persons);
  return [...rows.filter(({ __typename }) => __typename !== 'JobSeeker'), ...people];
}

/** The persons, as they were made: what the store holds sealed. */
export function demoPeople(today: string): readonly DemoRow[] {
  return [...demoStore(today)].filter(({ __typename }) => __typename === 'JobSeeker');
}
