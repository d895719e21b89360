/** Of which types the rows of an interface or a union are: of none that the purpose does not open, unless one asks for its fields. */
import { Kind } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { RowView } from '../../src/plan/collectFields.js';
import { compileOperation, planScope } from '../../src/plan/compileOperation.js';
import { askedMembers } from '../../src/plan/members.js';
import { compiled as tenancy } from '../policy/harness.js';
import { compiled, rentalFolder } from '../support/policies.js';
import type { Sourced } from './source.js';
import { refusalIn, sourceOf } from './source.js';

const rental = compiled(rentalFolder);

const startsOn = 'startsOn: Date @personal(category: TENANCY, clear: "a reach starts with it")';
/** A paper is a lease or a mandate: to a manager, leases are open for the management, mandates for the letting. */
const papers = tenancy(
  ['enum LeaseStatus', 'union Paper = Mandate | Lease\n\nenum LeaseStatus'],
  ['  buildings: [Building!]', '  paper(id: ID!): Paper @root(kind: NODE)\n  buildings: [Building!]'],
  [startsOn, `${startsOn} @disclose(to: [MANAGER], for: [LETTING], through: ["portfolio"], within: "PT0S")`],
);

type Caller = Omit<Sourced, 'query'>;
const managing: Caller = { role: 'MANAGER', purpose: 'MANAGEMENT' };
const letting: Caller = { role: 'MANAGER', purpose: 'LETTING' };
const ownFile: Caller = { role: 'MANAGER', purpose: 'OWN_FILE' };

/** Types of a root's rows, of which each text is asked in a place of its own. */
function asked(root: 'paper' | 'dealing', caller: Caller, ...texts: readonly string[]): readonly string[] {
  const query = `{ ${texts.map((text, index) => `a${String(index)}: ${root}(id: "x") ${text}`).join(' ')} }`;
  const source = sourceOf(root === 'paper' ? papers : rental, { ...caller, query });
  const views = source.operation.selectionSet.selections.map((each): RowView => [
    each.kind === Kind.FIELD ? each.selectionSet : undefined,
  ]);
  return root === 'paper'
    ? askedMembers(planScope(source), 'Paper', ['Mandate', 'Lease'], views)
    : askedMembers(planScope(source), 'Dealing', ['Repair', 'Lease'], views);
}

describe('the rows of several types', () => {
  it.each([
    ['{ __typename }', 'AGENT', ['Lease', 'Repair']],
    ['{ ... on Repair { complaint } }', 'AGENT', ['Lease', 'Repair']],
    ['{ ... on Lease { rent } }', 'LANDLORD', ['Lease']],
  ])('are with %s for the %s of each that is open and in the contract, sorted', (text, role, members) => {
    expect(asked('dealing', { role, purpose: 'LETTING' }, text)).toEqual(members);
  });

  it.each([
    ['nothing but what every row has', ['{ __typename ... on Lease { id } ... on Mandate { key: id } }']],
    ['a field of the one that is open', ['{ ... on Lease { startedOn id } ... on Mandate { __typename } }']],
    ['a field that is left out', ['{ ... on Mandate { startsOn @skip(if: true) id } ... on Lease { id } }']],
    ['nothing, in whichever place', ['{ __typename }', '{ ... on Mandate { id } }']],
  ])('are of none that the purpose does not open, when one asks %s', (_title, texts) => {
    expect(asked('paper', managing, ...texts)).toEqual(['Lease']);
  });

  it('are of others for another purpose', () => {
    expect(asked('paper', letting, '{ __typename }')).toEqual(['Mandate']);
  });

  it.each([
    ['a field of it', ['{ __typename ... on Mandate { id startsOn } }']],
    ['a field of it under the name of the key', ['{ ... on Mandate { id: startsOn } }']],
    ['a field of it in one place of several', ['{ __typename }', '{ ... on Mandate { startsOn } }', '{ __typename }']],
  ])('are of one that the purpose does not open, when one asks %s', (_title, texts) => {
    expect(asked('paper', managing, ...texts)).toEqual(['Lease', 'Mandate']);
  });
});

it('a field that all types of an interface have is asked only of those in the contract', () => {
  const namedBy = (role: string): readonly string[] =>
    compileOperation(sourceOf(rental, { role, purpose: 'LETTING', query: '{ named(id: "x") { name } }' })).roots.map(
      ({ root }) => root.type,
    );
  expect(namedBy('AGENT')).toEqual(['Fund', 'Landlord']);
  expect(namedBy('LANDLORD')).toEqual(['Landlord']);
});

it('a purpose that opens none of them is refused', () => {
  expect(refusalIn(() => asked('paper', ownFile, '{ __typename }'))).toEqual({
    code: 'FIELD_NOT_FOR_PURPOSE',
    message: 'Paper is not granted for the purpose OWN_FILE.',
  });
});

it('a field of one that the purpose does not open is refused by the name of its type', () => {
  const query = '{ paper(id: "x") { ... on Mandate { startsOn } } }';
  expect(refusalIn(() => compileOperation(sourceOf(papers, { ...managing, query })))).toEqual({
    code: 'FIELD_NOT_FOR_PURPOSE',
    message: 'Mandate is not granted for the purpose MANAGEMENT.',
  });
});
