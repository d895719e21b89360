/**
 * Non-interference: two stores that differ only in what a role may not read give it the same bytes, answers and errors alike,
 * under one clock and with one set of keys.
 */
import { openStore } from '../../main.js';
import type { StoreOptions } from '../../main.js';
import type { Database } from '../../store/database.js';
import { identifier } from '../../store/read/identifier.js';
import { randomUuid } from '../../vault/random.js';
import type { Asking } from '../asking/asker.js';
import { askLookups } from '../asking/lookups.js';
import { Pseudonyms } from '../asking/pseudonyms.js';
import { askReads } from '../asking/reads.js';
import { askRefusals } from '../asking/refusals.js';
import { Coverage } from '../coverage.js';
import { FillingDice } from '../filling/fillingDice.js';
import type { Filling } from '../filling/fillStore.js';
import { readHoldings } from '../filling/holdings.js';
import { insertApprovals } from '../filling/fillApprovals.js';
import { insertRows } from '../filling/insertRows.js';
import type { HeldWorld } from '../reading/heldWorld.js';
import type { RegisterEntries } from '../../register/entries.js';
import { signatories } from '../serving/accounts.js';
import type { Desk } from '../serving/desk.js';
import { serving } from '../serving/serving.js';
import { Tally } from '../tally.js';
import { areSame } from './sameForReaders.js';
import { askMalformed } from './malformed.js';
import { TwinDesk } from './twinDesk.js';
import { variedFilling } from './variedFilling.js';
import { variedApprovals } from './variedApprovals.js';

export interface Twins {
  /** What the first store was opened with; the second gets a database of its own beside it. */
  readonly opened: StoreOptions;
  readonly database: Database;
  readonly filling: Filling;
  readonly entries: RegisterEntries;
  readonly seed: number;
  /** One for each purpose of the role: the questions, and whose they are. */
  readonly askings: readonly (Asking & { readonly desk: Desk })[];
  readonly signal: AbortSignal;
}

/** Undefined when it was done; else why not. */
export async function askTwins(twins: Twins): Promise<string | undefined> {
  const name = `prove_${randomUuid().replaceAll('-', '')}`;
  const { database } = twins;
  await database.read({ name: '', text: `CREATE DATABASE ${identifier(name)} TEMPLATE template0`, values: [] });
  try {
    return await askBoth(twins, urlOf(twins.opened.databaseUrl, name));
  } finally {
    await database.read({ name: '', text: `DROP DATABASE ${identifier(name)} WITH (FORCE)`, values: [] });
  }
}

function urlOf(first: string, name: string): string {
  const url = new URL(first);
  url.pathname = `/${name}`;
  return url.href;
}

async function askBoth(twins: Twins, databaseUrl: string): Promise<string | undefined> {
  const { opened, entries, filling, seed, askings, signal } = twins;
  const [first] = askings;
  if (first === undefined) return undefined;
  const { asker, policy, world } = first.reading;
  const readings = askings.map(({ reading }) => reading);
  const store = await openStore({ ...opened, databaseUrl });
  try {
    const { rooms } = store;
    await rooms.register.seed(entries, signatories);
    const varied = variedFilling({ filling, role: asker.role, readings, dice: new FillingDice(seed + 1) });
    for (const table of varied.tables) await insertRows(rooms, table, varied.rows.get(table.name) ?? []);
    const held = await readHoldings(store, varied);
    const approvals = variedApprovals(world.approvals, held, readings);
    await insertApprovals(rooms.database, approvals);
    const other: HeldWorld = { ...held, approvals };
    if (!readings.every((reading) => areSame(reading, reading.in(other))))
      return `TWINS of ${asker.role}: this schema ties what it may read to what it may not, so no second store was made`;
    await serving({ store, purposes: policy.purposes, signal }, async (desk) => {
      for (const asking of askings) await askAll(asking, new TwinDesk(asking.desk, desk, asking.tally));
    });
    return undefined;
  } finally {
    await store.close();
  }
}

/** All questions once more; what they are judged by here is the other store alone. */
async function askAll(asking: Asking, desk: TwinDesk): Promise<void> {
  const again: Asking = {
    ...asking,
    desk,
    account: { ...asking.account, isFirst: false },
    tally: new Tally(),
    coverage: new Coverage(),
    pseudonyms: new Pseudonyms(),
  };
  await askReads(again);
  await askLookups(again);
  await askRefusals(again);
  await askMalformed(again);
}
