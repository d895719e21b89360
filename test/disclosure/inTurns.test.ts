import { expect, it } from 'vitest';
import { inTurns } from '../../src/disclosure/inTurns.js';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('works on so many at once and gives the results in their order', async () => {
  let now = 0;
  let most = 0;
  const results = await inTurns([5, 1, 4, 2, 3], 2, async (turns) => {
    most = Math.max(most, ++now);
    for (let index = 0; index < turns; index++) await turn();
    now -= 1;
    return turns * 10;
  });
  expect([results, most]).toEqual([[50, 10, 40, 20, 30], 2]);
});

it('works on nothing when there is nothing', async () => {
  expect(await inTurns([], 2, () => Promise.reject(new Error('nothing to work on')))).toEqual([]);
});

it('begins nothing after a failure', async () => {
  const begun: number[] = [];
  const working = inTurns([1, 2, 3, 4, 5, 6], 2, async (item) => {
    begun.push(item);
    await turn();
    if (item === 2) throw new Error('the second fails');
  });
  await expect(working).rejects.toThrow('the second fails');
  for (let index = 0; index < 20; index++) await turn();
  expect(begun).toEqual([1, 2, 3]);
});
