import { describe, expect, test } from 'vitest';
import { answeredRequests, compileMatches, compileRequests } from '../../../src/policy/compile/requests.js';
import type { MatchModel, RequestModel } from '../../../src/policy/compiled.js';
import type { Draft } from '../../../src/policy/read/draft.js';
import { match, matchInput, request } from './asked.js';
import { draftOf, there } from './drafts.js';
import { reach } from './terms.js';

const draft = draftOf(match, matchInput, request);
const amount = { share: undefined, floor: undefined, cap: undefined, by: 'ACCOUNT', shadow: false };
const day = { text: 'P1D', months: 0, days: 1, seconds: 0 };

function matchOf(from: Draft = draft): MatchModel {
  return there(compileMatches(from).get('isTenant'), 'isTenant');
}

function requestOf(from: Draft = draft): RequestModel {
  return there(compileRequests(from).get('requestLink'), 'requestLink');
}

describe('a match', () => {
  test('is of one person, named by what its input brings, with misses of its own', () => {
    expect([...compileMatches(draft)]).toEqual([
      [
        'isTenant',
        {
          name: 'isTenant',
          description: "Whether these are one tenant's.",
          type: 'Tenant',
          on: ['number', 'birthName'],
          brought: [
            { argument: 'who', path: ['number'], sets: 'number' },
            { argument: 'who', path: ['name'], sets: 'birthName' },
          ],
          to: ['AGENCY'],
          purposes: ['LETTING'],
          through: ['lodger'],
          misses: [{ of: 5, ...amount, per: day }],
        },
      ],
    ]);
  });

  test('without a description has an empty one', () => {
    const [from, to] = match;
    const silent = draftOf([from, to.replace(`  "Whether these are one tenant's."\n`, '')], matchInput);
    expect(matchOf(silent).description).toBe('');
  });

  test('is immutable', () => {
    const model = matchOf();
    expect([model, model.brought, ...model.brought, model.misses].every(Object.isFrozen)).toBe(true);
  });
});

describe('a request', () => {
  test('names the person by its arguments, and sets the record by the others and by itself', () => {
    expect([...compileRequests(draft)]).toEqual([
      [
        'requestLink',
        {
          name: 'requestLink',
          description: 'Asks a tenant for a lease.',
          type: 'Lease',
          subject: 'Tenant',
          by: ['number', 'birthName'],
          named: [
            { argument: 'number', path: [], sets: 'number' },
            { argument: 'birthName', path: [], sets: 'birthName' },
          ],
          brought: [{ argument: 'building', path: [], sets: 'building' }],
          constants: [
            { field: 'agency', value: undefined, claim: 'ORGANISATION' },
            { field: 'status', value: 'OFFERED', claim: undefined },
          ],
          starts: ['offeredOn'],
          to: ['AGENCY'],
          purposes: ['LETTING'],
          confirm: ['portfolio'],
          expires: { text: 'P14D', months: 0, days: 14, seconds: 0 },
          misses: [{ of: 9, ...amount, per: day }],
        },
      ],
    ]);
  });

  test('without a description has an empty one', () => {
    const [from, to] = request;
    const silent = draftOf([from, to.replace('  "Asks a tenant for a lease."\n', '')]);
    expect(requestOf(silent).description).toBe('');
  });

  test('is immutable', () => {
    const { named, brought, constants, starts, misses } = requestOf();
    const parts = [requestOf(), named, ...named, brought, ...brought, constants, starts, misses];
    expect(parts.every(Object.isFrozen)).toBe(true);
  });
});

describe('who answers a request', () => {
  const requests = compileRequests(draft);
  const self = { ...reach('self'), claim: 'SUBJECT' } as const;
  const portfolio = reach('portfolio');
  const reaches = new Map([
    ['Tenant', [reach('lodger'), self, portfolio]],
    ['Lease', [reach('portfolio', 'Lease.portfolio.MANAGER.1')]],
  ]);

  test('is the person itself, by its own claim', () => {
    expect([...answeredRequests(requests, 'DATA_SUBJECT', reaches)]).toEqual([['requestLink', [self]]]);
  });

  test('is who reaches the person as the request says', () => {
    expect([...answeredRequests(requests, 'CONTROLLER', reaches)]).toEqual([['requestLink', [portfolio]]]);
  });

  test('is nobody who reaches it otherwise, or not at all', () => {
    expect(answeredRequests(requests, 'CONTROLLER', new Map([['Tenant', [reach('lodger')]]])).size).toBe(0);
    expect(answeredRequests(requests, 'DATA_SUBJECT', new Map([['Tenant', [portfolio]]])).size).toBe(0);
    expect(answeredRequests(requests, 'CONTROLLER', new Map()).size).toBe(0);
  });

  test('answers through ways that nobody changes', () => {
    const [own] = answeredRequests(requests, 'DATA_SUBJECT', reaches).values();
    expect(Object.isFrozen(own)).toBe(true);
  });
});
