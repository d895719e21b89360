/** Which budgets a caller spends, before any database is asked. */
import { describe, expect, it } from 'vitest';
import type { Caller } from '../../src/kernel/caller.js';
import type { ScopeAllowances } from '../../src/budget/allowances.js';
import { allowancesOf, secondsOf } from '../../src/budget/allowances.js';
import { parseDuration } from '../../src/kernel/duration.js';
import { compiled, roleOf } from '../policy/harness.js';

const agencyOnly =
  '@bound(role: AGENCY, page: 50, cost: 2000, persons: [{ share: 1.2, floor: 20, cap: 500, per: "P30D", by: ORGANISATION }])';
const severalBounds = `@bound(role: AGENCY, page: 50, cost: 2000,
  persons: [
    { of: 40, per: "PT1H", by: ACCOUNT }, { of: 90, per: "P1M", by: ACCOUNT, shadow: true },
    { share: 1.5, floor: 20, cap: 500, per: "P2D", by: ORGANISATION }
  ],
  misses: [{ of: 5, per: "P1D", by: ACCOUNT }, { of: 9, per: "P1D", by: UNIT }])`;
const agency = roleOf(compiled([agencyOnly, severalBounds]), 'AGENCY');
const claims: Caller['claims'] = { ACCOUNT: 'anna', UNIT: 'north', ORGANISATION: 'keys-ltd' };

const spent = (of: Caller['claims'], isInQuarantine = false): readonly ScopeAllowances[] =>
  allowancesOf(agency, { claims: of, standing: { isInQuarantine } });
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('the allowances of a caller', () => {
  it('are those of its role, gathered by the claim that counts them', () => {
    expect(plain(spent(claims))).toEqual([
      {
        claim: 'ACCOUNT',
        value: 'anna',
        persons: [
          { seconds: 3600, of: 40, shadow: false },
          { seconds: 31 * 86_400, of: 90, shadow: true },
        ],
        misses: [{ seconds: 86_400, of: 5, shadow: false }],
      },
      {
        claim: 'ORGANISATION',
        value: 'keys-ltd',
        persons: [{ seconds: 2 * 86_400, share: 1.5, floor: 20, cap: 500, shadow: false }],
        misses: [],
      },
      { claim: 'UNIT', value: 'north', persons: [], misses: [{ seconds: 86_400, of: 9, shadow: false }] },
    ]);
  });

  it('leave out a claim that its token does not make: it reaches nobody through it either', () => {
    expect(spent({ ACCOUNT: 'anna' }).map(({ claim }) => claim)).toEqual(['ACCOUNT']);
  });

  it('hold thirty persons in thirty days beside the others while nobody has approved the account', () => {
    const [account, ...others] = spent(claims, true);
    expect(account?.persons.at(-1)).toEqual({ seconds: 30 * 86_400, of: 30, shadow: false });
    expect(account?.persons).toHaveLength(3);
    expect(others).toEqual(spent(claims).slice(1));
  });

  it('hold the same for a role that counts nothing by the account', () => {
    const role = roleOf(compiled(), 'AGENCY');
    const asked = { claims, standing: { isInQuarantine: true } };
    expect(plain(allowancesOf(role, asked))).toMatchObject([
      { claim: 'ORGANISATION', persons: [{ seconds: 30 * 86_400, share: 1.2 }] },
      { claim: 'ACCOUNT', value: 'anna', persons: [{ of: 30 }], misses: [] },
    ]);
  });

  it('count nothing by the account of a role that does not, once it is approved', () => {
    const role = roleOf(compiled(), 'AGENCY');
    const asked = { claims, standing: { isInQuarantine: false } };
    expect(allowancesOf(role, asked).map(({ claim }) => claim)).toEqual(['ORGANISATION']);
  });

  it('cannot be changed by whoever holds them', () => {
    for (const term of spent(claims, true).flatMap(({ persons, misses }) => [...persons, ...misses])) {
      expect(Object.isFrozen(term)).toBe(true);
    }
  });
});

describe('the length of a window', () => {
  it.each([
    ['PT90S', 90],
    ['P1D', 86_400],
    ['P1DT2H', 86_400 + 7200],
    ['P1M', 31 * 86_400],
    ['P1Y', 372 * 86_400],
    ['P2M3D', 65 * 86_400],
  ])('of %s is %d seconds, a month being 31 days', (text, seconds) => {
    const duration = parseDuration(text);
    expect(duration && secondsOf(duration)).toBe(seconds);
  });
});
