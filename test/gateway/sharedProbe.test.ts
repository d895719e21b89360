import { describe, expect, it } from 'vitest';
import { sharedProbe } from '../../src/gateway/sharedProbe.js';

/** Questions that wait until the test answers them. */
function questions(): { readonly ask: () => Promise<boolean>; readonly answers: ((isSo: boolean) => void)[] } {
  const answers: ((isSo: boolean) => void)[] = [];
  return { ask: () => new Promise((resolve) => answers.push(resolve)), answers };
}

describe('a shared probe', () => {
  it('asks once for a flood, and tells all of them the same', async () => {
    const { ask, answers } = questions();
    const probe = sharedProbe(ask);
    const flood = Array.from({ length: 1_000 }, () => probe());
    expect(answers).toHaveLength(1);
    answers[0]?.(true);
    expect(new Set(await Promise.all(flood))).toEqual(new Set([true]));
  });

  it('remembers no answer: who asks later is told how it is then', async () => {
    const { ask, answers } = questions();
    const probe = sharedProbe(ask);
    const before = probe();
    answers[0]?.(true);
    expect(await before).toBe(true);
    const after = probe();
    answers[1]?.(false);
    expect(await after).toBe(false);
  });

  it('asks again after a question that failed', async () => {
    let asked = 0;
    const probe = sharedProbe(() => {
      asked += 1;
      return asked === 1 ? Promise.reject(new Error('no answer')) : Promise.resolve(true);
    });
    await expect(probe()).rejects.toThrow('no answer');
    expect(await probe()).toBe(true);
  });
});
