/** Honest months and the attacks behind them: who is disturbed, and what a thief gets. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Robbed } from '../../bench/watch/attackTable.js';
import { pastOf, robAll } from '../../bench/watch/attackTable.js';
import { rateOf, watchYear } from '../../bench/watch/watchYear.js';
import type { WatchedYear } from '../../bench/watch/watchYear.js';
import { detectors } from '../../src/watch/detectors/all.js';
import type { Detector } from '../../src/watch/detectors/detector.js';

const months = { seed: 11, scale: 0.1, days: 150 };

describe('honest months', () => {
  it('raise at most one alarm in 10,000 days of an account', () => {
    const { alarms, accountDays } = watchYear(months);
    expect(accountDays).toBeGreaterThan(8_000);
    expect(rateOf(alarms.length, accountDays)).toBeLessThanOrEqual(1);
  });

  it('would raise many, were a strange network enough', () => {
    const jumpy: Detector = {
      name: 'PLACE',
      observe: ({ sighting }) =>
        sighting.isFromNewNetwork ? { detector: 'PLACE', level: 1, evidence: { strangeNetworks: 1 } } : undefined,
    };
    const { alarms, accountDays } = watchYear({ ...months, days: 25 }, [...detectors, jumpy]);
    expect(rateOf(alarms.length, accountDays)).toBeGreaterThan(10);
  });
});

describe('attacks on accounts that have months behind them', () => {
  let past: WatchedYear;
  let robbed: ReadonlyMap<string, Robbed>;
  beforeAll(() => {
    past = pastOf(1);
    robbed = new Map(robAll(past).map((each) => [each.attack.name, each]));
  });

  /** Persons and seconds at most, until no stolen account is served any more. */
  const atMost: readonly (readonly [name: string, persons: number, seconds: number])[] = [
    ['forward sweep from a strange network', 1_200, 60],
    ['forward sweep from a known network', 1_400, 60],
    ['backward sweep', 1_200, 60],
    ['ten aliases in a request', 2_500, 60],
    ['another address for each request', 1_200, 60],
    ['names tried from a list', 0, 60],
    ['facet by facet', 800, 60],
    ['a trainer of a hundred thousand', 1_200, 60],
    ['forward sweep, a page in ten seconds', 900, 300],
    ['all accounts of one organisation', 1_500, 300],
    ['a day’s budget less one, day after day', 799, 7 * 86_400],
    ['half of it, day after day', 1_600, 7 * 86_400],
    ['ten organisations, disjoint ranges', 1_500, 86_400],
  ];

  it.each(atMost)('%s: at most %i persons, stopped within %i seconds', (name, persons, seconds) => {
    const stolen = robbed.get(name)?.stolen;
    expect(stolen?.persons).toBeLessThanOrEqual(persons);
    expect(stolen?.secondsToStop).toBeLessThanOrEqual(seconds);
  });

  it('would get all that is reached, were nobody watching', () => {
    const unseen = robAll(past, []).find(({ attack }) => attack.name === 'forward sweep from a strange network');
    expect(unseen?.stolen).toMatchObject({ alarms: [], secondsToStop: undefined });
    expect(unseen?.stolen.persons).toBeGreaterThan(2_500);
  });
});
