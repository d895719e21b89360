/** What a caller is told who has nothing left. */
import { describe, expect, it } from 'vitest';
import { exhausted, periodText } from '../../src/budget/exhausted.js';
import type { Exhaustion } from '../../src/kernel/spending.js';

const opens = Date.UTC(2026, 10, 30, 12) / 1000;
const persons: Exhaustion = {
  kind: 'PERSONS',
  claim: 'ORGANISATION',
  seconds: 86_400,
  bound: 100,
  used: 95,
  needed: 10,
  opens,
};

describe('the refusal of who may learn of no more persons', () => {
  it('says how many it may, how many it asked for, how many are left and when it opens', () => {
    const { refusal } = exhausted(persons);
    expect(refusal).toMatchObject({
      code: 'BUDGET_EXHAUSTED',
      message:
        'The organisation may learn of 100 persons in P1D; this operation would show 10 more and 5 are left. ' +
        'It opens again at 2026-11-30T12:00:00.000Z. Whom it has read in that time it may read again.',
      extensions: {
        by: 'ORGANISATION',
        per: 'P1D',
        bound: 100,
        left: 5,
        needed: 10,
        opensAt: '2026-11-30T12:00:00.000Z',
      },
    });
  });

  it('says that more than the whole amount never fits', () => {
    const { refusal } = exhausted({ ...persons, needed: 101, opens: null });
    expect(refusal.message).toContain('5 are left. It never opens for so many at once: ask for fewer. Whom');
    expect(refusal.extensions).toMatchObject({ opensAt: null });
  });

  it('leaves nothing rather than less than nothing when the amount has shrunk since', () => {
    const { refusal } = exhausted({ ...persons, used: 130 });
    expect(refusal.message).toContain('and 0 are left.');
    expect(refusal.extensions).toMatchObject({ left: 0 });
  });

  it.each([
    ['ACCOUNT', 'The account may learn'],
    ['UNIT', 'The unit may learn'],
    ['ORGANISATION', 'The organisation may learn'],
    ['SUBJECT', 'The person may learn'],
  ] as const)('names whose amount it is: %s', (claim, begin) => {
    expect(exhausted({ ...persons, claim }).refusal.message.startsWith(begin)).toBe(true);
  });
});

describe('the refusal of who has searched too often', () => {
  it('has a code of its own and says how many misses are too many', () => {
    const { refusal } = exhausted({ ...persons, kind: 'MISSES', claim: 'ACCOUNT', seconds: 3600, bound: 3, used: 3 });
    expect(refusal).toMatchObject({
      code: 'MISSES_EXHAUSTED',
      message:
        'The account has searched too often for whom it does not reach: 3 misses in PT3600S. ' +
        'It opens again at 2026-11-30T12:00:00.000Z.',
      extensions: { by: 'ACCOUNT', per: 'PT3600S', bound: 3, left: 0 },
    });
  });
});

describe('a period', () => {
  it.each([
    [86_400, 'P1D'],
    [30 * 86_400, 'P30D'],
    [90_000, 'PT90000S'],
    [60, 'PT60S'],
  ])('of %d seconds reads %s', (seconds, text) => {
    expect(periodText(seconds)).toBe(text);
  });
});
