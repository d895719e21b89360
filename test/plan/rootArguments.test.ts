/** Lookups and filters of a root: a role compares only what it reads as it is, for the purpose of the operation. */
import { Kind, parse } from 'graphql';
import { describe, expect, it, test } from 'vitest';
import { compileOperation } from '../../src/plan/compileOperation.js';
import type { RootTemplate } from '../../src/plan/requestPlan.js';
import { hasArgument } from '../../src/plan/rootArguments.js';
import type { CompiledPolicy } from '../../src/policy/compiled.js';
import { compiled } from '../policy/harness.js';
import type { Edit } from '../policy/harness.js';
import { sourceOf } from './source.js';

const email = 'email: Email\n    @personal(category: CONTACT)\n    @disclose(to: [MANAGER], for: [MANAGEMENT';
const birthName =
  'birthName: String\n    @personal(category: IDENTITY, search: [EXACT])\n    @disclose(to: [MANAGER], for: [MANAGEMENT';
const number = 'search: [UNIQUE])\n    @disclose(to: [MANAGER], for: [MANAGEMENT';
/** What a manager reads when it lets: the name and the number, but not the birth date, by which it could look for somebody. */
const letting: readonly Edit[] = [email, birthName, number].map((text): Edit => [text, `${text}, LETTING`]);
const policy = compiled(...letting);

/** Managers read the year of birth only. */
const yearOnly = compiled([
  'birthDate: PartialDate\n    @personal(category: IDENTITY)\n    @disclose(to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"],',
  'birthDate: PartialDate\n    @personal(category: IDENTITY)\n    @disclose(to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"], as: YEAR,',
]);
/** The input calls the birth date by a shorter name. */
const renamed = compiled([
  '  birthDate: PartialDate\n  number: NationalNumber\n}',
  '  born: PartialDate @sets(field: "birthDate")\n  number: NationalNumber\n}',
]);
/** Who protects an address protects the name too. */
const restricted = compiled([
  'fields: ["address"], except: [TENANT]',
  'fields: ["address", "birthName", "registeredOn"], except: [TENANT]',
]);

const management = { role: 'MANAGER', purpose: 'MANAGEMENT' };
const lettingManager = { role: 'MANAGER', purpose: 'LETTING' };
const agency = { role: 'AGENCY', purpose: 'LETTING' };

function template(caller: typeof management, query: string, of: CompiledPolicy = policy): RootTemplate {
  const [root] = compileOperation(sourceOf(of, { ...caller, query })).roots;
  if (root === undefined) throw new Error('there is one root');
  return root;
}

describe('a lookup', () => {
  const find = '{ findTenant(by: { birthName: "Exemple" }) { email } }';
  const field = (path: string): unknown => policy.types.get('Tenant')?.fields.get(path);
  const index = (...fields: readonly string[]): unknown =>
    policy.types.get('Tenant')?.indexes.find((each) => each.fields.join() === fields.join());

  it('compares each set whose fields the role reads for this purpose, by the index over just those', () => {
    const { finds } = template(management, find);
    expect(finds.map(({ selection: _selection, ...compared }) => compared)).toEqual([
      {
        index: index('birthName', 'birthDate'),
        wanted: [
          { input: 'birthName', field: field('birthName'), column: 0 },
          { input: 'birthDate', field: field('birthDate'), column: 1 },
        ],
        reading: { coordinates: ['Tenant.birthDate', 'Tenant.birthName'], stepUp: [] },
      },
      {
        index: index('number', 'birthName'),
        wanted: [
          { input: 'number', field: field('number'), column: 0 },
          { input: 'birthName', field: field('birthName'), column: 1 },
        ],
        reading: { coordinates: ['Tenant.birthName', 'Tenant.number'], stepUp: [] },
      },
    ]);
    expect(Object.isFrozen(finds[0])).toBe(true);
  });

  it('opens what it compares beside what it shows, each set in a selection of its own', () => {
    const { finds, selection } = template(management, find);
    const columns = finds.map((each) => each.selection.rows.columns.map(({ column, storage }) => [column, storage]));
    expect(columns).toEqual([
      [
        ['birth_name', 'sealed'],
        ['birth_date', 'sealed'],
        ['email', 'sealed'],
      ],
      [
        ['number', 'sealed'],
        ['birth_name', 'sealed'],
        ['email', 'sealed'],
      ],
    ]);
    expect(selection.rows.columns.map(({ column }) => column)).toEqual(['email']);
  });

  it('has no set of which the purpose leaves a field closed', () => {
    expect(template(lettingManager, find).finds.map(({ wanted }) => wanted.map(({ input }) => input))).toEqual([
      ['number', 'birthName'],
    ]);
  });

  it('has no set of which the role reads less than the value', () => {
    const { finds } = template(management, find.replace('birthName: "Exemple"', 'number: "1"'), yearOnly);
    expect(finds.map(({ wanted }) => wanted.map(({ input }) => input))).toEqual([['number', 'birthName']]);
  });

  it('takes what the input calls by another name', () => {
    const { finds } = template(management, find, renamed);
    expect(finds[0]?.wanted.map(({ input, field: { path } }) => [input, path])).toEqual([
      ['birthName', 'birthName'],
      ['born', 'birthDate'],
    ]);
  });

  it('withholds by a restriction of what it compares', () => {
    const [first] = template(management, find, restricted).finds;
    const rows = first?.selection.rows;
    const compared = rows?.columns[first?.wanted[0]?.column ?? -1];
    expect(rows?.classes[compared?.openness ?? -1]?.restrictedBy).toEqual(['protected_address']);
  });
});

describe('a filter', () => {
  const filtered = '{ leases(first: 1, filter: { building: "b" }) { nodes { id } } }';

  it('compares what the role reads of the type, and is read by its name', () => {
    expect(template(agency, filtered).filters).toEqual([
      { input: 'status', reading: { coordinates: ['Lease.status'], stepUp: [] }, column: 'status', openness: 0 },
      {
        input: 'building',
        reading: { coordinates: ['Lease.building'], stepUp: [] },
        column: 'building_id',
        openness: 0,
      },
    ]);
  });

  it('has no field that the role does not read', () => {
    expect(template(management, filtered).filters.map(({ input }) => input)).toEqual(['building']);
  });

  it('has no field that the purpose leaves closed', () => {
    const query = '{ tenants(first: 1, filter: { registered: "2026-02-03" }) { nodes { email } } }';
    expect(template(management, query).filters).toEqual([
      {
        input: 'registered',
        reading: { coordinates: ['Tenant.registeredOn'], stepUp: [] },
        column: 'registered_on',
        openness: 1,
      },
    ]);
    expect(template(lettingManager, query).filters).toEqual([]);
  });

  it('withholds by a restriction of what it compares', () => {
    const query = '{ tenants(first: 1, filter: { registered: "2026-02-03" }) { nodes { email } } }';
    const { filters, selection } = template(management, query, restricted);
    expect(selection.rows.classes[filters[0]?.openness ?? -1]?.restrictedBy).toEqual(['protected_address']);
  });

  test.each([
    ['is not asked', '{ leases(first: 1) { nodes { id } } }'],
    ['is null', '{ leases(first: 1, filter: null) { nodes { id } } }'],
    ['the root has not', '{ buildings(first: 1) { nodes { id } } }'],
  ])('that %s makes nothing to compare, and no class of its own', (_title, query) => {
    const { filters, selection } = template(agency, query);
    expect([filters, selection.rows.classes.length]).toEqual([[], 1]);
  });
});

describe('an argument', () => {
  const asks = (field: string): boolean => {
    const [definition] = parse(`query ($x: Int) { ${field} }`).definitions;
    const node = definition?.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet.selections[0] : undefined;
    if (node?.kind !== Kind.FIELD) throw new Error('there is a field');
    return hasArgument(node, 'since');
  };

  test.each([
    ['by a value', 'leases(first: 1, since: "x")', true],
    ['by a variable', 'leases(since: $x)', true],
    ['not by null', 'leases(since: null, first: 1)', false],
    ['not by another', 'leases(first: 1)', false],
    ['not by none', 'leases', false],
  ])('is asked %s', (_title, field, expected) => {
    expect(asks(field)).toBe(expected);
  });

  it('is not asked of a field that is written without any', () => {
    expect(hasArgument({ kind: Kind.FIELD, name: { kind: Kind.NAME, value: 'leases' } }, 'since')).toBe(false);
  });
});
