/** What a mutation asks with the values of one request: its rows and their key, its cost, what it sets and shows. */
import { describe, expect, it } from 'vitest';
import type { CompiledPolicy } from '../../src/policy/compiled.js';
import { compiled as tenancy } from '../policy/harness.js';
import { compiled, rentalFolder } from '../support/policies.js';
import { lending, librarian, registrar } from './lending.js';
import { goodStanding } from './planning.js';
import type { Asked } from './planning.js';
import { onlyWrite, plannedWrite, refusalOfWrite } from './writePlanning.js';

const rental = compiled(rentalFolder);
const agent = { role: 'AGENT', purpose: 'LETTING' } as const;
const landlord = { role: 'LANDLORD', purpose: 'LETTING' } as const;
const agency = { role: 'AGENCY', purpose: 'LETTING' } as const;

const correct = 'mutation ($input: CorrectReaderInput!) { correctReader(input: $input) { errors { row } } }';
const lendAll =
  'mutation ($rows: [LendRow!]!) { lendAll(key: "k", dueOn: "2024-07-01", rows: $rows) { loans { title status } } }';
const register = 'mutation ($rows: [RegisterInput!]!) { registerAll(key: "k", rows: $rows) { receipt } }';
const loan = { reader: 'r', branch: 'b', title: 't' };
const request = 'requestTenancy(fileNumber: "T-1", surname: "Exemple", dwelling: "d")';

/** The policy with another bound on the cost of an operation of a role. */
function costing(policy: CompiledPolicy, name: string, cost: number): CompiledPolicy {
  const role = policy.roles.get(name);
  if (role === undefined) throw new Error(`no role ${name}`);
  return { ...policy, roles: new Map([...policy.roles, [name, { ...role, bound: { ...role.bound, cost } }]]) };
}

function rowsOf(count: number): readonly (typeof loan)[] {
  return Array.from({ length: count }, () => loan);
}

/** The operation passes under a bound of `cost`, and not under one less. */
function expectCost(policy: CompiledPolicy, asked: Asked, cost: number, doing: string): void {
  expect(() => plannedWrite(costing(policy, asked.role, cost), asked)).not.toThrow();
  expect(refusalOfWrite(costing(policy, asked.role, cost - 1), asked)).toEqual({
    code: 'COST_TOO_HIGH',
    message: `The operation may ${doing} ${String(cost)} fields; the bound is ${String(cost - 1)}.`,
    extensions: { cost, bound: cost - 1 },
  });
}

describe('the rows of a write', () => {
  it('are one, where no list is brought: each value from its place, null apart from nothing', () => {
    const given = (input: object): unknown =>
      onlyWrite(lending, { ...registrar, query: correct, variables: { input } }).rows;
    expect(given({ id: 'i', name: null, post: { line: 'x' } })).toEqual([
      [['i', undefined, null, undefined, undefined, 'x', undefined, undefined]],
    ]);
    expect(given({ id: 'i', post: null })).toEqual([
      [['i', undefined, undefined, undefined, undefined, null, null, undefined]],
    ]);
  });

  it('are those of the list, each with what stands beside it', () => {
    const rows = [loan, { reader: 's', branch: 'c', title: 'u' }];
    expect(onlyWrite(lending, { ...librarian, query: lendAll, variables: { rows } }).rows).toEqual([
      [['2024-07-01', 'r', 'b', 't']],
      [['2024-07-01', 's', 'c', 'u']],
    ]);
  });

  it('hold the values of each step apart', () => {
    const query =
      'mutation { registerTenant(input: { number: "1", birthName: "n", from: "2024-07-01" }) { errors { row } } }';
    const { rows } = onlyWrite(tenancy(), { role: 'MANAGER', purpose: 'MANAGEMENT', query });
    expect(rows).toEqual([[['1', 'n', undefined, undefined, undefined, '2024-07-01'], ['2024-07-01']]]);
  });

  it('may be none, and as many as the write takes', () => {
    const asked = (count: number): Asked => ({
      ...librarian,
      query: lendAll.replace('title status', 'id'),
      variables: { rows: rowsOf(count) },
    });
    expect(onlyWrite(lending, asked(0)).rows).toEqual([]);
    expect(onlyWrite(lending, asked(500)).rows).toHaveLength(500);
    expect(refusalOfWrite(lending, asked(501))).toEqual({
      code: 'TOO_MANY_ROWS',
      message: 'lendAll(rows:) takes 500 rows at most, not 501.',
      extensions: { cap: 500 },
    });
  });
});

describe('the key of a write', () => {
  const policy = tenancy(['key: String!', 'key: String']);
  const asked = (key: string | null | undefined): Asked => ({
    ...agency,
    query: 'mutation ($key: String) { startLeases(key: $key, building: "b", rows: []) { errors { row } } }',
    variables: key === undefined ? {} : { key },
  });

  it.each([
    ['as it was given', 'k', 'k'],
    ['up to 200 characters', 'k'.repeat(200), 'k'.repeat(200)],
    ['nothing when there is none', undefined, undefined],
    ['nothing when it is null', null, undefined],
  ])('is %s', (_title, key, taken) => {
    expect(onlyWrite(policy, asked(key)).key).toBe(taken);
  });

  it.each([
    ['empty', ''],
    ['longer', 'k'.repeat(201)],
  ])('is refused when it is %s', (_title, key) => {
    const message = 'startLeases(key:) takes 1 to 200 characters.';
    expect(refusalOfWrite(policy, asked(key))).toEqual({ code: 'ARGUMENT_INVALID', message });
  });

  it('is none of a write that takes none', () => {
    expect(onlyWrite(lending, { ...registrar, query: correct, variables: { input: { id: 'i' } } }).key).toBeUndefined();
  });
});

describe('the text by which a repetition is known', () => {
  const canonical = (args: string): string =>
    onlyWrite(lending, { ...librarian, query: `mutation { m: lendAll(${args}) { errors { row } } }` }).canonical;
  const row = '{ reader: "r", branch: "b", title: "t" }';
  const text = '{"dueOn":"2024-07-01","rows":[{"branch":"b","reader":"r","title":"t"}]}';

  it.each([
    ['is that of its arguments but the key', `key: "k", dueOn: "2024-07-01", rows: [${row}]`],
    ['is the same under another key', `key: "l", dueOn: "2024-07-01", rows: [${row}]`],
    ['is the same in another order', 'rows: [{ title: "t", branch: "b", reader: "r" }], dueOn: "2024-07-01", key: "k"'],
  ])('%s', (_title, args) => {
    expect(canonical(args)).toBe(text);
  });

  it('is another for another value', () => {
    expect(canonical(`key: "k", dueOn: "2024-07-02", rows: [${row}]`)).not.toBe(text);
  });
});

describe('the cost of a mutation', () => {
  const rows = rowsOf(3);

  it.each([
    ['counts each value and each field read back, row by row', lendAll, 3 * (4 + 2)],
    ['counts what a row gets from no list', lendAll.replace('{ loans { title status } }', '{ errors { row } }'), 3 * 4],
    ['adds its writes up', `${lendAll.slice(0, -1)} takeBack(loan: "l") { loan { title } } }`, 3 * 6 + 2 + 1],
  ])('%s', (_title, query, cost) => {
    expectCost(lending, { ...librarian, query, variables: { rows } }, cost, 'write');
  });

  it('counts the values of every step', () => {
    const reader = { card: 'c', name: 'n', born: '1984-03-02' };
    expectCost(lending, { ...registrar, query: register, variables: { rows: [reader, reader] } }, 2 * 7, 'write');
    const query =
      'mutation { registerTenant(input: { number: "1", birthName: "n", from: "2024-07-01" }) { errors { row } } }';
    expectCost(tenancy(), { role: 'MANAGER', purpose: 'MANAGEMENT', query }, 6 + 1, 'write');
  });

  it('counts of a first contact what names the person and what is brought', () => {
    const query = `mutation { a: ${request} b: ${request} }`;
    expectCost(rental, { ...landlord, query }, 2 * (2 + 1), 'write');
  });

  it('counts of an opening what names the person and what it shows', () => {
    const query =
      'mutation { openCounter(fileNumber: "T-1", surname: "E", reason: REPAIR) { tenant { surname } again: tenant { surname } } }';
    expectCost(rental, { ...agent, query }, 2 + 1 + 1, 'open');
  });
});

describe('what a mutation reads and sets', () => {
  it('is its own name, what it states, and what any of its rows gives', () => {
    const input = '{ reader: "r", branch: "b", title: "t", dueOn: null }';
    const lend = `mutation { lend(input: ${input}) { loan { status } } }`;
    expect(plannedWrite(lending, { ...librarian, query: lend })).toMatchObject({
      coordinates: ['Loan.branch', 'Loan.dueOn', 'Loan.reader', 'Loan.status', 'Loan.title', 'Mutation.lend'],
      stepUp: [],
    });
    const reader = { card: 'c', name: 'n', born: '1984-03-02' };
    const rows = [reader, { ...reader, phone: '+33612345678' }];
    expect(plannedWrite(lending, { ...registrar, query: register, variables: { rows } }).coordinates).toEqual([
      'Membership.branch',
      'Mutation.registerAll',
      'Reader.born',
      'Reader.card',
      'Reader.name',
      'Reader.phone',
    ]);
  });

  it('is of a further step what that step is given', () => {
    const query =
      'mutation { registerTenant(input: { number: "1", birthName: "n", from: "2024-07-01" }) { errors { row } } }';
    expect(plannedWrite(tenancy(), { role: 'MANAGER', purpose: 'MANAGEMENT', query }).coordinates).toEqual([
      'Mandate.account',
      'Mandate.startsOn',
      'Mutation.registerTenant',
      'Tenant.birthName',
      'Tenant.number',
      'Tenant.registeredOn',
    ]);
  });

  it('is of a first contact what names the person, what is brought, set and compared', () => {
    const plan = plannedWrite(rental, { ...landlord, query: `mutation { ${request} }` });
    expect([plan.writes, plan.opening, plan.coordinates, plan.stepUp]).toEqual([
      [],
      undefined,
      [
        'Dwelling.landlord',
        'Lease.dwelling',
        'Lease.landlord',
        'Lease.tenant',
        'Mutation.requestTenancy',
        'Tenant.fileNumber',
        'Tenant.surname',
      ],
      [],
    ]);
    expect(plan.asked.map(({ values, ids }) => [values.wanted.map(({ value }) => value), [...ids.values()]])).toEqual([
      [['T-1', 'Exemple'], ['d']],
    ]);
  });
});

describe('a first contact', () => {
  const query = `mutation { ${request} }`;

  it('counts as a reading, for it tries whether somebody is there: where only handing in is open, it is refused', () => {
    const standing = { ...goodStanding, isSubmissionOnly: true };
    const asking = { standing, kind: 'MACHINE', sender: 'CERTIFICATE' } as const;
    const asked = { ...landlord, query, asking };
    expect(refusalOfWrite(rental, asked).code).toBe('SUBMISSION_ONLY');
    const handOver = 'mutation { handOver(lease: "l") { errors { row } } }';
    expect(plannedWrite(rental, { ...asked, query: handOver }).writes).toHaveLength(1);
  });

  it('is not asked for while its account waits, or it is stopped', () => {
    const asking = (different: object): Asked => ({
      ...landlord,
      query,
      asking: { standing: { ...goodStanding, ...different } },
    });
    expect(refusalOfWrite(rental, asking({ isInQuarantine: true })).code).toBe('IN_QUARANTINE');
    expect(refusalOfWrite(rental, asking({ stoppedFields: ['Mutation.requestTenancy'] })).code).toBe('FIELD_STOPPED');
  });
});

describe('an opening', () => {
  const asked = (reason: string): Asked => ({
    ...agent,
    query:
      'mutation ($reason: String!) { openLeak(file: "T-1", name: "Exemple", reason: $reason) { tenant { phone } } }',
    variables: { reason },
  });

  it('brings what names the person, its reason without the blanks around it, and what it shows', () => {
    const { writes, asked: links, opening, coordinates, stepUp } = plannedWrite(rental, asked('  A leak\t'));
    expect([writes, links]).toEqual([[], []]);
    expect(opening?.reason).toBe('A leak');
    expect(opening?.wanted.map(({ field, value }) => [field.path, value])).toEqual([
      ['fileNumber', 'T-1'],
      ['surname', 'Exemple'],
    ]);
    expect(opening?.readBacks.map(({ cost, roots }) => [cost, roots.length])).toEqual([[1, 1]]);
    expect({ coordinates, stepUp }).toEqual({
      coordinates: ['Mutation.openLeak', 'Tenant.fileNumber', 'Tenant.phone', 'Tenant.surname'],
      stepUp: [],
    });
  });

  it('takes a reason that is one character, or 200', () => {
    const reasonOf = (reason: string): unknown => plannedWrite(rental, asked(reason)).opening?.reason;
    expect([reasonOf('x'), reasonOf('x'.repeat(200))]).toEqual(['x', 'x'.repeat(200)]);
  });

  it.each([
    ['nothing', ''],
    ['blanks', '   '],
    ['more than a line holds', 'x'.repeat(201)],
    ['two lines', 'A leak\nin the hall'],
    ['a control character', 'A\u0007leak'],
  ])('is refused when its reason is %s', (_title, reason) => {
    const message = 'openLeak(reason:) takes a line of 1 to 200 characters.';
    expect(refusalOfWrite(rental, asked(reason))).toEqual({ code: 'ARGUMENT_INVALID', message });
  });
});
