import { expect, test } from 'vitest';
import type { Edit } from '../harness.js';
import { edited, problemsOf, refuses } from '../harness.js';

const lease = 'type Lease\n  @record(table: "lease", subject: "tenant_id")';

function revealing(args: string): Edit {
  return [lease, `${lease} @reveals(category: HEALTH, ${args})`];
}

/** The grant of the building to the manager, whose reach is of persons and not of own rows. */
const toManager = `  building: Building
    @disclose(to: ‸[MANAGER]`;

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
