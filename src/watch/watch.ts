/**
 * The watcher of a process: of all replicas one reads the ledger, under a lock of its connection; when that goes, another takes
 * over within a second. All of them hold what was set off.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../kernel/clock.js';
import type { Ledger } from '../ledger/ledger.js';
import type { Register } from '../register/register.js';
import type { Database } from '../store/database.js';
import type { Session } from '../store/session.js';
import type { Detector } from './detectors/detector.js';
import { Bell } from './bell.js';
import type { SlowedAccounts } from './slowedAccounts.js';
import type { Tripwires } from './tripwires.js';
import type { WatchedPolicy } from './watchedPolicy.js';
import { WatchTurns } from './watchTurn.js';
import { deliver } from './webhook.js';
import type { Webhook } from './webhook.js';

export interface WatchDeps {
  readonly database: Database;
  readonly register: Register;
  readonly ledger: Ledger;
  readonly policy: WatchedPolicy;
  readonly clock: Clock;
  readonly slowed: SlowedAccounts;
  readonly tripwires: Tripwires;
  /** Undefined: nobody is told but the ledger and the list of alarms. */
  readonly webhook?: Webhook | undefined;
  readonly onFailure: (error: unknown) => void;
  readonly detectors: readonly Detector[];
}

export interface RunningWatch {
  /** Whether this process holds the lock. */
  readonly isWatching: () => boolean;
  /** Reads the ledger now, in place of within a quarter of a second; resolves after that turn, at once where another process watches. */
  readOn(): Promise<void>;
  /** Gives the lock back; what is under way ends first. */
  stop(): Promise<void>;
}

/** What a thief reads between two turns is what a stop comes too late for. */
const turnEveryMs = 250;
const tryEveryMs = 1_000;
const refreshEveryMs = 1_000;
const lockKey = 4_785_221_908;

const idle: RunningWatch = {
  isWatching: () => false,
  readOn: () => Promise.resolve(),
  stop: () => Promise.resolve(),
};

/** With no detector nothing is read, and nobody is slowed. */
export function startWatch(deps: WatchDeps): RunningWatch {
  if (deps.detectors.length === 0) return idle;
  const ending = new AbortController();
  const { signal } = ending;
  const bell = new Bell();
  let isWatching = false;
  const watching = (is: boolean): void => {
    isWatching = is;
  };
  const work = Promise.all([
    repeated(() => lead({ ...deps, bell }, signal, watching), {
      everyMs: tryEveryMs,
      signal,
      onFailure: deps.onFailure,
    }),
    repeated(() => refresh(deps), { everyMs: refreshEveryMs, signal, onFailure: deps.onFailure }),
  ]);
  return {
    isWatching: () => isWatching,
    readOn: () => (isWatching ? bell.ring() : Promise.resolve()),
    stop: async () => {
      ending.abort();
      await work;
    },
  };
}

type RungDeps = WatchDeps & { readonly bell: Bell };

interface Repeating {
  readonly everyMs: number;
  readonly signal: AbortSignal;
  readonly onFailure: (error: unknown) => void;
}

/** The first failure of several in a row is told, and the next time tries again. */
async function repeated(work: () => Promise<void>, { everyMs, signal, onFailure }: Repeating): Promise<void> {
  let isFailing = false;
  while (!signal.aborted) {
    try {
      await work();
      isFailing = false;
    } catch (error) {
      if (!isFailing) onFailure(error);
      isFailing = true;
    }
    await pause(everyMs, signal);
  }
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal, ref: false }).catch(() => undefined);
}

async function refresh({ slowed, tripwires }: WatchDeps): Promise<void> {
  await Promise.all([slowed.refresh(), tripwires.refresh()]);
}

/** Until `signal` aborts or the connection fails, when this process gets the lock; else nothing. */
function lead(deps: RungDeps, signal: AbortSignal, watching: (is: boolean) => void): Promise<void> {
  return deps.database.exclusive(async (session) => {
    if (!(await locked(session))) return;
    const delivering = new AbortController();
    const delivery = delivered(deps, delivering.signal);
    watching(true);
    try {
      await turns(session, deps, signal);
    } finally {
      watching(false);
      // The lock goes with the connection.
      session.markBroken();
      delivering.abort();
      await delivery;
    }
  });
}

async function turns(session: Session, deps: RungDeps, signal: AbortSignal): Promise<void> {
  const { register, ledger, policy, detectors, webhook, bell } = deps;
  const turn = await WatchTurns.begin(session, {
    register,
    ledger,
    policy,
    detectors,
    tellsWebhook: webhook !== undefined,
  });
  let served = bell.taken();
  try {
    while (!signal.aborted) {
      if (await turn.next()) continue;
      served();
      await bell.rungWithin(turnEveryMs, signal);
      served = bell.taken();
    }
  } finally {
    // Nobody waits for a turn that does not come.
    served();
    bell.taken()();
  }
  await turn.end();
}

async function locked(session: Session): Promise<boolean> {
  const [row] = await session.read({
    name: 'watch_lock',
    text: `SELECT pg_try_advisory_lock(${String(lockKey)}) AS "isLocked"`,
    values: [],
  });
  return row?.['isLocked'] === true;
}

async function delivered({ webhook, ...deps }: WatchDeps, signal: AbortSignal): Promise<void> {
  if (webhook !== undefined) await deliver({ ...deps, webhook }, signal);
}
