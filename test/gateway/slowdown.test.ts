import { describe, expect, it } from 'vitest';
import { Slowdown, slowdownBounds } from '../../src/gateway/slowdown.js';
import { testClock } from '../jws/testIssuer.js';

/** Waits short enough for a test; how long each took is not measured, only in which order they end. */
const bounds = { ...slowdownBounds, free: 2, firstMilliseconds: 40, longestMilliseconds: 160 };

/** Names in the order in which their refusals may leave. */
async function order(waits: readonly (readonly [string, Promise<void>])[]): Promise<readonly string[]> {
  const ended: string[] = [];
  await Promise.all(waits.map(([name, wait]) => wait.then(() => ended.push(name))));
  return ended;
}

async function failures(slowdown: Slowdown, who: string, count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, () => slowdown.failed(who)));
}

describe('failures', () => {
  it('slow the next refusal of who made them, and nobody else’s', async () => {
    const slowdown = new Slowdown(testClock(), bounds);
    await failures(slowdown, 'address a', 2);
    expect(
      await order([
        ['a', slowdown.failed('address a')],
        ['b', slowdown.failed('address b')],
      ]),
    ).toEqual(['b', 'a']);
  });

  it('slow more and more', async () => {
    const slowdown = new Slowdown(testClock(), bounds);
    await failures(slowdown, 'a', 4);
    await failures(slowdown, 'b', 2);
    expect(
      await order([
        ['a', slowdown.failed('a')],
        ['b', slowdown.failed('b')],
      ]),
    ).toEqual(['b', 'a']);
  });

  it('are forgotten after a while, and by a clock that is set back', async () => {
    for (const milliseconds of [bounds.memoryMilliseconds, -bounds.memoryMilliseconds]) {
      const clock = testClock();
      const slowdown = new Slowdown(clock, bounds);
      await failures(slowdown, 'a', 4);
      await failures(slowdown, 'b', 2);
      clock.advance(milliseconds);
      await failures(slowdown, 'b', 2);
      expect(
        await order([
          ['b', slowdown.failed('b')],
          ['a', slowdown.failed('a')],
        ]),
      ).toEqual(['a', 'b']);
    }
  });

  it('hold no more connections than so many', async () => {
    const slowdown = new Slowdown(testClock(), { ...bounds, waitingAtMost: 1 });
    await failures(slowdown, 'a', 2);
    expect(
      await order([
        ['first', slowdown.failed('a')],
        ['second', slowdown.failed('a')],
      ]),
    ).toEqual(['second', 'first']);
  });

  it('are remembered of so many only, the oldest forgotten', async () => {
    const slowdown = new Slowdown(testClock(), { ...bounds, rememberedAtMost: 2 });
    await failures(slowdown, 'a', 2);
    await failures(slowdown, 'b', 2);
    await failures(slowdown, 'c', 2);
    expect(
      await order([
        ['c', slowdown.failed('c')],
        ['a', slowdown.failed('a')],
      ]),
    ).toEqual(['a', 'c']);
  });
});
