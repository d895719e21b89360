/** What an organisation asks of its accounts: an administrator in person, just authenticated where something changes. */
import { describe, expect, it, test } from 'vitest';
import { isAdministration } from '../../src/plan/administration.js';
import { roleOf } from '../policy/harness.js';
import { administrator, aliased, judged, list, policy, refusalOf, stopBob } from './engineAsking.js';
import type { Question } from './engineAsking.js';
import { goodStanding, nowSeconds } from './planning.js';

describe('the administration of accounts', () => {
  it('is for roles whose accounts stand in the register', () => {
    expect(refusalOf({ ...list, role: 'TENANT' }, 'LANDLORD')).toEqual({
      code: 'FORBIDDEN',
      message: 'This role has no accounts to administer.',
    });
  });

  it('is judged where it is asked for, and else nobody, however the caller stands', () => {
    const standing = { ...goodStanding, isInQuarantine: true, isSubmissionOnly: true };
    expect(judged({ role: 'LANDLORD', query: '{ me { role } }', asking: { standing } }).accounts.roots).toEqual([]);
  });

  it('is an administrator’s', () => {
    expect(judged(list).accounts.roots).toHaveLength(1);
    expect(refusalOf({ ...list, asking: {} })).toMatchObject({
      code: 'ADMINISTRATOR_NEEDED',
      message: 'Only an administrator of the organisation may ask for its accounts.',
    });
  });

  it('is a person’s, with no machine in between', () => {
    const expected = {
      code: 'MACHINE_NOT_ADMITTED',
      message: 'Accounts are administered by a person, with no machine in between.',
    };
    expect(refusalOf({ ...list, asking: { standing: administrator, kind: 'MACHINE' } })).toMatchObject(expected);
    expect(refusalOf({ ...list, asking: { standing: administrator, actor: 'robot' } })).toMatchObject(expected);
  });

  it('waits while the account waits for its approval', () => {
    expect(refusalOf({ ...list, asking: { standing: { ...administrator, isInQuarantine: true } } })).toMatchObject({
      code: 'IN_QUARANTINE',
      message: 'The account waits for its approval: it administers nothing until then.',
    });
  });

  it('stands still while only submission is open', () => {
    const asking = { standing: { ...administrator, isSubmissionOnly: true } };
    expect(refusalOf({ ...list, asking }).code).toBe('SUBMISSION_ONLY');
  });

  it('is refused root by root that is stopped', () => {
    const stopped = { ...administrator, stoppedFields: ['Mutation.stopAccount'] };
    expect(refusalOf({ ...stopBob, asking: { standing: stopped } })).toMatchObject({
      code: 'FIELD_STOPPED',
      message: 'Mutation.stopAccount is stopped.',
    });
    expect(judged({ ...list, asking: { standing: stopped } }).accounts.roots).toHaveLength(1);
  });

  it('changes only what a person changes who has just authenticated, to the second', () => {
    const { authentication } = roleOf(policy, 'LANDLORD');
    const maxAge = authentication.stepUpAgeSeconds ?? 900;
    const at = (authenticatedAt: number | undefined): Question => ({
      ...stopBob,
      asking: { standing: administrator, authenticatedAt },
    });
    expect(judged(at(nowSeconds - maxAge)).accounts.roots).toHaveLength(1);
    for (const age of [nowSeconds - maxAge - 1, undefined]) {
      expect(refusalOf(at(age))).toMatchObject({
        code: 'AUTHENTICATION_INSUFFICIENT',
        message: `Who changes accounts must have authenticated in the last ${String(maxAge)} seconds.`,
        extensions: { acrValues: authentication.acr, maxAge },
      });
    }
    expect(judged({ ...list, asking: { standing: administrator, authenticatedAt: undefined } })).toBeDefined();
  });

  it('takes a quarter of an hour for fresh where the role states no age', () => {
    const { authentication } = roleOf(policy, 'LANDLORD');
    const without = { ...authentication, stepUpAgeSeconds: undefined };
    const asking = { standing: administrator, authentication: without, authenticatedAt: nowSeconds - 900 };
    expect(judged({ ...stopBob, asking }).accounts.roots).toHaveLength(1);
    expect(refusalOf({ ...stopBob, asking: { ...asking, authenticatedAt: nowSeconds - 901 } })).toMatchObject({
      extensions: { maxAge: 900 },
    });
  });

  it('is asked for twenty times at most in one request', () => {
    const many = (count: number): Question => ({
      ...stopBob,
      query: `mutation { ${aliased(count, 'stopAccount(account: "bob", reason: "x") { state }')} }`,
    });
    expect(judged(many(20)).accounts.roots).toHaveLength(20);
    expect(refusalOf(many(21))).toMatchObject({
      code: 'TOO_MANY_ROWS',
      message: 'One request asks for accounts 20 times at most.',
      extensions: { cap: 20 },
    });
  });

  it('is listed in pages within the bound of the role', () => {
    expect(refusalOf({ ...list, query: '{ accounts(first: 11) { nodes { id } } }' }).code).toBe('PAGE_TOO_LARGE');
  });
});

test.each<readonly [rootType: string, field: string, expected: boolean]>([
  ['Query', 'accounts', true],
  ['Mutation', 'createAccount', true],
  ['Query', 'notices', false],
  ['Query', 'me', false],
  ['Query', 'tenants', false],
  ['RegisteredAccount', 'createAccount', false],
])('whether %s.%s is for administrators: %s', (rootType, field, expected) => {
  expect(isAdministration(rootType, field)).toBe(expected);
});
