/** What is told of persons: what was disclosed, approved and asked, in bounded pages, to who may ask just now. */
import { describe, expect, it, test } from 'vitest';
import { answersRequests, isOfPersons } from '../../src/plan/personRoots.js';
import { acknowledge, aliased, ids, judged, refusalOf, told } from './engineAsking.js';
import type { Question } from './engineAsking.js';
import { goodStanding } from './planning.js';

describe('what was disclosed, and notices of it', () => {
  it('are for the roles that they are for', () => {
    expect(refusalOf({ ...told, role: 'TENANT' }, 'LANDLORD')).toEqual({
      code: 'FORBIDDEN',
      message: 'Neither disclosures, notices nor approvals are for this role.',
    });
  });

  it('are judged where they are asked for, and else nobody, however the caller stands', () => {
    const standing = { ...goodStanding, isInQuarantine: true, isSubmissionOnly: true };
    expect(judged({ role: 'LANDLORD', query: '{ me { role } }', asking: { standing } }).persons.roots).toEqual([]);
  });

  it('are told page by page within the bound of the role', () => {
    expect(judged(told).persons.roots).toHaveLength(1);
    expect(refusalOf({ ...told, query: '{ notices(first: 11) { nodes { id } } }' }).code).toBe('PAGE_TOO_LARGE');
  });

  it('are told to nobody who waits for an approval, or while only submission is open', () => {
    const waiting = { standing: { ...goodStanding, isInQuarantine: true } };
    expect(refusalOf({ ...told, asking: waiting })).toMatchObject({
      code: 'IN_QUARANTINE',
      message: 'The account waits for its approval: it is told of no person until then.',
    });
    const handingIn = { standing: { ...goodStanding, isSubmissionOnly: true } };
    expect(refusalOf({ ...told, asking: handingIn }).code).toBe('SUBMISSION_ONLY');
  });

  it('are refused where they are stopped', () => {
    const asking = { standing: { ...goodStanding, stoppedFields: ['Query.notices'] } };
    expect(refusalOf({ ...told, asking }).code).toBe('FIELD_STOPPED');
    expect(judged({ ...acknowledge, asking }).persons.roots).toHaveLength(1);
  });

  it('are asked for five times at most in one request', () => {
    const many = (count: number): Question => ({
      ...told,
      query: `{ ${aliased(count, 'notices(first: 1) { nodes { id } }')} }`,
    });
    expect(judged(many(5)).persons.roots).toHaveLength(5);
    expect(refusalOf(many(6))).toMatchObject({
      code: 'TOO_MANY_ROWS',
      message: 'One request asks for these 5 times at most.',
      extensions: { cap: 5 },
    });
  });

  it('are acknowledged five hundred at a time, over all aliases', () => {
    expect(judged({ ...acknowledge, variables: { ids: ids(500) } }).persons.roots).toHaveLength(1);
    expect(refusalOf({ ...acknowledge, variables: { ids: ids(501) } })).toMatchObject({
      code: 'TOO_MANY_ROWS',
      message: 'One request acknowledges 500 notices at most.',
      extensions: { cap: 500 },
    });
    const query = 'mutation ($ids: [ID!]!) { a: acknowledgeNotices(ids: $ids) b: acknowledgeNotices(ids: $ids) }';
    expect(judged({ ...acknowledge, query, variables: { ids: ids(250) } }).persons.roots).toHaveLength(2);
    expect(refusalOf({ ...acknowledge, query, variables: { ids: ids(251) } }).code).toBe('TOO_MANY_ROWS');
  });
});

test.each<readonly [rootType: string, field: string, answers: boolean]>([
  ['Query', 'myLinkRequests', true],
  ['Query', 'linkRequests', true],
  ['Mutation', 'answerLinkRequest', true],
  ['Query', 'notices', false],
  ['Query', 'me', false],
  ['Mutation', 'linkRequests', false],
  ['Query', 'tenants', false],
])('whether %s.%s is about requests that somebody answers: %s', (rootType, field, answers) => {
  expect(answersRequests(rootType, field)).toBe(answers);
});

test.each<readonly [rootType: string, field: string, expected: boolean]>([
  ['Query', 'notices', true],
  ['Query', 'myDisclosures', true],
  ['Mutation', 'acknowledgeNotices', true],
  ['Query', 'accounts', false],
  ['Query', 'me', false],
  ['Query', 'acknowledgeNotices', false],
  ['Query', 'tenants', false],
])('whether %s.%s is of the person’s side: %s', (rootType, field, expected) => {
  expect(isOfPersons(rootType, field)).toBe(expected);
});
