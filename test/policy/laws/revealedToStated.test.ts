import { expect, test } from 'vitest';
import type { Edit } from '../harness.js';
import { edited, problemsOf, refuses } from '../harness.js';
import { permits } from '../lawful.js';

const lease = 'type Lease\n  @record(table: "lease", subject: "tenant_id")';

function revealing(args: string): Edit {
  return [lease, `${lease} @reveals(category: HEALTH, ${args})`];
}

/** The grant of the building to the manager, whose reach is of persons and not of own rows. */
const toManager = `  building: Building
    @disclose(to: ‸[MANAGER]`;

const reach = (args: string): Edit => [
  'type Lease\n',
  `type Lease\n  @reach(${args}, subject: "tenant_id", starts: "starts_on", longest: "P1Y")\n`,
];
const told = 'Links of others in Lease tell MANAGER HEALTH, which does not name it.';

permits([
  ['a category for all is told to all', [lease, `${lease} @reveals(category: TENANCY, reason: "joins")`]],
  [
    'a reach may reveal a category for all',
    [
      'longest: "P18M", closes: ["objected_on"])\n  @reach(name: "self"',
      'longest: "P18M", closes: ["objected_on"], reveals: TENANCY)\n  @reach(name: "self"',
    ],
  ],
  [
    'a reach of the same name is another role’s',
    revealing('by: ["status"], reason: "joins"'),
    reach('name: "lodger", role: MANAGER, through: "desk", column: "unit", claim: UNIT'),
  ],
  [
    'a reach that the grant does not name shows nothing by it',
    revealing('by: ["status"], reason: "joins"'),
    reach('name: "desk", role: AGENCY, through: "desk", column: "unit", claim: UNIT'),
  ],
]);

refuses([
  {
    title: 'of several fields each tells it',
    edits: [revealing('by: ["status", "building"], reason: "joins"')],
    code: 'SPECIAL_REVEALED',
    at: toManager,
    message: told,
  },
  {
    title: 'a table that somebody else links by its key shows rows of others',
    edits: [
      revealing('by: ["status"], reason: "joins"'),
      reach('name: "view", role: AGENCY, through: "view", column: "agency_id", row: "id", claim: ORGANISATION'),
      [
        '    @impersonal(reason: "a state of the file")\n    @disclose(to: [AGENCY], for: [LETTING], through: ["lodger"]',
        '    @impersonal(reason: "a state of the file")\n    @disclose(to: [AGENCY], for: [LETTING], through: ["lodger", "view"]',
      ],
    ],
    code: 'SPECIAL_REVEALED',
    at: '@disclose(to: ‸[AGENCY], for: [LETTING], through: ["lodger", "view"]',
    message: told.replace('MANAGER', 'AGENCY'),
  },
  {
    title: 'an object tells it by each of its members, also where an entity shares it',
    edits: [['  @retain(', '  @reveals(category: HEALTH, by: ["address"], reason: "joins")\n  @retain(']],
    code: 'SPECIAL_REVEALED',
    at: '  line: String\n    @personal(category: CONTACT)\n    @disclose(to: ‸[MANAGER]',
    message: told.replace('Lease', 'Tenant'),
    more: 2,
  },
  {
    title: 'a grant on the whole type shows what tells it',
    edits: [
      [
        lease,
        `${lease} @reveals(category: HEALTH, by: ["startedOn"], reason: "joins") @disclose(to: [MANAGER], for: [LETTING], through: ["portfolio"], within: "PT0S")`,
      ],
    ],
    code: 'SPECIAL_REVEALED',
    at: '@disclose(to: ‸[MANAGER], for: [LETTING]',
    message: told,
    also: ['GRANT_ON_PERSON'],
    more: 1,
  },
]);

refuses([
  {
    title: 'a link table that tells a special category is read by no role but those that it names',
    edits: [revealing('by: ["building"], reason: "joins"')],
    code: 'SPECIAL_REVEALED',
    at: toManager,
    message: 'Links of others in Lease tell MANAGER HEALTH, which does not name it.',
  },
  {
    title: 'where the row itself tells it, any field does',
    edits: [revealing('reason: "joins"')],
    code: 'SPECIAL_REVEALED',
    at: `startedOn: Date
    @personal(category: TENANCY)
    @disclose(to: ‸[MANAGER]`,
    message: 'Links of others in Lease tell MANAGER HEALTH, which does not name it.',
    more: 1,
  },
  {
    title: 'a role that loses the limit to its own rows is told',
    edits: [revealing('by: ["status"], reason: "joins"'), ['column: "agency_id", row: "id",', 'column: "agency_id",']],
    code: 'SPECIAL_REVEALED',
    at: `status: LeaseStatus
    @impersonal(reason: "a state of the file")
    @disclose(to: ‸[AGENCY]`,
    message: 'Links of others in Lease tell AGENCY HEALTH, which does not name it.',
  },
  {
    title: 'a reach that tells it belongs to a role that it names',
    edits: [
      [
        'longest: "P18M", closes: ["objected_on"])\n  @reach(name: "self"',
        'longest: "P18M", closes: ["objected_on"], reveals: HEALTH)\n  @reach(name: "self"',
      ],
    ],
    code: 'SPECIAL_REVEALED',
    at: 'reveals: ‸HEALTH',
    message: 'The reach "lodger" on Tenant tells AGENCY HEALTH, which does not name it.',
  },
  {
    title: 'the fields that tell it are fields of the type',
    edits: [revealing('by: ["bilding"], reason: "joins"')],
    code: 'FIELD_UNKNOWN',
    at: 'by: ‸["bilding"]',
    message: '@reveals names bilding, which Lease has not.',
  },
  {
    title: 'to keep in clear what tells it has a reason',
    edits: [revealing('by: ["offeredOn"], reason: " "')],
    code: 'REASON_MISSING',
    at: 'reason: ‸" "',
    message: 'Lease tells HEALTH in clear for no reason.',
  },
]);

test('a role reads its own links: they tell it what it is itself', () => {
  expect(problemsOf(edited(revealing('by: ["status"], reason: "joins"')))).toEqual([]);
});

test('a role that the category names reads them all', () => {
  const named: Edit = ['to: [TENANT])\n  TENANCY', 'to: [TENANT, MANAGER])\n  TENANCY'];
  expect(problemsOf(edited(revealing('reason: "joins"'), named))).toEqual([]);
});
