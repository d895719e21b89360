/** Questions, first contacts, lists of several types and approvals, on the store that has them. */
import { describe, expect, test } from 'vitest';
import { comparePolicies } from '../../../src/compliance/diff/comparePolicies.js';
import type { CompiledPolicy } from '../../../src/policy/compiled.js';
import { readSchema } from '../../../src/schemaFolder.js';
import { policyOf } from '../../policy/harness.js';
import type { Edit } from '../../policy/harness.js';
import { compiled, rentalFolder } from '../../support/policies.js';
import { expectMirrored, saidOf } from './harness.js';

const rental = compiled(rentalFolder);

function edited(...edits: readonly Edit[]): CompiledPolicy {
  const sources = readSchema(rentalFolder).map(({ name, text }) => ({
    name,
    text: edits.reduce((all, [from, to]) => all.replace(from, () => to), text),
  }));
  return policyOf(sources);
}

describe('in the rental store a change of', () => {
  test.each<readonly [string, readonly Edit[], readonly string[]]>([
    [
      'how many questions may fail',
      [['misses: { of: 3, per: "P1D", by: ORGANISATION }', 'misses: { of: 9, per: "P1D", by: ORGANISATION }']],
      ['+ Query.isMyTenant: misses { of: 3, per: P1D, by: ORGANISATION } → { of: 9, per: P1D, by: ORGANISATION }'],
    ],
    [
      'what an argument of a question is called',
      [['isMyTenant(fileNumber: String!', 'isMyTenant(file: String! @sets(field: "fileNumber")']],
      ['= Query.isMyTenant: renamed fileNumber → file'],
    ],
    [
      'how long a first contact waits',
      [['expires: "P7D"', 'expires: "P14D"']],
      ['+ Mutation.requestTenancy: expires P7D → P14D'],
    ],
    [
      'how many first contacts may fail',
      [['misses: [{ of: 8, per: "P1D", by: ORGANISATION }]', 'misses: [{ of: 2, per: "P1D", by: ORGANISATION }]']],
      [
        '- Mutation.requestTenancy: misses { of: 8, per: P1D, by: ORGANISATION } → { of: 2, per: P1D, by: ORGANISATION }',
      ],
    ],
    [
      'what a list of several types holds',
      [['union Dealing = Lease | Repair', 'union Dealing = Lease']],
      ['- field Tenant.dealings: target Dealing [Lease, Repair] → Dealing [Lease]'],
    ],
    [
      'whether the person is asked',
      [[', approval: true', '']],
      ['+ LANDLORD reads Tenant.phone for LETTING through let: approval true → false'],
    ],
  ])('%s', (_title, edits, expected) => {
    const next = edited(...edits);
    const said = saidOf(comparePolicies(rental, next));
    for (const line of expected) expect(said).toContain(line);
    if (!expected.some((line) => line.startsWith('='))) expectMirrored(rental, next);
  });

  test('who may ask, which is said with what is asked', () => {
    const said = saidOf(
      comparePolicies(
        edited([/\n {2}"""Whether somebody[\s\S]*?\n {4}\)\n/u.exec(queryText())?.[0] ?? '', '']),
        rental,
      ),
    );
    expect(said).toContain(
      '+ LANDLORD matches by Query.isMyTenant for LETTING: new on [fileNumber, surname] through [let]',
    );
    expect(said).toContain('= Query.isMyTenant: new Tenant');
  });
});

function queryText(): string {
  return readSchema(rentalFolder).find(({ name }) => name === 'query.graphql')?.text ?? '';
}

describe('a reach that is opened for a reason', () => {
  test.each<readonly [string, readonly Edit[], readonly string[]]>([
    [
      'stays open for longer',
      [['lasts: "PT1H"', 'lasts: "PT2H"']],
      ['+ AGENT opens Tenant through leak: lasts PT1H → PT2H'],
    ],
    [
      'is reviewed later, by the time somebody forgets',
      [
        [
          'name: "leak", role: AGENT, lasts: "PT1H", review: "P7D"',
          'name: "leak", role: AGENT, lasts: "PT1H", review: "P14D"',
        ],
      ],
      ['+ AGENT opens Tenant through leak: review P7D → P14D'],
    ],
    [
      'has free words for a reason',
      [['reason: CounterReason!', 'reason: String!']],
      ['= Mutation.openCounter: values [LOST_KEY, REPAIR, PAYMENT] → -'],
    ],
  ])('%s', (_title, edits, expected) => {
    const next = edited(...edits);
    expect(saidOf(comparePolicies(rental, next))).toEqual(expected);
    expectMirrored(rental, next);
  });
});
