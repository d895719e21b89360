/** What is said of an operation at its registration holds for every request: no variable makes it read or cost more. */
import { describe, expect, it } from 'vitest';
import { machineOperations } from '../../src/demo/machineOperations.js';
import { operationBounds } from '../../src/gateway/operationBounds.js';
import { OperationJudge } from '../../src/gateway/operationJudge.js';
import { invariant } from '../../src/kernel/invariant.js';
import type { OperationReading } from '../../src/plan/describeOperation.js';
import { planned } from '../plan/planning.js';
import { compiled, rentalFolder, storeFolder } from '../support/policies.js';

const policy = compiled(rentalFolder);
const judge = new OperationJudge(policy, operationBounds);

function readingFor(role: string, text: string, purpose = 'LETTING'): OperationReading {
  const judgement = judge.judgeAll(text, purpose).find((each) => each.role === role);
  invariant(judgement !== undefined && 'reading' in judgement, JSON.stringify(judgement));
  return judgement.reading;
}

function problemFor(role: string, text: string, purpose = 'LETTING'): string {
  const judgement = judge.judgeAll(text, purpose).find((each) => each.role === role);
  invariant(judgement !== undefined && 'problem' in judgement, JSON.stringify(judgement));
  return judgement.problem.code;
}

function costWith(role: string, query: string, variables: Readonly<Record<string, unknown>>): number {
  return planned(policy, { role, purpose: 'LETTING', query, variables }).cost;
}

const walk = `query Walk($n: Int!, $m: Int!, $all: Boolean!) {
  tenants(first: $n) { nodes {
    id surname @include(if: $all)
    leases(first: $m) @skip(if: $all) { nodes { status rent } }
  } }
}`;

describe("an operation with the engine's own roots", () => {
  it('names them, beside what it reads of the store', () => {
    const text = '{ notices(first: 5) { nodes { id } } tenants(first: 1) { nodes { surname } } }';
    expect(readingFor('LANDLORD', text).roots).toEqual(['Query.tenants', 'Query.notices']);
    expect(readingFor('LANDLORD', 'mutation { acknowledgeNotices(ids: []) }').roots).toEqual([
      'Mutation.acknowledgeNotices',
    ]);
  });
});

describe('an operation that hangs on variables', () => {
  it('is said to read what any of them lets it read', () => {
    const { reads, rows } = readingFor('LANDLORD', walk);
    expect(reads.map(({ coordinate, precision }) => `${coordinate} ${precision}`)).toEqual([
      'Lease.rent EXACT',
      'Lease.status EXACT',
      'Tenant.id PSEUDONYM',
      'Tenant.leases EXACT',
      'Tenant.surname EXACT',
    ]);
    expect(rows).toBe(10 + 10 * 10);
  });

  it.each([
    { n: 1, m: 1, all: true },
    { n: 10, m: 1, all: true },
    { n: 10, m: 10, all: false },
    { n: 3, m: 7, all: false },
  ])('costs no more than was said, with %j', (variables) => {
    const { cost, bound } = readingFor('LANDLORD', walk);
    expect(costWith('LANDLORD', walk, variables)).toBeLessThanOrEqual(cost);
    expect(cost).toBeLessThanOrEqual(bound);
  });
});

describe('precision and step-up are those of the role and purpose', () => {
  it.each([
    [
      'LANDLORD',
      '{ tenants(first: 1) { nodes { forenameInitial phoneLast2 } } }',
      'Tenant.forenameInitial INITIAL, Tenant.phoneLast2 LAST2',
    ],
    [
      'AGENT',
      '{ tenants(first: 1) { nodes { forwarding { line postcode } } } }',
      'Tenant.forwarding.line EXACT fresh, Tenant.forwarding.postcode EXACT',
    ],
  ])('for %s', (role, text, expected) => {
    const { reads } = readingFor(role, text);
    const said = reads.map((each) => `${each.coordinate} ${each.precision}${each.stepUp ? ' fresh' : ''}`);
    expect(said.join(', ')).toBe(expected);
  });
});

it.each(machineOperations)('the demo’s own machine is answered: $name', ({ document, purpose }) => {
  expect(new OperationJudge(compiled(storeFolder), operationBounds).whyUnanswered(document, purpose)).toBeUndefined();
});

describe('what no arguments could make right is a problem', () => {
  it.each([
    ['LANDLORD', '{ tenants(first: 11) { nodes { id } } }', 'PAGE_TOO_LARGE'],
    ['LANDLORD', 'subscription { tenants(first: 1) { nodes { id } } }', 'BAD_REQUEST'],
    ['LANDLORD', 'mutation { correctTenant(input: { id: "x" }) { errors { code } } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['LANDLORD', '{ tenants(first: 1) { nodes { fileNumber } } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['LANDLORD', '{ tenants(', 'GRAPHQL_VALIDATION_FAILED'],
    ['LANDLORD', 'fragment F on Query { me { role } }', 'GRAPHQL_VALIDATION_FAILED'],
    [
      'AGENT',
      `{ ${Array.from({ length: 9 }, (_, n) => `a${n}: tenants(first: 25) { nodes { leases(first: 25) { nodes { rent } } } }`).join(' ')} }`,
      'COST_TOO_HIGH',
    ],
  ])('for %s: %s', (role, text, code) => {
    expect(problemFor(role, text)).toBe(code);
  });

  it('and quotes no literal of the text', () => {
    const [judgement] = judge.judgeAll('{ tenant(id: {secret: "Quillfeather"}) { id } }', 'LETTING');
    expect(JSON.stringify(judgement)).not.toContain('Quillfeather');
  });

  it('a role without the purpose is not asked', () => {
    expect(judge.judgeAll('{ me { role } }', 'GUARANTEE').map(({ role }) => role)).toEqual(['GUARANTEE_FUND']);
    expect(judge.whyUnanswered('{ me { role } }', 'NOTHING')?.code).toBe('PURPOSE_UNKNOWN');
  });
});
