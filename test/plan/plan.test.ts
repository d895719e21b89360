import { describe, expect, it } from 'vitest';
import { compiled, rentalFolder } from '../support/policies.js';
import { planned, refusalOfPlan } from './planning.js';

const policy = compiled(rentalFolder);
const landlord = { role: 'LANDLORD', purpose: 'LETTING' };
const agent = { role: 'AGENT', purpose: 'LETTING' };

describe('what is refused before any read', () => {
  it.each([
    [
      'a page over the cap',
      landlord,
      '{ tenants(first: 11) { nodes { surname } } }',
      'PAGE_TOO_LARGE tenants(first: 11) is over the cap of 10.',
    ],
    [
      'a page of nobody',
      landlord,
      '{ tenants(first: 0) { nodes { surname } } }',
      'ARGUMENT_INVALID tenants(first:) must be 1 or more.',
    ],
    [
      'a nested page over the cap',
      agent,
      '{ tenants(first: 1) { nodes { leases(first: 26) { nodes { status } } } } }',
      'PAGE_TOO_LARGE leases(first: 26) is over the cap of 25.',
    ],
    [
      'an operation that opens too much',
      agent,
      aliases(20, '{ nodes { surname leases(first: 25) { nodes { status } } } }'),
      'COST_TOO_HIGH The operation may open 5200 fields; the bound is 5000.',
    ],
    [
      'lookups that may each compare as many strangers as a truncated index leaves',
      agent,
      `{ ${lookups(5, 'surname: "A", born: "1990-01-01"')} }`,
      'COST_TOO_HIGH The operation may open 5005 fields; the bound is 5000.',
    ],
    ['a walk from rows to rows', agent, walk(6), 'COST_TOO_HIGH The operation nests rows more than 5 deep.'],
    [
      'a lookup by one attribute',
      agent,
      '{ findTenant(by: { surname: "Exemple" }) { id } }',
      'ARGUMENT_INVALID Query.findTenant(by:) takes just one of { surname, born } or { fileNumber, surname }.',
    ],
    [
      'a lookup by more than a set',
      agent,
      '{ findTenant(by: { surname: "Exemple", born: "1990-01-01", fileNumber: "A1" }) { id } }',
      'ARGUMENT_INVALID Query.findTenant(by:) takes just one of { surname, born } or { fileNumber, surname }.',
    ],
  ])('%s', (_title, caller, query, expected) => {
    const { code, message } = refusalOfPlan(policy, { ...caller, query });
    expect(`${code} ${message}`).toBe(expected);
  });

  it('a purpose that the role has nothing for', () => {
    const refusal = refusalOfPlan(policy, {
      role: 'AGENT',
      purpose: 'GUARANTEE',
      query: '{ tenants(first: 1) { nodes { surname } } }',
    });
    expect(refusal.code).toBe('FIELD_NOT_FOR_PURPOSE');
  });

  it('a size hidden in a variable', () => {
    const query = 'query ($n: Int!) { tenants(first: $n) { nodes { id } } }';
    expect(refusalOfPlan(policy, { ...landlord, query, variables: { n: 5000 } }).code).toBe('PAGE_TOO_LARGE');
  });

  it('the same whether inlined or in fragments', () => {
    const inlined =
      '{ tenants(first: 10) { nodes { surname leases(first: 10) { nodes { status dwelling { street } } } } } }';
    const spread = `query { tenants(first: 10) { nodes { ...T } } }
      fragment T on Tenant { surname leases(first: 10) { nodes { ...L } } }
      fragment L on Lease { status dwelling { street } }`;
    expect(planned(policy, { ...agent, query: spread }).cost).toBe(planned(policy, { ...agent, query: inlined }).cost);
  });
});

describe('what a plan names', () => {
  it('only the columns asked, each behind its class', () => {
    const plan = planned(policy, { ...landlord, query: '{ tenants(first: 5) { nodes { surname phoneLast2 } } }' });
    const rows = plan.roots[0]?.selection.rows;
    expect(rows?.columns.map(({ column, storage }) => [column, storage])).toEqual([
      ['surname', 'sealed'],
      ['phone', 'sealed'],
    ]);
    expect(rows?.classes.map(({ restrictedBy }) => restrictedBy)).toEqual([[], [], ['discreet']]);
  });

  it('counts aliases of one list each', () => {
    const once = planned(policy, { ...agent, query: '{ tenants(first: 10) { nodes { surname } } }' }).cost;
    expect(planned(policy, { ...agent, query: aliases(3, '{ nodes { surname } }') }).cost).toBe(3 * once);
  });

  it('leaves out what @skip leaves out, and does not keep such a plan', () => {
    const query = 'query ($no: Boolean!) { tenants(first: 1) { nodes { surname @skip(if: $no) forename } } }';
    const columns = (no: boolean): readonly (string | undefined)[] =>
      planned(policy, { ...agent, query, variables: { no } }).roots[0]?.selection.rows.columns.map(
        ({ column }) => column,
      ) ?? [];
    expect(columns(true)).toEqual(['forename']);
    expect(columns(false)).toEqual(['surname', 'forename']);
  });

  it('watches, for changedSince, all that the purpose opens, each way apart, and nothing else', () => {
    const query = '{ tenants(first: 1, changedSince: "2026-01-01T00:00:00Z") { nodes { id } } }';
    const watched = planned(policy, { ...landlord, query }).roots[0]?.selection.rows.watched.map(
      ({ column }) => column,
    );
    expect(watched?.toSorted()).toEqual(['forename', 'phone', 'phone', 'surname']);
  });
});

function aliases(count: number, selection: string): string {
  return `{ ${Array.from({ length: count }, (_, index) => `a${String(index)}: tenants(first: 10) ${selection}`).join(' ')} }`;
}

function lookups(count: number, by: string): string {
  return Array.from({ length: count }, (_, index) => `l${String(index)}: findTenant(by: { ${by} }) { id }`).join(' ');
}

it('a lookup by a unique set costs what it compares of one person, and by another what it may compare of strangers', () => {
  const costOf = (by: string): number => planned(policy, { ...agent, query: `{ ${lookups(1, by)} }` }).cost;
  expect(costOf('fileNumber: "U-0001", surname: "A"')).toBe(1 + 2);
  expect(costOf('surname: "A", born: "1990-01-01"')).toBe(1 + 500 * 2);
});

function walk(levels: number): string {
  let selection = '{ surname }';
  for (let level = levels; level > 1; level--) {
    selection = level % 2 === 0 ? `{ tenant ${selection} }` : `{ leases(first: 1) { nodes ${selection} } }`;
  }
  return `{ tenants(first: 1) { nodes { leases(first: 1) { nodes ${selection} } } } }`;
}
