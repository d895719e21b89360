/**
 * Fills a store of its own, serves it, asks everything that anybody could, and compares each answer with a reading of the
 * SDL that knows nothing of the engine.
 */
import { inTurns } from '../disclosure/inTurns.js';
import { openStore } from '../main.js';
import type { OpenStore, StoreOptions } from '../main.js';
import type { SchemaSource } from '../policy/read/storeSchema.js';
import { Keyring } from '../vault/keyring.js';
import { Pseudonyms } from './asking/pseudonyms.js';
import { Coverage } from './coverage.js';
import { fillApprovals } from './filling/fillApprovals.js';
import { fillStore } from './filling/fillStore.js';
import type { Filling } from './filling/fillStore.js';
import { readHoldings } from './filling/holdings.js';
import { instantOf } from './instants.js';
import { partKinds, partsOf } from './parts.js';
import type { PartKind } from './parts.js';
import type { When } from './reading/days.js';
import type { HeldWorld } from './reading/heldWorld.js';
import { readPolicy } from './reading/readPolicy.js';
import type { StatedPolicy } from './reading/statedPolicy.js';
import { accountsOf, registerOf, signatories } from './serving/accounts.js';
import { serving } from './serving/serving.js';
import { withoutBudgets } from './serving/withoutBudgets.js';
import { Tally } from './tally.js';

export interface ProveOptions {
  readonly sources: readonly SchemaSource[];
  readonly migrations: string | undefined;
  /** Of an empty database. */
  readonly databaseUrl: string;
  readonly seed: number;
  /** Only this role; all when it is left out. */
  readonly role?: string | undefined;
  /** Only these parts of the work; all when it is left out. */
  readonly parts?: readonly PartKind[] | undefined;
  readonly onProgress?: (progress: ProofProgress) => void;
  /** What is under way is given up when it aborts. */
  readonly signal?: AbortSignal;
}

export interface ProofProgress {
  /** Parts of the work. */
  readonly done: number;
  readonly of: number;
  readonly cases: number;
  readonly mismatches: number;
}

export interface Proof {
  readonly tally: Tally;
  readonly roles: readonly string[];
  /** The instant at which everything was asked, ISO 8601. */
  readonly instant: string;
  /** States of links that could not be made, so that nothing was asked of them. */
  readonly unmet: readonly string[];
}

/** Each waits for the database most of the time. */
const partsAtOnce = 4;

/** @throws Failure POLICY_INVALID, STORE_MISMATCH or CONFIG_INVALID; the signal's reason when it aborts. */
export async function prove(options: ProveOptions): Promise<Proof> {
  const stated = readPolicy(options.sources.map(({ text }) => text));
  const when = { now: instantOf(options.seed), zones: stated.zones };
  const opened: StoreOptions = {
    sources: withoutBudgets(options.sources),
    migrations: options.migrations,
    databaseUrl: options.databaseUrl,
    keyring: Keyring.parse(Keyring.generate()),
    clock: { now: () => when.now },
  };
  const store = await openStore(opened);
  try {
    const filling = await fillStore(store, options.seed, when);
    const world = await readHoldings(store, filling);
    return await proveStore({ options, opened, stated, when, store, filling, world });
  } finally {
    await store.close();
  }
}

interface Proving {
  readonly options: ProveOptions;
  readonly opened: StoreOptions;
  readonly filling: Filling;
  readonly stated: StatedPolicy;
  readonly when: When;
  readonly store: OpenStore;
  readonly world: HeldWorld;
}

async function proveStore(proving: Proving): Promise<Proof> {
  const { options, opened, stated, when, store, filling } = proving;
  const accounts = accountsOf(stated, proving.world, when).filter(({ role }) =>
    [undefined, role.name].includes(options.role),
  );
  const { database, vault, register } = store.rooms;
  const world = await fillApprovals({ database, stated, when, accounts }, proving.world);
  const entries = registerOf(accounts);
  await register.seed(entries, signatories);
  const [tally, coverage] = [new Tally(), new Coverage()];
  const unmade: string[] = [];
  const signal = options.signal ?? new AbortController().signal;
  await serving({ store, purposes: stated.purposes, signal }, async (desk) => {
    const shared = { desk, tally, coverage, vault, pseudonyms: new Pseudonyms() };
    const twins = { opened, database, filling, entries, seed: options.seed, signal };
    const parts = partsOf({
      stated,
      when,
      store,
      world,
      accounts,
      shared,
      twins,
      unmade,
      kinds: options.parts ?? partKinds,
    });
    let done = 0;
    await inTurns(parts, partsAtOnce, async (part) => {
      await part();
      done += 1;
      options.onProgress?.({ done, of: parts.length, cases: tally.cases, mismatches: tally.mismatches.length });
    });
  });
  const roles = [...new Set(accounts.map(({ role }) => role.name))];
  const unmet = [...coverage.unmet(stated, roles), ...unmade];
  return { tally, roles, instant: new Date(when.now).toISOString(), unmet };
}
