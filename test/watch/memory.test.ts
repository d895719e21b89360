/** What the watcher counts with: rings of time, who is known, runs in key order. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { knows, memoryBytes, memoryOf, nobodyKnown, withPersons } from '../../src/watch/personMemory.js';
import { isKnownNetwork, networkPrefix, withNetwork } from '../../src/watch/networks.js';
import { added, bestRunBefore, peakBefore, ringOf, sumOf } from '../../src/watch/ring.js';
import { noWalk, skippedBeside, walked } from '../../src/watch/walk.js';
import { progressAfter } from '../../src/watch/sql/progress.js';

describe('a ring', () => {
  const counts = fc.array(
    fc.record({ bucket: fc.integer({ min: 100, max: 140 }), amount: fc.integer({ min: 1, max: 9 }) }),
  );

  it('sums what a list of all counts would, as far back as it reaches', () => {
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 10 }), (all, span) => {
        const ring = all.reduce((so, { bucket, amount }) => added(so, bucket, amount), ringOf(60));
        const now = 140;
        const expected = all.filter(({ bucket }) => bucket <= now && bucket > now - span);
        expect(sumOf(ring, now, span)).toBe(expected.reduce((sum, { amount }) => sum + amount, 0));
      }),
    );
  });

  it('forgets what is too old, and looks at the past without today', () => {
    const ring = added(added(added(ringOf(5), 10, 7), 12, 3), 14, 9);
    expect([peakBefore(ring, 14, 5), bestRunBefore(ring, 14, 3)]).toEqual([7, 10]);
    expect(sumOf(added(ring, 16, 1), 16, 10)).toBe(13);
    expect(added(ring, 3, 5).counts).toEqual(ring.counts);
  });
});

describe('who is known', () => {
  it('is whoever was added, through a column and back, and nobody else', () => {
    const persons = Array.from({ length: 3_000 }, () => randomUUID());
    const memory = memoryOf(memoryBytes(withPersons(withPersons(nobodyKnown, persons.slice(0, 10)), persons)));
    expect(memory.count).toBe(3_000);
    expect(persons.every((person) => knows(memory, person))).toBe(true);
    expect(Array.from({ length: 1_000 }, () => randomUUID()).filter((person) => knows(memory, person))).toEqual([]);
  });

  it('takes four bytes a person', () => {
    const persons = Array.from({ length: 500 }, () => randomUUID());
    expect(memoryBytes(withPersons(nobodyKnown, persons))).toHaveLength(2_000);
  });
});

describe('a network', () => {
  it('is as coarse as its provider, and known from the next day on', () => {
    expect(['10.1.2.3', '::ffff:10.1.9.9', '2001:db8:1::2'].map(networkPrefix)).toEqual(['10.1', '10.1', '2001:db8']);
    const networks = withNetwork({}, '10.1', 5);
    expect([isKnownNetwork(networks, '10.1', 5), isKnownNetwork(networks, '10.1', 6)]).toEqual([false, true]);
  });

  it('that was not seen for longest goes when there are too many', () => {
    const many = Array.from({ length: 70 }, (_, index) => index).reduce(
      (so, index) => withNetwork(so, `10.${String(index)}`, index),
      {},
    );
    expect(Object.keys(many)).toHaveLength(64);
    expect(Object.keys(many)).not.toContain('10.0');
  });
});

describe('a walk', () => {
  const page = (from: number): readonly string[] =>
    Array.from(
      { length: 6 },
      (_, index) => `${(from + index).toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`,
    );
  const read = (persons: readonly string[], at: number): Parameters<typeof walked>[1] =>
    ({ persons, at, isNaming: true }) as Parameters<typeof walked>[1];

  it('goes on page after page, up or down, over a look at one person; another order ends it', () => {
    const up = [100, 200, 300].reduce((walk, from, index) => walked(walk, read(page(from), index), 6), noWalk);
    expect(up).toMatchObject({ direction: 'UP', pages: 3, fresh: 18 });
    expect(walked(up, read(page(50).slice(0, 1), 4), 1)).toBe(up);
    expect(walked(up, read(page(50), 4), 6)).toMatchObject({ direction: undefined, pages: 1 });
    const down = [300, 200, 100].reduce((walk, from, index) => walked(walk, read(page(from), index), 6), noWalk);
    expect(down).toMatchObject({ direction: 'DOWN', pages: 3 });
  });

  it('ends by itself after some hours', () => {
    const first = walked(noWalk, read(page(100), 0), 6);
    expect(walked(first, read(page(200), 7 * 3_600_000), 6).pages).toBe(1);
  });

  it('tells the beginning of a list from its middle', () => {
    const near = walked(noWalk, read(page(2), 0), 6);
    const far = walked(noWalk, read(page(0x80_00_00_00), 0), 6);
    expect(skippedBeside(near).before).toBeLessThan(5);
    expect(skippedBeside(far).before).toBeGreaterThan(1_000);
  });
});

describe('the progress', () => {
  it('awaits ids that are not there yet, until they come or can come no more', () => {
    const begun = { last: 10, missing: new Map<number, number>(), learnsUntil: 0 };
    const after = progressAfter(begun, [11, 14], 1_000);
    expect([after.last, [...after.missing.keys()]]).toEqual([14, [12, 13]]);
    expect([...progressAfter(after, [12, 15], 2_000).missing.keys()]).toEqual([13]);
    expect([...progressAfter(after, [15], 200_000).missing.keys()]).toEqual([]);
  });
});
