/** A version of a row tells its reader that what it reads has changed, and nothing of what it does not read (law 7). */
import { describe, expect, it } from 'vitest';
import { versionSelection } from '../../src/plan/rowVersion.js';
import type { CompiledPolicy } from '../../src/policy/compiled.js';
import type { RowSelection } from '../../src/policy/rowSelection.js';
import { compiled as tenancy } from '../policy/harness.js';
import { compiled, rentalFolder } from '../support/policies.js';
import { lending, librarian } from './lending.js';
import type { Asked } from './planning.js';
import { planned } from './planning.js';
import { spoken } from './spoken.js';
import { onlyWrite } from './writePlanning.js';

const rental = compiled(rentalFolder);
const agent = { role: 'AGENT', purpose: 'LETTING' } as const;
const manager = { role: 'MANAGER', purpose: 'MANAGEMENT' } as const;

const correct = 'mutation { correctTenant(input: { id: "i", version: "v", phone: null }) { errors { row } } }';
const correctMine = 'mutation { correctTenant(id: "i", input: { version: "v", birthName: "n" }) { errors { row } } }';
const versioned: readonly [string, string] = ['input CorrectTenant {', 'input CorrectTenant {\n  version: String'];

function versionOf(policy: CompiledPolicy, asked: Asked): RowSelection | undefined {
  return onlyWrite(policy, asked).template.step.versioned;
}

function columnsOf(policy: CompiledPolicy, asked: Asked): readonly string[] | undefined {
  return versionOf(policy, asked)?.versioned.map(({ column }) => column);
}

describe('a version', () => {
  it('speaks of values and relations, under the gate of each, and asks for nothing else of the row', () => {
    const query = 'mutation { takeBack(loan: "l", version: "v") { errors { row } } }';
    expect(spoken(versionOf(lending, { ...librarian, query }))).toEqual({
      model: 'Loan',
      keyHolder: 'Reader',
      classes: [{ gate: { kind: 'linked', terms: ['Loan.member.LIBRARIAN.1+P1M'] }, restrictedBy: [] }],
      columns: [],
      watched: [],
      versioned: ['branch_id', 'due_on', 'reader_id', 'status', 'title'].map((column) => ({ column, openness: 0 })),
    });
  });

  it('is silent of what is read less exactly, freshly authenticated, or as rows of their own', () => {
    expect(columnsOf(rental, { ...agent, query: correct })).toEqual([
      'born',
      'came_on',
      'discreet',
      'file_number',
      'forename',
      'forwarding_postcode',
      'left_on',
      'phone',
      'surname',
    ]);
  });

  it('withholds the change of what the row withholds', () => {
    const { classes, versioned: columns } = versionOf(tenancy(versioned), { ...manager, query: correctMine }) ?? {};
    const restricted = columns?.filter(({ openness }) =>
      classes?.[openness]?.restrictedBy.includes('protected_address'),
    );
    expect(restricted?.map(({ column }) => column)).toEqual(['address_line', 'address_postcode']);
    expect(columns?.map(({ column }) => column)).toContain('birth_name');
  });

  it('is silent of what is read for another purpose', () => {
    const email = 'Where the tenant is written to: managers and agencies write about the home."\n  email: Email\n';
    const granted = (purpose: string): string =>
      `${email}    @personal(category: CONTACT)\n    @disclose(to: [MANAGER], for: [${purpose}]`;
    const other = tenancy(versioned, [granted('MANAGEMENT'), granted('LETTING')]);
    expect(columnsOf(tenancy(versioned), { ...manager, query: correctMine })).toContain('email');
    expect(columnsOf(other, { ...manager, query: correctMine })).not.toContain('email');
  });

  it('that is read is that by which a row is written', () => {
    const [root] = planned(rental, { ...agent, query: '{ tenant(id: "i") { version } }' }).roots;
    const written = versionOf(rental, { ...agent, query: correct });
    expect(root?.selection.rows.versioned.length).toBe(written?.versioned.length);
    expect(root?.selection.rows.versioned.map(({ column }) => column)).toEqual(
      columnsOf(rental, { ...agent, query: correct }),
    );
  });
});

describe('no version', () => {
  const scopeOf = (policy: CompiledPolicy, role: string, purpose: string): Parameters<typeof versionSelection>[0] => {
    const found = policy.roles.get(role);
    if (found === undefined) throw new Error(`no role ${role}`);
    return { policy, role: found, purpose } as Parameters<typeof versionSelection>[0];
  };

  it.each([
    ['is there of a type that the role does not read', 'REGISTRAR', 'FILING', 'Loan'],
    ['is there for a purpose for which the role reads nothing of it', 'LIBRARIAN', 'FILING', 'Loan'],
  ])('%s', (_title, role, purpose, type) => {
    const model = lending.types.get(type);
    if (model === undefined) throw new Error(`no type ${type}`);
    expect(versionSelection(scopeOf(lending, role, purpose), model)).toBeUndefined();
  });
});
