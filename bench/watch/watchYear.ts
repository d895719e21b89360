/** Runs the detectors over honest years: how often each of them raises an alarm that nobody deserves. */
import { detectors } from '../../src/watch/detectors/all.js';
import type { Detector } from '../../src/watch/detectors/detector.js';
import type { Alarm, WatchState } from '../../src/watch/observe.js';
import { nothingSeen, observe } from '../../src/watch/observe.js';
import { dayOf } from '../../src/watch/instants.js';
import type { Organisation } from './trainers.js';
import type { YearOptions } from './honestYear.js';
import { honestYear } from './honestYear.js';

export interface WatchedYear {
  readonly state: WatchState;
  readonly organisations: readonly Organisation[];
  readonly entries: number;
  readonly accounts: number;
  /** Days of an account on which it asked. */
  readonly accountDays: number;
  readonly alarms: readonly Alarm[];
}

export function watchYear(options: YearOptions, watching: readonly Detector[] = detectors): WatchedYear {
  const { days, organisations } = honestYear(options);
  const alarms: Alarm[] = [];
  let state = nothingSeen;
  let entries = 0;
  let accountDays = 0;
  for (const day of days) {
    entries += day.length;
    accountDays += new Set(day.map(({ account }) => account)).size;
    const observed = observe(state, day, watching);
    state = observed.state;
    alarms.push(...observed.alarms);
  }
  return { state, organisations, entries, accounts: state.accounts.size, accountDays, alarms };
}

/** False alarms in 10,000 account-days. */
export function rateOf(alarms: number, accountDays: number): number {
  return (alarms * 10_000) / accountDays;
}

/** What an alarm would have told, for whoever tunes a detector. */
export function lineOf({ at, account, detector, level, evidence }: Alarm, first: number): string {
  return `day ${String(dayOf(at) - first)} ${account} ${detector} level ${String(level)} ${JSON.stringify(evidence)}`;
}
