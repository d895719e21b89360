/** The engine's own roots, judged as the gateway judges them: on the operation alone, before anything runs. */
import { buildSchema, getOperationAST, getVariableValues, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { invariant } from '../../src/kernel/invariant.js';
import type { Refusal } from '../../src/kernel/refusal.js';
import { Refused } from '../../src/kernel/refusal.js';
import {
  compileAdministration,
  isAdministration,
  requireAdmittedAdministration,
} from '../../src/plan/administration.js';
import type { EngineRoots } from '../../src/plan/engineRoots.js';
import { isForRole } from '../../src/plan/engineRoots.js';
import { compilePersonRoots, isOfPersons, requireAdmittedPersonRoots } from '../../src/plan/personRoots.js';
import type { RolePolicy } from '../../src/policy/compiled.js';
import { compiled, rentalFolder } from '../support/policies.js';
import type { Asked } from './planning.js';
import { askingOf, goodStanding, nowSeconds } from './planning.js';

const policy = compiled(rentalFolder);

function roleOf(name: string): RolePolicy {
  const role = policy.roles.get(name);
  invariant(role, `the policy has ${name}`);
  return role;
}

type Question = Omit<Asked, 'purpose'>;

/** Judges for the role as though the operation had been validated against `contractOf`. */
function judged(asked: Question, contractOf = asked.role): { readonly [side in 'accounts' | 'persons']: EngineRoots } {
  const role = roleOf(asked.role);
  const schema = buildSchema(roleOf(contractOf).contract);
  const document = parse(asked.query);
  expect(validate(schema, document)).toEqual([]);
  const operation = getOperationAST(document);
  invariant(operation, 'there is one operation');
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], asked.variables ?? {});
  invariant(coerced, 'the variables fit');
  const source = { policy, role, purpose: 'LETTING', schema, document, operation, variables: coerced };
  const accounts = compileAdministration(source);
  const persons = compilePersonRoots(source);
  const asking = askingOf(role, asked.asking);
  requireAdmittedAdministration(accounts, coerced, asking);
  requireAdmittedPersonRoots(persons, coerced, asking);
  return { accounts, persons };
}

function refusalOf(asked: Question, contractOf?: string): Refusal {
  try {
    judged(asked, contractOf);
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
  throw new Error('nothing was refused');
}

const administrator = { ...goodStanding, isAdministrator: true };
const stop = 'mutation { stopAccount(account: "bob", reason: "Left the key.") { state } }';
const stopBob: Question = { role: 'LANDLORD', query: stop, asking: { standing: administrator } };
const list: Question = {
  role: 'LANDLORD',
  query: '{ accounts(first: 5) { nodes { id } } }',
  asking: { standing: administrator },
};
const told: Question = { role: 'LANDLORD', query: '{ notices(first: 5) { nodes { id } } }' };
const acknowledge: Question = {
  role: 'LANDLORD',
  query: 'mutation ($ids: [ID!]!) { acknowledgeNotices(ids: $ids) }',
  variables: { ids: ['a'] },
};
const ids = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `n${String(index)}`);
const aliased = (count: number, field: string): string =>
  ids(count)
    .map((alias) => `${alias}: ${field}`)
    .join(' ');

describe('a root of the engine’s', () => {
  it('is of administration, of persons, or neither, in whatever contract', () => {
    expect(['accounts', 'notices', 'me', 'tenants'].map((name) => isAdministration('Query', name))).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(['accounts', 'notices', 'myDisclosures', 'me'].map((name) => isOfPersons('Query', name))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(isAdministration('Mutation', 'createAccount')).toBe(true);
    expect(isOfPersons('Mutation', 'acknowledgeNotices')).toBe(true);
    expect(isAdministration('RegisteredAccount', 'createAccount')).toBe(false);
    expect(isOfPersons('Query', 'acknowledgeNotices')).toBe(false);
  });

  it('is for the roles of its audience', () => {
    expect(isForRole('Query', 'notices', roleOf('LANDLORD'))).toBe(true);
    expect(isForRole('Query', 'notices', roleOf('TENANT'))).toBe(false);
    expect(isForRole('Query', 'myDisclosures', roleOf('TENANT'))).toBe(true);
    expect(isForRole('Query', 'tenants', roleOf('LANDLORD'))).toBe(false);
  });

  it('is refused to others, and says of which side it is', () => {
    expect(refusalOf({ ...told, role: 'TENANT' }, 'LANDLORD')).toMatchObject({
      code: 'FORBIDDEN',
      message: 'Neither disclosures, notices nor approvals are for this role.',
    });
    expect(refusalOf({ ...list, role: 'TENANT' }, 'LANDLORD')).toMatchObject({
      code: 'FORBIDDEN',
      message: 'This role has no accounts to administer.',
    });
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

describe('the administration of accounts', () => {
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
    const { authentication } = roleOf('LANDLORD');
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
    const { authentication } = roleOf('LANDLORD');
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

describe('what was disclosed, and notices of it', () => {
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

it('an operation without any of them is nobody’s to refuse here, however the caller stands', () => {
  const standing = { ...goodStanding, isInQuarantine: true, isSubmissionOnly: true };
  const { accounts, persons } = judged({ role: 'LANDLORD', query: '{ me { role } }', asking: { standing } });
  expect([accounts.roots, persons.roots]).toEqual([[], []]);
});
