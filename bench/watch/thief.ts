/**
 * A thief with stolen accounts against the detectors: each request becomes an entry, and the reactions hold half a second after
 * it, as they do in a served store. Whom an account has learnt of by then is what the theft took.
 */
import type { Detector } from '../../src/watch/detectors/detector.js';
import type { Alarm, WatchState } from '../../src/watch/observe.js';
import { observe } from '../../src/watch/observe.js';
import { reactionsOf, slowedMilliseconds } from '../../src/watch/reactions.js';
import type { WatchedEntry } from '../../src/watch/watchedEntry.js';

/** A request that the thief sends once the one before it was answered. */
export type Theft = Pick<WatchedEntry, 'account' | 'organisation'> &
  Partial<WatchedEntry> & {
    /** Since the thief's request before it. */
    readonly afterMs: number;
  };

export interface Attack {
  readonly name: string;
  /** Number in the list of attacks. */
  readonly numbers: string;
  readonly requests: Iterable<Theft>;
}

export interface Stolen {
  readonly persons: number;
  readonly requests: number;
  readonly alarms: readonly Alarm[];
  /** From the first request to the first alarm; undefined: nobody noticed. */
  readonly secondsToAlarm: number | undefined;
  /** To the moment from which no stolen account was served any more. */
  readonly secondsToStop: number | undefined;
}

const reactionMs = 500;

export function steal(
  state: WatchState,
  startsAt: number,
  requests: Iterable<Theft>,
  detectors: readonly Detector[],
): Stolen {
  const run = { state, at: startsAt, seen: new Set<string>(), requests: 0, alarms: [] as Alarm[] };
  const shutAt = new Map<string, number>();
  const slowAt = new Map<string, number>();
  const accounts = new Set<string>();
  for (const { afterMs, ...theft } of requests) {
    accounts.add(theft.account);
    run.at += Math.max(afterMs, (slowAt.get(theft.account) ?? Infinity) <= run.at ? slowedMilliseconds : 0);
    if ((shutAt.get(theft.account) ?? Infinity) <= run.at) continue;
    run.requests += 1;
    const entry = entryOf(theft, run.requests, run.at);
    for (const person of entry.persons) run.seen.add(person);
    const observed = observe(run.state, [entry], detectors);
    run.state = observed.state;
    run.alarms.push(...observed.alarms);
    for (const alarm of observed.alarms) hold(alarm, run.at + reactionMs, { shutAt, slowAt });
  }
  const [first] = run.alarms;
  const isShut = [...accounts].every((account) => shutAt.has(account));
  return {
    persons: run.seen.size,
    requests: run.requests,
    alarms: run.alarms,
    secondsToAlarm: first === undefined ? undefined : (first.at - startsAt) / 1000,
    secondsToStop: isShut ? (Math.max(...shutAt.values()) - startsAt) / 1000 : undefined,
  };
}

/** Shuts or slows the alarm's accounts from `at` on, unless they are already. A stolen session cannot authenticate afresh. */
function hold(
  alarm: Alarm,
  at: number,
  { shutAt, slowAt }: { readonly shutAt: Map<string, number>; readonly slowAt: Map<string, number> },
): void {
  const reactions = reactionsOf(alarm);
  const isShut = reactions.some((each) => each !== 'NOTIFY' && each !== 'SLOW');
  for (const account of alarm.accounts) {
    if (reactions.includes('SLOW')) slowAt.set(account, Math.min(at, slowAt.get(account) ?? Infinity));
    if (isShut) shutAt.set(account, Math.min(at, shutAt.get(account) ?? Infinity));
  }
}

function entryOf(theft: Omit<Theft, 'afterMs'>, number: number, at: number): WatchedEntry {
  return {
    id: 1_000_000_000 + number,
    kind: 'READ',
    isMachine: false,
    role: 'TRAINER',
    network: '203.0.113.9',
    policy: 'policy-2',
    persons: [],
    coordinates: ['Person.name', 'Person.forename'],
    isNaming: true,
    misses: 0,
    what: undefined,
    caseload: undefined,
    dailyBound: undefined,
    isExpected: false,
    ...theft,
    at,
  };
}
