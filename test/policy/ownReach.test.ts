import { describe, expect, test } from 'vitest';
import { makingColumns, reachesThrough, shortenedColumns } from '../../src/policy/ownReach.js';
import type { Edit } from './harness.js';
import { draftOf } from './reading.js';

/** A second way through leases, which ends with the objection and with nothing else. */
const subtenant: Edit = [
  '  @restrict(',
  `  @reach(name: "landlord", role: MANAGER, through: "lease", subject: "tenant_id", column: "landlord_id", claim: ACCOUNT,
         starts: "started_on", ends: "objected_on", longest: "P1Y", closes: ["died_on"])
  @restrict(`,
];

describe('the ways through a table', () => {
  test.each([
    ['Lease', ['Tenant.lodger.AGENCY.1', 'Lease.lodger.AGENCY.1']],
    ['Mandate', ['Tenant.portfolio.MANAGER.1', 'Lease.portfolio.MANAGER.1', 'Mandate.portfolio.MANAGER.1']],
    ['Tenant', ['Tenant.self.TENANT.1']],
    ['Building', []],
    ['Nobody', []],
  ])('of %s are those of every type', (type, ids) => {
    expect(reachesThrough(draftOf(), type).map(({ id }) => id)).toEqual(ids);
  });
});

describe('the columns that end a link', () => {
  test.each([
    ['Lease', ['ended_on', 'objected_on']],
    ['Mandate', ['ends_on']],
    ['Tenant', []],
  ])('of %s are each there once', (type, columns) => {
    expect(shortenedColumns(draftOf(), type)).toEqual(columns);
  });

  test('are those of all ways, in the order written, and cannot be changed', () => {
    const columns = shortenedColumns(draftOf(subtenant), 'Lease');
    expect(columns).toEqual(['ended_on', 'objected_on', 'died_on']);
    expect(Object.isFrozen(columns)).toBe(true);
  });
});

test('a link is made by its start, by whose it is and whom it names, and by the record that it opens', () => {
  const made = reachesThrough(draftOf(), 'Lease').map(makingColumns);
  expect(made).toEqual([
    ['offered_on', 'agency_id', 'tenant_id'],
    ['offered_on', 'agency_id', 'tenant_id', 'id'],
  ]);
});
