/**
 * Fills a store of its own, serves it, asks everything that anybody could, and compares each answer with a reading of the
 * SDL that knows nothing of the engine.
 */
import { inTurns } from '../disclosure/inTurns.js';
import { openStore } from '../main.js';
import type { OpenStore } from '../main.js';
import type { SchemaSource } from '../policy/read/storeSchema.js';
import { Keyring } from '../vault/keyring.js';
import type { Asking } from './asking/asker.js';
import { askLookups } from './asking/lookups.js';
import { Pseudonyms } from './asking/pseudonyms.js';
import { askReads } from './asking/reads.js';
import { askRefusals } from './asking/refusals.js';
import { askWalls } from './asking/walls.js';
import { Coverage } from './coverage.js';
import { fillApprovals } from './filling/fillApprovals.js';
import { fillStore } from './filling/fillStore.js';
import { readHoldings } from './filling/holdings.js';
import { instantOf } from './instants.js';
import { CallerReading } from './reading/callerReading.js';
import type { When } from './reading/days.js';
import type { HeldWorld } from './reading/heldWorld.js';
import { readPolicy } from './reading/readPolicy.js';
import type { StatedPolicy } from './reading/statedPolicy.js';
import { accountsOf, registerOf } from './serving/accounts.js';
import type { ProofAccount } from './serving/accounts.js';
import type { Desk } from './serving/desk.js';
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
const askersAtOnce = 4;

/** @throws Failure POLICY_INVALID, STORE_MISMATCH or CONFIG_INVALID; the signal's reason when it aborts. */
export async function prove(options: ProveOptions): Promise<Proof> {
  const stated = readPolicy(options.sources.map(({ text }) => text));
  const when = { now: instantOf(options.seed), zones: stated.zones };
  const store = await openStore({
    sources: withoutBudgets(options.sources),
    migrations: options.migrations,
    databaseUrl: options.databaseUrl,
    keyring: Keyring.parse(Keyring.generate()),
    clock: { now: () => when.now },
  });
  try {
    const filling = await fillStore(store, options.seed, when);
    const world = await readHoldings(store, filling);
    return await proveStore({ options, stated, when, store, world });
  } finally {
    await store.close();
  }
}

interface Proving {
  readonly options: ProveOptions;
  readonly stated: StatedPolicy;
  readonly when: When;
  readonly store: OpenStore;
  readonly world: HeldWorld;
}

async function proveStore(proving: Proving): Promise<Proof> {
  const { options, stated, when, store } = proving;
  const accounts = accountsOf(stated, proving.world, when).filter(({ role }) =>
    [undefined, role.name].includes(options.role),
  );
  const { database } = store.rooms;
  const world = await fillApprovals({ database, stated, when, accounts }, proving.world);
  const signatories = { createdBy: 'operator:prove', approvedBy: 'operator:second' } as const;
  await store.rooms.register.seed(registerOf(accounts), signatories);
  const [tally, coverage] = [new Tally(), new Coverage()];
  const signal = options.signal ?? new AbortController().signal;
  await serving({ store, purposes: stated.purposes, signal }, async (desk) => {
    const parts = partsOf({ ...proving, world }, accounts, {
      desk,
      tally,
      coverage,
      pseudonyms: new Pseudonyms(),
      vault: store.rooms.vault,
    });
    let done = 0;
    await inTurns(parts, askersAtOnce, async (part) => {
      await part();
      done += 1;
      options.onProgress?.({ done, of: parts.length, cases: tally.cases, mismatches: tally.mismatches.length });
    });
  });
  const roles = [...new Set(accounts.map(({ role }) => role.name))];
  return { tally, roles, instant: new Date(when.now).toISOString(), unmet: coverage.unmet(stated, roles) };
}

type Part = () => Promise<void>;
type Shared = Omit<Asking, 'account' | 'reading'> & { readonly desk: Desk };

/** Everybody reads; what is refused is refused whoever is linked, so one account a role tries it. */
function partsOf(
  { stated, when, store, world }: Proving,
  accounts: readonly ProofAccount[],
  shared: Shared,
): readonly Part[] {
  const tried = new Set<string>();
  return accounts.flatMap((account) =>
    purposesOf(stated, account).flatMap((purpose): readonly Part[] => {
      const asker = { role: account.role.name, purpose, claims: account.claims };
      const asking: Asking = { ...shared, account, reading: new CallerReading(stated, world, when, asker) };
      const reads = [() => askReads(asking), () => askLookups(asking)];
      const key = `${asker.role} ${purpose}`;
      if (tried.has(key)) return reads;
      tried.add(key);
      return [...reads, () => askRefusals(asking), () => askWalls(asking, store)];
    }),
  );
}

/** Those for which the role is granted anything. */
function purposesOf({ types, purposes }: StatedPolicy, { role }: ProofAccount): readonly string[] {
  const disclosures = [...types.values()].flatMap((type) => [
    ...type.disclosures,
    ...[...type.fields.values()].flatMap((field) => field.disclosures),
  ]);
  return purposes.filter((purpose) =>
    disclosures.some((each) => each.to.includes(role.name) && each.purposes.includes(purpose)),
  );
}
