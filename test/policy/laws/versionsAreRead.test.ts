import { describe, expect, it, test } from 'vitest';
import { compiled, definitionIn, edited, grantOf, problemsOf, refuses, roleOf } from '../harness.js';
import type { Edit } from '../harness.js';
import { permits } from '../lawful.js';
import { strayWrites } from '../strays.js';

const versioned: Edit = ['correctTenant(id: ID!, input', 'correctTenant(id: ID!, version: String!, input'];

/** A mandate with a note that managers write by its version, and what they read of it. */
const noted = (grant: string): readonly Edit[] => [
  ['MANAGER @party(as: CONTROLLER)', 'MANAGER @party(as: CONTROLLER, acr: "gold", stepUpAge: "PT5M")'],
  [
    '  account: String @imp',
    `  "What was said."\n  note: String @personal(category: TENANCY) ${grant}\n  account: String @imp`,
  ],
  [
    '  "Corrects what is wrong."',
    `  noteMandate(id: ID!, version: String!, note: String!): StartLeasesPayload!
    @write(kind: UPDATE, type: "Mandate", to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"])
  "Corrects what is wrong."`,
  ],
];
const read = '@disclose(to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"], within: "PT0S")';
const readLess = (more: string): string => read.replace(')', `, ${more})`);
const followed: Edit = [
  '"What a manager and a person agreed."',
  `extend type Mandate { former: Tenant ${read} }\n\n"What a manager and a person agreed."`,
];

permits([
  ['who reads one value may write by the version', ...noted(read)],
  ['who follows a relation may too', ...noted(readLess('as: PRESENCE')), followed],
  ['who reads more exactly than less may too', ...noted(`${readLess('as: PRESENCE')} ${read}`)],
]);

refuses(strayWrites.map((each) => ({ ...each, edits: [...each.edits, versioned] })));

refuses(
  (
    [
      ['less exactly', readLess('as: PRESENCE')],
      ['after a fresh authentication', readLess('stepUp: true')],
      ['for another purpose', read.replace('[MANAGEMENT]', '[LETTING]')],
    ] as const
  ).map(([how, grant]) => ({
    title: `who reads a row only ${how} writes nothing by its version`,
    edits: noted(grant),
    code: 'VERSION_MISUSED',
    at: 'noteMandate(id: ID!, ‸version: String!',
    message:
      'Mutation.noteMandate takes a version of Mandate, of which MANAGER reads no value EXACT for MANAGEMENT without `stepUp`.',
  })),
);

refuses([
  {
    title: 'what is created has no version',
    edits: [['input OfferLease {\n', 'input OfferLease {\n  version: String\n']],
    code: 'VERSION_MISUSED',
    at: '‸version: String',
    message: 'Mutation.offerLease creates a Lease by its version.',
  },
  {
    title: 'a version is of what its writer reads for that purpose',
    edits: [
      versioned,
      [
        'type: "Tenant", to: [MANAGER], for: [MANAGEMENT], through: ["portfolio"])',
        'type: "Tenant", to: [MANAGER, AGENCY], for: [MANAGEMENT], through: ["portfolio"])',
      ],
    ],
    code: 'VERSION_MISUSED',
    at: '‸version: String!',
    message:
      'Mutation.correctTenant takes a version of Tenant, of which AGENCY reads no value EXACT for MANAGEMENT without `stepUp`.',
    also: ['REACH_UNKNOWN', 'WRITE_WITHOUT_REACH'],
  },
  {
    title: 'a version is text',
    edits: [['correctTenant(id: ID!, input', 'correctTenant(id: ID!, version: Int!, input']],
    code: 'INPUT_TYPE',
    at: '‸version: Int!',
    message: 'Mutation.correctTenant brings Int! for version.',
  },
  {
    title: 'a version is no field of a related row',
    edits: [['input StartLease {\n', 'input StartLease {\n  of: String @sets(field: "tenant.version")\n']],
    code: 'FIELD_UNKNOWN',
    at: '‸@sets(field: "tenant.version")',
    message: 'Mutation.startLeases sets tenant.version, which Lease has not.',
    also: ['COMPARES_UNREAD'],
  },
  {
    title: 'a version is nothing to filter by',
    edits: [['input LeaseFilter {\n', 'input LeaseFilter {\n  version: String\n']],
    code: 'FIELD_UNKNOWN',
    at: '‸version: String',
    message: 'LeaseFilter.version compares version, which is no field.',
  },
  {
    title: 'a version is no constant',
    edits: [
      [
        '@sets(field: "status", value: "OFFERED")',
        '@sets(field: "status", value: "OFFERED") @sets(field: "version", value: "1")',
      ],
    ],
    code: 'FIELD_UNKNOWN',
    at: '‸@sets(field: "version"',
    message: 'Mutation.offerLease sets version, which is no field of Lease itself.',
  },
]);

describe('a write by a version', () => {
  const policy = compiled(versioned);

  it('gives its writer the field, and nobody else', () => {
    expect(grantOf(policy, 'MANAGER', 'Tenant').isVersioned).toBe(true);
    expect(definitionIn(roleOf(policy, 'MANAGER').contract, 'Tenant')).toContain('version: String!');
    expect(grantOf(policy, 'AGENCY', 'Tenant').isVersioned).toBe(false);
    for (const role of ['AGENCY', 'TENANT']) expect(roleOf(policy, role).contract).not.toContain('version');
  });

  it('may call its input otherwise, as it may the row’s', () => {
    const named = compiled([
      'correctTenant(id: ID!, input',
      'correctTenant(id: ID!, seen: String @sets(field: "version"), input',
    ]);
    expect(grantOf(named, 'MANAGER', 'Tenant').isVersioned).toBe(true);
  });
});

test('without such a write no contract has a version', () => {
  for (const { contract } of compiled().roles.values()) expect(contract).not.toContain('version');
});

test('an organisation or a thing may have a field of that name: nobody writes it here', () => {
  expect(problemsOf(edited(['  floors: Int', '  floors: Int\n  version: Int']))).toEqual([]);
});
