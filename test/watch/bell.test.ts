/** Who rings is served by the turn that begins afterwards, never by one that was under way. */
import { describe, expect, it } from 'vitest';
import { Bell } from '../../src/watch/bell.js';

const never = new AbortController().signal;

describe('the bell of the watcher', () => {
  it('wakes it, and lets who rang go on after the next turn', async () => {
    const bell = new Bell();
    const order: string[] = [];
    const sleeping = bell.rungWithin(60_000, never).then(() => order.push('woken'));
    const rung = bell.ring().then(() => order.push('served'));
    await sleeping;
    bell.taken()();
    await rung;
    expect(order).toEqual(['woken', 'served']);
  });

  it('does not let it sleep on who rang during a turn, and does not serve them by that turn', async () => {
    const bell = new Bell();
    const before = bell.taken();
    let isServed = false;
    const rung = bell.ring().then(() => (isServed = true));
    before();
    await bell.rungWithin(60_000, never);
    expect(isServed).toBe(false);
    bell.taken()();
    await rung;
  });

  it('wakes it when everything ends', async () => {
    const ending = new AbortController();
    const sleeping = new Bell().rungWithin(60_000, ending.signal);
    ending.abort();
    await expect(sleeping).resolves.toBeUndefined();
  });
});
