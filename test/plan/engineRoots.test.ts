/** The engine's own roots, judged as the gateway judges them: on the operation alone, before anything runs. */
import { describe, expect, it } from 'vitest';
import { boundArguments, engineRoot, isForRole } from '../../src/plan/engineRoots.js';
import { compiled as tenancy, roleOf } from '../policy/harness.js';
import { judged, list, policy, refusalOf, stopBob, told } from './engineAsking.js';
import type { Question } from './engineAsking.js';

describe('a root of the engine’s', () => {
  it('is known by its name on its root type, in whatever contract', () => {
    expect(engineRoot('Query', 'accounts')).toMatchObject({ audience: 'REGISTERED', isAdministration: true });
    expect(engineRoot('Mutation', 'giveApproval')).toMatchObject({ audience: 'APPROVER', isOfPersons: true });
    expect([engineRoot('Query', 'giveApproval'), engineRoot('Mutation', 'accounts')]).toEqual([undefined, undefined]);
    expect([engineRoot('Query', 'tenants'), engineRoot('Caller', 'giveApproval')]).toEqual([undefined, undefined]);
  });

  it('is for the roles of its audience', () => {
    expect(isForRole('Query', 'notices', roleOf(policy, 'LANDLORD'))).toBe(true);
    expect(isForRole('Query', 'notices', roleOf(policy, 'TENANT'))).toBe(false);
    expect(isForRole('Query', 'myDisclosures', roleOf(policy, 'TENANT'))).toBe(true);
    expect(isForRole('Query', 'tenants', roleOf(policy, 'LANDLORD'))).toBe(false);
  });

  it('is refused where the contract has no type to hold a mutation against, which passes GraphQL', () => {
    const silent: Question = { role: 'TENANT', query: 'mutation { createAccount { id } }' };
    expect(refusalOf(silent, 'TENANT', tenancy())).toMatchObject({
      code: 'FORBIDDEN',
      message: 'This role has no accounts to administer.',
    });
    const { accounts, persons } = judged({ ...silent, query: 'mutation { anything }' }, 'TENANT', tenancy());
    expect([accounts.roots, persons.roots]).toEqual([[], []]);
  });

  it('is compiled with its coordinate, once a response key, beside what is the store’s', () => {
    const query = `{ me { role } tenants(first: 1) { nodes { id } } a: notices(first: 2) { nodes { id } }
      a: notices(first: 2) { pageInfo { hasNextPage } } accounts(first: 1) { nodes { id } } }`;
    const { accounts, persons } = judged({ ...list, query });
    expect(persons).toMatchObject({ isMutation: false, reusable: true, bound: { page: 10 } });
    expect(persons.roots.map(({ coordinate, isPaged }) => [coordinate, isPaged])).toEqual([['Query.notices', true]]);
    expect(accounts.roots.map(({ coordinate }) => coordinate)).toEqual(['Query.accounts']);
    expect([persons, persons.roots, persons.roots[0], accounts].every((each) => Object.isFrozen(each))).toBe(true);
  });

  it('makes a template of one request where a variable decides whether it is there', () => {
    const query = 'query ($all: Boolean!) { notices(first: 5) @include(if: $all) { nodes { id } } }';
    const { persons } = judged({ ...told, query, variables: { all: true } });
    expect(persons).toMatchObject({ reusable: false, roots: [{ coordinate: 'Query.notices' }] });
    expect(judged({ ...told, query, variables: { all: false } }).persons.roots).toEqual([]);
  });

  it('shares no mutation with a write of the store, and any with its kind', () => {
    const write = 'handOver(lease: "x") { errors { code } }';
    const both = `mutation { stopAccount(account: "bob", reason: "x") { state } ${write} }`;
    expect(refusalOf({ ...stopBob, query: both })).toMatchObject({
      code: 'BAD_REQUEST',
      message: 'An operation changes accounts, notices or approvals, or writes to the store: send two requests.',
    });
    expect(refusalOf({ ...told, query: `mutation { acknowledgeNotices(ids: []) ${write} }` }).code).toBe('BAD_REQUEST');
    const own = `mutation { __typename acknowledgeNotices(ids: []) stopAccount(account: "bob", reason: "x") { state } }`;
    expect(judged({ ...stopBob, query: own })).toMatchObject({
      accounts: { isMutation: true, roots: [{ coordinate: 'Mutation.stopAccount', isPaged: false }] },
      persons: { isMutation: true, roots: [{ coordinate: 'Mutation.acknowledgeNotices' }] },
    });
    expect(judged({ ...told, query: `mutation { ${write} }` }).accounts.roots).toEqual([]);
  });
});

it('the arguments of each are bound, those of a page within the bound of the role', () => {
  const paged = { ...told, query: '{ n: notices(first: 11, after: "c") { nodes { id } } }' };
  expect(refusalOf(paged)).toMatchObject({
    code: 'PAGE_TOO_LARGE',
    message: 'notices(first: 11) is over the cap of 10.',
  });
  const query =
    'query ($n: Int = 5) { a: notices(first: $n) { nodes { id } } b: notices(first: 10, after: "c") { nodes { id } } }';
  const { persons } = judged({ ...told, query });
  expect(boundArguments(persons, { n: 5 })).toEqual([{ first: 5 }, { first: 10, after: 'c' }]);
});
