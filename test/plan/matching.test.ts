/** A yes or no about one person: whom the values name, for whom it is there, what a yes confirms, and who may not ask. */
import { describe, expect, it, test } from 'vitest';
import { invariant } from '../../src/kernel/invariant.js';
import type { MatchPlan } from '../../src/plan/matching.js';
import { broughtOf } from '../../src/plan/matching.js';
import type { CompiledPolicy, MatchModel, RolePolicy } from '../../src/policy/compiled.js';
import type { Edit } from '../policy/harness.js';
import { compiled, roleOf } from '../policy/harness.js';
import { planned, refusalOfPlan } from './planning.js';

function matching(given: string, on: string): Edit {
  return [
    '  leases(filter: LeaseFilter)',
    `  isTenant(${given}): Boolean!
    @match(
      type: "Tenant", on: ${on}, to: [AGENCY], for: [LETTING], through: ["lodger"]
      misses: [{ of: 5, per: "P1D", by: ACCOUNT }]
    )
  leases(filter: LeaseFilter)`,
  ];
}

const byName = matching('number: NationalNumber!, birthName: String!', '["number", "birthName"]');
const byHome = matching(
  'number: NationalNumber!, birthName: String!, who: Who!',
  '["address.postcode", "birthName", "number"]',
);
const who: Edit = [
  'input FindTenant {',
  'input Who { code: PostalCode! @sets(field: "address.postcode") }\n\ninput FindTenant {',
];
const restricted = '  @restrict(column: "protected_address", fields: ["address"], except: [TENANT])\n';
const pseudonym = '@disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], as: PSEUDONYM, within: "P3M"';
const email = '@disclose(to: [AGENCY], for: [LETTING], through: ["lodger"], within: "P1M"';
const stepUp: Edit = ['@party(as: RECIPIENT)', '@party(as: RECIPIENT, acr: "gold", stepUpAge: "PT5M")'];

const policy = compiled(byName);
const agency = { role: 'AGENCY', purpose: 'LETTING' };
const isTenant = '{ isTenant(number: "1840399999999", birthName: "Exemple") }';
const isAtHome = '{ isTenant(number: "1840399999999", birthName: "Exemple", who: { code: "69001" }) }';

/** The policy with its one match changed after it was compiled, or the role that asks it. */
function bent(match: Partial<MatchModel>, role: Partial<RolePolicy> = {}): CompiledPolicy {
  const known = policy.matches.get('isTenant');
  invariant(known, 'there is a match');
  return {
    ...policy,
    matches: new Map([['isTenant', { ...known, ...match }]]),
    roles: new Map([['AGENCY', { ...roleOf(policy, 'AGENCY'), ...role }]]),
  };
}

function matchIn(of: CompiledPolicy, query: string): MatchPlan {
  const [match] = planned(of, { ...agency, query }).matches;
  invariant(match, 'a match was planned');
  return match;
}

describe('a planned match', () => {
  it('names a person by one whole index and opens no column', () => {
    const { roots, matches } = planned(policy, { ...agency, query: `{ known: ${isTenant.slice(2)}` });
    const model = policy.types.get('Tenant');
    const [number, birthName] = ['number', 'birthName'].map((path) => model?.fields.get(path));
    const index = { column: 'number_birth_name_bidx', fields: ['number', 'birthName'], unique: false, bits: 256 };
    const gate = {
      kind: 'linked',
      terms: [expect.objectContaining({ reach: roleOf(policy, 'AGENCY').reaches.get('Tenant')?.[0] })],
    };
    expect(roots).toEqual([]);
    expect(matches).toEqual([
      {
        template: {
          responseKey: 'known',
          name: 'isTenant',
          node: expect.objectContaining({ name: expect.objectContaining({ value: 'isTenant' }) as unknown }) as unknown,
          definition: expect.objectContaining({ name: 'isTenant' }) as unknown,
          set: {
            model,
            index,
            wanted: [
              { field: number, brought: { argument: 'number', path: [], sets: 'number' } },
              { field: birthName, brought: { argument: 'birthName', path: [], sets: 'birthName' } },
            ],
          },
          selection: {
            model,
            keyHolder: model,
            classes: [{ gate, restrictedBy: [] }],
            columns: [],
            watched: [],
            versioned: [],
          },
          confirms: ['Tenant.birthName:MATCH', 'Tenant.number:MATCH'],
          misses: policy.matches.get('isTenant')?.misses,
          reading: { coordinates: ['Query.isTenant', 'Tenant.birthName', 'Tenant.number'], stepUp: [] },
        },
        values: {
          index,
          wanted: [
            { field: number, value: '1840399999999' },
            { field: birthName, value: 'Exemple' },
          ],
        },
      },
    ]);
  });

  it('takes each value from where it is brought, in the order of the set', () => {
    const { template, values } = matchIn(compiled(byHome, who), isAtHome);
    expect(values.wanted.map(({ field, value }) => [field.path, value])).toEqual([
      ['address.postcode', '69001'],
      ['birthName', 'Exemple'],
      ['number', '1840399999999'],
    ]);
    expect(template.set.index.fields).toHaveLength(3);
    expect(template.confirms).toEqual([
      'Tenant.address.postcode:MATCH',
      'Tenant.birthName:MATCH',
      'Tenant.number:MATCH',
    ]);
  });

  it('reads every name of what it compares, so that each of them can be stopped', () => {
    expect(planned(compiled(byHome, who), { ...agency, query: isAtHome }).coordinates).toEqual([
      'Address.postcode',
      'Query.isTenant',
      'Tenant.address',
      'Tenant.address.postcode',
      'Tenant.birthName',
      'Tenant.number',
    ]);
  });

  it('says no of whoever is restricted in any field that it compares, unless the role is excepted', () => {
    const restrictions: Edit = [
      restricted,
      `${restricted}  @restrict(column: "b_discreet", fields: ["birthName"], except: [MANAGER])
  @restrict(column: "a_hidden", fields: ["email", "number"])
  @restrict(column: "c_excepted", fields: ["number"], except: [TENANT, AGENCY])
  @restrict(column: "d_elsewhere", fields: ["email"])\n`,
    ];
    const marks: Edit = [
      '  protectedAddress: Boolean',
      ['aHidden', 'bDiscreet', 'cExcepted', 'dElsewhere']
        .map((name) => `  ${name}: Boolean @impersonal(reason: "a mark")\n`)
        .join('') + '  protectedAddress: Boolean',
    ];
    const withheld = (...edits: readonly Edit[]): unknown =>
      matchIn(
        compiled(restrictions, marks, ...edits),
        edits.length > 1 ? isAtHome : isTenant,
      ).template.selection.classes.map(({ restrictedBy }) => restrictedBy);
    expect(withheld(byHome, who)).toEqual([['a_hidden', 'b_discreet', 'protected_address']]);
    expect(withheld(byName)).toEqual([['a_hidden', 'b_discreet']]);
  });

  it('confirms only freshly authenticated what the role reads so, whatever the rung, and for that purpose', () => {
    const fresh = compiled(
      byName,
      stepUp,
      [pseudonym, `${pseudonym}, stepUp: true`],
      [email, `${email}, stepUp: true`],
    );
    expect(planned(fresh, { ...agency, query: isTenant }).stepUp).toEqual(['Tenant.numberPseudonym']);
    expect(refusalOfPlan(fresh, { ...agency, query: isTenant, asking: { authenticatedAt: undefined } })).toEqual({
      code: 'AUTHENTICATION_INSUFFICIENT',
      message: 'Tenant.numberPseudonym: the person must have authenticated in the last 300 seconds.',
      extensions: { acrValues: ['gold'], maxAge: 300, fields: ['Tenant.numberPseudonym'] },
    });
  });

  it('confirms to a role that reads nothing of the person, too', () => {
    const blind = bent({}, { types: new Map() });
    expect(planned(blind, { ...agency, query: isTenant }).stepUp).toEqual([]);
  });
});

describe('a match is refused', () => {
  const refusal = { code: 'FORBIDDEN', message: 'The field Query.isTenant is not granted.' } as const;

  it('for another purpose', () => {
    expect(refusalOfPlan(policy, { ...agency, purpose: 'MANAGEMENT', query: isTenant })).toEqual({
      code: 'SEARCH_NOT_FOR_PURPOSE',
      message: 'Query.isTenant is not granted for the purpose MANAGEMENT.',
    });
  });

  it.each([
    ['outside the contract', bent({}, { matches: [] }), refusal],
    [
      'without a way to the person',
      bent({ through: ['portfolio'] }),
      { ...refusal, message: 'There is no way to Tenant.' },
    ],
  ])('%s, though its text were let through', (_title, of, expected) => {
    expect(refusalOfPlan(of, { ...agency, query: isTenant })).toEqual(expected);
  });
});

describe('a value is brought', () => {
  test.each<
    readonly [title: string, path: readonly string[], given: Readonly<Record<string, unknown>>, value: unknown]
  >([
    ['by the argument itself', [], { who: 'Exemple' }, 'Exemple'],
    ['by no argument', [], { other: 'Exemple' }, undefined],
    ['by an argument that is null', [], { who: null }, null],
    ['by a field of an input', ['name'], { who: { name: 'Exemple' } }, 'Exemple'],
    ['by a field of a field', ['home', 'code'], { who: { home: { code: '69001' } } }, '69001'],
    ['by no field', ['name'], { who: {} }, undefined],
    ['by no input', ['name'], {}, undefined],
    ['by an input that is null', ['name'], { who: null }, undefined],
    ['by nothing below a null', ['home', 'code'], { who: { home: null } }, undefined],
    ['by nothing of a text', ['length'], { who: 'Exemple' }, undefined],
    ['by nothing that each object has', ['toString'], { who: {} }, undefined],
  ])('%s', (_title, path, given, value) => {
    expect(broughtOf({ argument: 'who', path, sets: 'birthName' }, given)).toBe(value);
  });
});
