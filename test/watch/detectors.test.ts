/** Each detector has a theft that it alone sees: taken out, the thief goes unseen. */
import { describe, expect, it } from 'vitest';
import { chanceOf } from '../../bench/watch/chance.js';
import type { Theft } from '../../bench/watch/thief.js';
import { steal } from '../../bench/watch/thief.js';
import { detectors } from '../../src/watch/detectors/all.js';
import type { DetectorName } from '../../src/watch/detectors/detector.js';
import type { WatchState } from '../../src/watch/observe.js';
import { nothingSeen, observe } from '../../src/watch/observe.js';
import type { WatchedEntry } from '../../src/watch/watchedEntry.js';

const chance = chanceOf(5);
const dayMs = 86_400_000;
const hourMs = 3_600_000;
/** A Tuesday at nine, by UTC. */
const start = Date.UTC(2026, 2, 10, 9);
const habits = ['Person.name', 'Person.forename'];

const usual: Omit<WatchedEntry, 'id' | 'at' | 'account'> = {
  kind: 'READ',
  organisation: 'org',
  isMachine: false,
  role: 'TRAINER',
  network: '192.0.2.1',
  policy: 'one',
  persons: [],
  coordinates: habits,
  isNaming: true,
  misses: 0,
  what: undefined,
  caseload: 8_000,
  dailyBound: undefined,
  isExpected: false,
};

/** Thirty days of ten accounts and a machine, a dozen persons each from nine to ten. */
function pastState(): WatchState {
  const accounts = [...Array.from({ length: 10 }, (_, index) => `ada-${String(index)}`), 'machine'];
  const known = new Map(accounts.map((account) => [account, chance.persons(12)]));
  const entries = Array.from({ length: 30 }, (_, day) =>
    accounts.map((account) => ({
      ...usual,
      id: 0,
      at: start - (30 - day) * dayMs,
      account,
      isMachine: account === 'machine',
      persons: known.get(account) ?? [],
    })),
  );
  return observe(nothingSeen, entries.flat(), []).state;
}

const past = pastState();

interface Case {
  readonly detector: DetectorName;
  readonly theft: string;
  readonly requests: () => Iterable<Theft>;
}

const from = (account: string, afterMs: number, more: Partial<WatchedEntry> = {}): Theft => ({
  ...usual,
  account,
  afterMs,
  ...more,
});
const many = (count: number, one: (index: number) => Theft): readonly Theft[] =>
  Array.from({ length: count }, (_, index) => one(index));
const inOrder = (count: number): readonly string[] => chance.persons(count).toSorted();

const cases: readonly Case[] = [
  {
    detector: 'PACE',
    theft: 'seven hundred persons in half an hour, in no order',
    requests: () => many(140, () => from('ada-0', 12_000, { persons: chance.persons(5) })),
  },
  {
    detector: 'SHARE',
    theft: 'seven hundred of a thousand persons over a working day',
    requests: () => many(140, () => from('ada-0', 240_000, { persons: chance.persons(5), caseload: 1_000 })),
  },
  {
    detector: 'WALK',
    theft: 'a list page after page, slower than any measure of pace',
    requests: () => {
      const list = inOrder(700);
      return many(14, (page) => from('ada-0', 480_000, { persons: list.slice(page * 50, page * 50 + 50) }));
    },
  },
  {
    detector: 'MISSES',
    theft: 'names from a stolen list, one in three seconds',
    requests: () => many(60, () => from('ada-0', 3_000, { misses: 1 })),
  },
  {
    detector: 'FIELDS',
    theft: 'fields that the account never asked for, of two hundred persons whom it knows or not',
    requests: () =>
      many(40, () => from('ada-0', 20_000, { persons: chance.persons(5), coordinates: [...habits, 'Person.born'] })),
  },
  {
    detector: 'PLACE',
    theft: 'another provider for each request',
    requests: () =>
      many(8, (hop) => from('ada-0', 600_000, { persons: chance.persons(3), network: `203.${String(hop)}.113.9` })),
  },
  {
    detector: 'PLACE',
    theft: 'a machine from a strange network at a strange hour',
    requests: () =>
      many(3, () =>
        from('machine', 7 * hourMs, { persons: chance.persons(3), isMachine: true, network: '203.0.113.9' }),
      ),
  },
  {
    detector: 'TOGETHER',
    theft: 'eight accounts that deal the keys out among them',
    requests: () =>
      many(80, (turn) => {
        const account = turn % 8;
        const head = (1 + account * 30 + Math.floor(turn / 8)).toString(16).padStart(2, '0');
        return from(`ada-${String(account)}`, 30_000, {
          persons: chance.persons(8).map((person) => `${head}${person.slice(2)}`),
          organisation: `org-${String(account)}`,
        });
      }),
  },
  {
    detector: 'TOGETHER',
    theft: 'one strange address behind accounts of three organisations',
    requests: () =>
      many(60, (turn) =>
        from(`ada-${String(turn % 3)}`, 30_000, {
          persons: chance.persons(4),
          organisation: `org-${String(turn % 3)}`,
          network: '203.0.113.9',
        }),
      ),
  },
  {
    detector: 'ORGANISATION',
    theft: 'ten accounts that keep below every measure of one',
    requests: () => many(400, (turn) => from(`ada-${String(turn % 10)}`, 8_000, { persons: chance.persons(4) })),
  },
  {
    detector: 'BREADTH',
    theft: 'two hundred persons a day for a week',
    requests: () =>
      many(7 * 40, (turn) =>
        from('ada-0', turn % 40 === 0 ? dayMs - 39 * 600_000 : 600_000, { persons: chance.persons(5) }),
      ),
  },
  {
    detector: 'TRIPWIRE',
    theft: 'a guess that meets a person who does not exist',
    requests: () => [
      from('ada-0', 1_000, { kind: 'EVENT', what: 'TRIPWIRE', tripwire: { id: 'nobody', isSure: true } }),
    ],
  },
];

describe.each(cases)('$detector', ({ detector, theft, requests }) => {
  const thefts = [...requests()];

  it(`sees ${theft}`, () => {
    const { alarms } = steal(past, start, thefts, detectors);
    expect(alarms.map((alarm) => alarm.detector)).toContain(detector);
  });

  it(`alone: without it nobody sees ${theft}`, () => {
    const { alarms } = steal(
      past,
      start,
      thefts,
      detectors.filter(({ name }) => name !== detector),
    );
    expect(alarms).toEqual([]);
  });
});

describe('what honest work does', () => {
  const expectUnseen = (requests: readonly Theft[]): void =>
    expect(steal(past, start, requests, detectors).alarms).toEqual([]);

  it('copies a caseload every night, by an account of a person that has the habit', () => {
    const list = inOrder(3_000);
    const night = (day: number): readonly WatchedEntry[] =>
      many(60, (page) => from('clerk', 0, { persons: list.slice(page * 50, page * 50 + 50) })).map((theft, page) => ({
        ...usual,
        ...theft,
        id: 0,
        at: start - day * dayMs + page * 300,
      }));
    const learnt = observe(past, night(2), []).state;
    expect(observe(learnt, night(1), detectors).alarms).toEqual([]);
  });

  it('copies the same caseload every night in the order of keys, from the first night on, by a machine', () => {
    const list = inOrder(3_000);
    const night = (): readonly Theft[] =>
      many(60, (page) =>
        from('nightly', page === 0 ? dayMs : 300, { persons: list.slice(page * 50, page * 50 + 50), isMachine: true }),
      );
    expectUnseen([...night(), ...night(), ...night()]);
  });

  it('touches a shortened token by chance, once', () => {
    expectUnseen([
      from('ada-0', 1_000, { kind: 'EVENT', what: 'TRIPWIRE', tripwire: { id: 'nobody', isSure: false } }),
    ]);
  });

  it('audits thousands under pseudonyms', () => {
    const list = inOrder(4_000);
    expectUnseen(
      many(80, (page) => from('ada-0', 400, { persons: list.slice(page * 50, page * 50 + 50), isNaming: false })),
    );
  });

  it('absorbs an organisation that two operators joined to it', () => {
    const list = inOrder(1_500);
    expectUnseen(
      many(30, (page) => from('ada-0', 10_000, { persons: list.slice(page * 50, page * 50 + 50), isExpected: true })),
    );
  });
});
