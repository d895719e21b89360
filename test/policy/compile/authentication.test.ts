import { describe, expect, test } from 'vitest';
import { compileAuthentication } from '../../../src/policy/compile/authentication.js';

const plain = { as: 'RECIPIENT', acr: undefined, maxAge: undefined, stepUpAge: undefined, machine: false } as const;

describe('what a role asks of who holds it', () => {
  test('is nothing but the class of partner where the SDL says nothing', () => {
    expect(compileAuthentication(plain)).toEqual({
      acr: [],
      maxAgeSeconds: undefined,
      stepUpAgeSeconds: undefined,
      machine: false,
      isSenderConstrained: true,
      isRegistered: true,
    });
  });

  test('is words in the order written, and ages in seconds', () => {
    const strong = { acr: 'gold silver', maxAge: 'P1DT1H', stepUpAge: 'PT5M', machine: true };
    expect(compileAuthentication({ ...plain, ...strong })).toEqual({
      acr: ['gold', 'silver'],
      maxAgeSeconds: 90_000,
      stepUpAgeSeconds: 300,
      machine: true,
      isSenderConstrained: true,
      isRegistered: true,
    });
  });

  test.each([
    ['CONTROLLER', false, true],
    ['JOINT_CONTROLLER', true, true],
    ['PROCESSOR', true, true],
    ['RECIPIENT', true, true],
    ['SUPERVISION', false, true],
    ['DATA_SUBJECT', false, false],
  ] as const)(
    'of a %s: a proof of the sender %s, an account in the register %s',
    (as, isSenderConstrained, isRegistered) => {
      expect(compileAuthentication({ ...plain, as })).toMatchObject({ isSenderConstrained, isRegistered });
    },
  );

  test('is immutable', () => {
    const authentication = compileAuthentication({ ...plain, acr: 'gold' });
    expect([authentication, authentication.acr].every(Object.isFrozen)).toBe(true);
  });
});
